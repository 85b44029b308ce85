import Encoding
public import Texts

/// Tells facts to people: a line each, and of a register's version what it says.
public struct FactStory: Hashable, Sendable {
    private let numbers: NumberFormat
    private let language: Language
    private let dates: DateFormat

    public init(_ numbers: NumberFormat, in language: Language) {
        self.numbers = numbers
        self.language = language
        dates = DateFormat(language: language.rawValue)
    }

    /// What happened; foreign text may hold controls.
    public func line(_ fact: Fact) -> String { text(key(of: fact), in: language) }

    private func key(of fact: Fact) -> StoryText {
        switch fact {
        case .receiptCompleted, .receiptVoided, .receiptReprinted, .basketCancelled, .basketHeld,
            .basketRecalled:
            sale(fact)
        case .drawerOpened(let opening): .drawerOpened(write(opening.float))
        case .drawerMoved(let movement): story(movement)
        case .drawerClosed(let closing):
            .closed(
                closing.zNumber, counted: write(closing.counted),
                difference: write(closing.difference))
        case .reportTaken: .xRead
        case .signedOn(let sign): story(sign.kind)
        case .pinsFailed(let failed): .wrongPINs(failed.count)
        case .unlocked(let unlock): .unlocked(unlock.number)
        case .clocked(let entry): story(entry.kind)
        case .stockMoved(let movement): story(movement)
        case .moneyAdjusted(let adjustment):
            .money(write(adjustment.amount), adjustment.reason)
        case .itemChanged(let change): .item(change.code.text, change.version)
        case .taxChanged(let change): .taxes(change.rules.count)
        case .personChanged(let change): .person(change.number, change.version)
        case .customerChanged(let change): .customer(change.entries.count)
        case .settingChanged(let change): .setting(change.name, change.version)
        case .imported(let record):
            .imported(
                story(record.kind), from: record.source, taken: record.taken,
                refused: record.refused)
        }
    }

    private func sale(_ fact: Fact) -> StoryText {
        switch fact {
        case .receiptCompleted(let receipt):
            let told = story(receipt)
            return receipt.isTraining ? .training(text(told, in: language)) : told
        case .receiptVoided(let void): return .voided("\(void.number)", write(void.total))
        case .receiptReprinted(let reprint): return .reprinted(reprint.copy)
        case .basketCancelled(let record): return .cancelled(write(record.total))
        case .basketHeld(let record):
            return record.label.map { .heldAs(write(record.total), $0) }
                ?? .held(write(record.total))
        case .basketRecalled, .drawerOpened, .drawerMoved, .drawerClosed, .reportTaken, .signedOn,
            .pinsFailed, .unlocked, .clocked, .stockMoved, .moneyAdjusted, .itemChanged,
            .taxChanged, .personChanged, .customerChanged, .settingChanged, .imported:
            return .recalled
        }
    }

    private func story(_ receipt: Receipt) -> StoryText {
        let (number, total) = ("\(receipt.number)", write(receipt.total))
        return switch receipt.kind {
        case .sale: .sale(number, total)
        case .refund: .refund(number, total)
        case .exchange: .exchange(number, total)
        }
    }

    private func story(_ movement: DrawerMovement) -> StoryText {
        switch movement.kind {
        case .drop: .drop(write(movement.amount))
        case .paidIn: .paidIn(write(movement.amount))
        case .paidOut: .paidOut(write(movement.amount))
        case .noSale: .noSale
        }
    }

    private func story(_ sign: SignOn.Kind) -> StoryText {
        switch sign {
        case .on: .signedOn
        case .off: .signedOff
        case .locked: .locked
        }
    }

    private func story(_ clock: ClockEntry.Kind) -> StoryText {
        switch clock {
        case .clockIn: .clockIn
        case .clockOut: .clockOut
        case .breakStart: .breakStart
        case .breakEnd: .breakEnd
        }
    }

    private func story(_ file: ImportRecord.Kind) -> FileText {
        switch file {
        case .items: .items
        case .people: .people
        case .taxes: .taxes
        case .tickets: .tickets
        case .stock: .stock
        }
    }

    private func story(_ movement: StockMovement) -> StoryText {
        switch movement.kind {
        case .received: .received(movement.lines.count, movement.reason)
        case .adjusted: .adjusted(movement.lines.count, movement.reason)
        case .counted: .counted(movement.lines.count, movement.reason)
        }
    }

    private func write(_ amount: Money) -> String { numbers.textWithSymbol(amount) }
}

extension FactStory {
    /// What a version of something says, a line each; of what has no versions its one line.
    public func version(_ fact: Fact) -> [String] {
        switch fact {
        case .itemChanged(let change): item(change).map { text($0, in: language) }
        case .taxChanged(let change):
            change.rules.map { rule in
                text(
                    VersionText.tax(
                        "\(rule.category) \(rule.label)", rule.rate.map(numbers.text) ?? "-"),
                    in: language)
            }
        case .personChanged(let change): person(change).map { text($0, in: language) }
        case .customerChanged(let change):
            [text(VersionText.fields(change.entries.count), in: language)]
        case .settingChanged(let change):
            [text(VersionText.settingIs(change.name, value(change.value)), in: language)]
        case .receiptCompleted, .receiptVoided, .receiptReprinted, .basketCancelled, .basketHeld,
            .basketRecalled, .drawerOpened, .drawerMoved, .drawerClosed, .reportTaken, .signedOn,
            .pinsFailed, .unlocked, .clocked, .stockMoved, .moneyAdjusted, .imported:
            [line(fact)]
        }
    }

    private func item(_ change: ItemChange) -> [VersionText] {
        var lines: [VersionText] = []
        if let item = change.item {
            lines.append(.name(item.name))
            if !item.isActive { lines.append(.inactive) }
        }
        lines += change.prices.map(price)
        lines += change.codes.map {
            $0.isPresent ? .code($0.code.digits) : .codeGone($0.code.digits)
        }
        return lines
    }

    private func price(_ dated: DatedPrice) -> VersionText {
        guard let price = dated.price else { return .noPrice }
        guard dated.from.milliseconds > 0 else { return .price(numbers.text(price)) }
        let date = LocalTime(dated.from, offsetSeconds: 0).date
        return .priceFrom(numbers.text(price), dates.short(date))
    }

    private func person(_ change: PersonChange) -> [VersionText] {
        var lines: [VersionText] = [
            .number(
                change.number,
                change.roles.map { RoleText.text(of: $0, in: language) }.joined(separator: ", "))
        ]
        if change.pin == nil { lines.append(.noPIN) }
        if !change.isActive { lines.append(.gone) }
        return lines
    }

    /// A setting's value as far as it is one thing.
    private func value(_ bytes: [UInt8]) -> String {
        guard let value = try? CBOR.decode(bytes) else { return "?" }
        return self.value(value, bytes.count)
    }

    private func value(_ value: CBOR, _ size: Int) -> String {
        switch value {
        case .unsigned(let number): return String(number)
        case .negative(let number): return String(~Int64(clamping: number))
        case .text(let text): return text
        case .bool(let truth): return truth ? "true" : "false"
        case .null: return "-"
        case .array(let items) where items.allSatisfy({ $0.asText != nil }):
            return items.compactMap(\.asText).joined(separator: " / ")
        case .bytes, .array, .map: return text(VersionText.bytes(size), in: language)
        }
    }
}
