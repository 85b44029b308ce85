import Encoding
import Retail
import Storage

// What a draft decided already, as the disk would tell it once committed: commands of one
// transaction come to what they would come to one by one.

extension Register.Draft {
    func has(_ content: ContentID) -> Bool { facts.contains { $0.content == content } }

    /// The receipt as the draft's facts leave it; `stored` as the disk has it.
    func source(_ content: ContentID, stored: ReturnSource?) -> ReturnSource? {
        (stored ?? made(content))?.after(facts)
    }

    private func made(_ content: ContentID) -> ReturnSource? {
        for case .receiptCompleted(let receipt) in facts where receipt.content == content {
            return ReturnSource(receipt: receipt)
        }
        return nil
    }

    /// Copies that the draft adds.
    func copies(of receipt: ContentID, _ kind: Reprint.Kind) -> UInt32 {
        var count: UInt32 = 0
        for case .receiptReprinted(let reprint) in facts
        where reprint.receipt == receipt && reprint.kind == kind { count += 1 }
        return count
    }

    func hold(_ content: ContentID) -> BasketRecord? {
        for case .basketHeld(let record) in facts where record.content == content { return record }
        return nil
    }

    func recalls(_ hold: ContentID) -> Bool {
        facts.contains { fact in
            guard case .basketRecalled(let recall) = fact else { return false }
            return recall.hold == hold
        }
    }

    func makes(_ item: ItemCode) -> Bool {
        facts.contains { fact in
            guard case .itemChanged(let change) = fact else { return false }
            return change.code == item && change.item != nil && change.publication == nil
        }
    }

    /// By how much the draft changes what is held at a place.
    func change(of item: ItemCode, at place: Place) -> Quantity {
        facts.reduce(.zero) { $0 + Self.change($1, of: item, at: place) }
    }

    private static func change(_ fact: Fact, of item: ItemCode, at place: Place) -> Quantity {
        if case .stockMoved(let movement) = fact, movement.place == place {
            return movement.lines.filter { $0.item == item }.reduce(.zero) { $0 + $1.change }
        }
        guard place == .shop else { return .zero }
        if case .receiptCompleted(let receipt) = fact, !receipt.isTraining {
            return receipt.lines.filter { $0.item == item }.reduce(.zero) { $0 - $1.quantity }
        }
        if case .receiptVoided(let void) = fact, !void.isTraining {
            return void.lines.filter { $0.item == item }.reduce(.zero) { $0 + $1.quantity }
        }
        return .zero
    }

    /// The person as the draft leaves them: of equal versions the later one counts.
    func person(_ id: PersonID, stored: StaffMember?) -> StaffMember? {
        var member = stored
        for case .personChanged(let change) in facts
        where change.person == id && change.publication == nil
            && change.version >= (member?.version ?? 0)
        {
            member = StaffMember(
                person: id, number: change.number, roles: change.roles, pin: change.pin,
                language: change.language, isActive: change.isActive,
                sealedName: change.sealedName, version: change.version)
        }
        return member
    }

    /// The greatest version that the draft gives a setting or a tax rule.
    func version(_ register: VersionedRegister) -> UInt64 {
        var version: UInt64 = 0
        for fact in facts {
            switch (register, fact) {
            case (.settings, .settingChanged(let change)): version = max(version, change.version)
            case (.taxRules, .taxChanged(let change)): version = max(version, change.version)
            case _: continue
            }
        }
        return version
    }

    /// The greatest version that the draft gives an item.
    func version(of item: ItemCode) -> UInt64 {
        facts.reduce(0) { version, fact in
            guard case .itemChanged(let change) = fact, change.code == item else { return version }
            return max(version, change.version)
        }
    }

    /// The greatest version that the draft gives a customer's fields.
    func version(of customer: CustomerID) -> UInt64 {
        facts.reduce(0) { version, fact in
            guard case .customerChanged(let change) = fact, change.customer == customer else {
                return version
            }
            return max(version, change.version)
        }
    }

    /// The store's rules with what the draft changes in them.
    func terms(
        settings: [(name: String, value: [UInt8])], taxRules: [TaxRule]
    ) -> LaneTerms {
        var settings = settings
        var rules = taxRules
        // A part of a publication isn't what stands yet.
        for fact in facts where fact.publication == nil {
            if case .settingChanged(let change) = fact {
                settings.removeAll { $0.name == change.name }
                settings.append((name: change.name, value: change.value))
            }
            guard case .taxChanged(let change) = fact else { continue }
            rules.removeAll { rule in change.rules.contains { $0.isSame(as: rule) } }
            rules += change.rules
        }
        return LaneTerms(changes: settings, taxRules: rules)
    }
}

extension TaxRule {
    /// Whether both are versions of one rule.
    fileprivate func isSame(as other: TaxRule) -> Bool {
        (category, level, label, from) == (other.category, other.level, other.label, other.from)
    }
}
