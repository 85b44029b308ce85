import Encoding
public import Retail

extension Fact {
    /// The numbers of all kinds.
    public static let kinds: ClosedRange<UInt16> = 64...85

    /// A random fact of a random kind.
    public static func random(using random: inout some RandomNumberGenerator) -> Fact {
        let kind = UInt16.random(in: kinds, using: &random)
        return Self.random(kind: kind, using: &random)
    }

    /// A random fact of one kind.
    public static func random<Generator: RandomNumberGenerator>(
        kind: UInt16, using random: inout Generator
    ) -> Fact {
        var values = RandomValues(random)
        defer { random = values.random }
        return values.published(values.fact(kind))
    }
}

extension RandomValues {
    /// Now and then a part of a publication, where its kind may be one.
    fileprivate mutating func published(_ fact: Fact) -> Fact {
        guard fact.published(in: PublicationID(Bytes16(words: [0, 0]))) != nil, chance(30) else {
            return fact
        }
        return fact.published(in: PublicationID(id())) ?? fact
    }

    fileprivate mutating func fact(_ kind: UInt16) -> Fact {
        switch kind {
        case 64: return .receiptCompleted(receipt())
        case 65: return .receiptVoided(receiptVoid())
        case 66: return .receiptReprinted(reprint())
        case 67: return .basketCancelled(basketRecord())
        case 68: return .basketHeld(basketRecord())
        case 69: return .basketRecalled(basketRecall())
        case 70: return .drawerOpened(drawerOpening())
        case 71: return .drawerMoved(drawerMovement())
        case 72: return .drawerClosed(drawerClosing())
        case 73:
            return .reportTaken(
                ReportTaken(
                    content: content(), drawer: optional { $0.content() }, time: time(),
                    businessDate: date(), person: person()))
        case 77: return .stockMoved(stockMovement())
        case 78: return .moneyAdjusted(moneyAdjustment())
        case 84: return .imported(importRecord())
        default: return peopleFact(kind)
        }
    }

    private mutating func peopleFact(_ kind: UInt16) -> Fact {
        switch kind {
        case 74:
            return .signedOn(
                SignOn(
                    content: content(), kind: pick(SignOn.Kind.allCases), person: person(),
                    time: time(), businessDate: date()))
        case 75:
            return .pinsFailed(
                FailedPINs(
                    content: content(), minute: time(), businessDate: date(), count: small(),
                    number: optional { $0.small() }))
        case 76:
            return .clocked(
                ClockEntry(
                    content: content(), kind: pick(ClockEntry.Kind.allCases), person: person(),
                    time: time(), businessDate: date()))
        case 85:
            return .unlocked(
                Unlock(
                    content: content(), number: small(), person: person(), time: time(),
                    businessDate: date()))
        case 79: return .itemChanged(itemChange())
        case 80: return .taxChanged(taxChange())
        case 81: return .personChanged(personChange())
        case 82: return .customerChanged(customerChange())
        case 83:
            return .settingChanged(
                SettingChange(
                    content: content(), version: version(), name: pick(["tenders", "cutoff"]),
                    value: bytes(9)))
        default: preconditionFailure("no kind \(kind)")
        }
    }

    private mutating func version() -> UInt64 { UInt64(integer(0...9)) }

    private mutating func itemChange() -> ItemChange {
        let code = item()
        let item = Item(
            code: code, name: text(), department: text(), taxCategory: pick(["", "G"]),
            unit: pick(Item.Unit.allCases), minimumAge: optional { $0.small() },
            cost: optional { $0.price() }, stockPolicy: pick(Item.StockPolicy.allCases),
            isActive: chance(80))
        return ItemChange(
            content: content(), version: version(), code: code, item: chance(80) ? item : nil,
            codes: list(upTo: 3) {
                .init(
                    code: LookupCode("0501234567890\($0.small(UInt8.self) % 10)"),
                    isPresent: $0.chance(80))
            },
            prices: list(upTo: 3) {
                DatedPrice(
                    kind: $0.pick(DatedPrice.Kind.allCases), from: $0.instant(),
                    until: $0.optional { $0.instant() }, price: $0.optional { $0.price() })
            })
    }

    private mutating func taxChange() -> TaxChange {
        TaxChange(
            content: content(), version: version(),
            rules: list(upTo: 4) {
                TaxRule(
                    category: $0.pick(["", "G"]), level: $0.pick(TaxRule.Level.allCases),
                    label: $0.text(), from: $0.instant(), until: $0.optional { $0.instant() },
                    rate: $0.optional { $0.rate() })
            })
    }

    private mutating func personChange() -> PersonChange {
        let pin = PINRecord(tag: bytes(16), salt: bytes(16), verifier: bytes(32))
        return PersonChange(
            content: content(), person: person(), version: version(), number: small(),
            roles: list(upTo: 3) { $0.pick(["cashier", "manager"]) }, pin: chance(80) ? pin : nil,
            language: optional { $0.pick(["en", "es"]) }, isActive: chance(80),
            sealedName: bytes(50))
    }

    private mutating func customerChange() -> CustomerChange {
        let fields = CustomerChange.Field.allCases.filter { _ in chance(40) }
        return CustomerChange(
            content: content(), customer: CustomerID(id()), version: version(),
            entries: fields.map { field in
                .init(field: field, value: chance(80) ? bytes(8) : nil)
            },
            time: time(), person: person())
    }
}
