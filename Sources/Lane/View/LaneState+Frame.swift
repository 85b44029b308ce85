import Retail
import Texts

// What the cashier sees. Rows from the bottom: two of keys, two of the message, the entry, three
// of totals, a rule; the header and what is rung have the rest.

extension LaneState {
    /// The columns that practice takes on every row.
    static let bannerColumns = 9

    /// The screen of this moment.
    public func frame() -> Frame {
        var frame = Frame(size: size)
        guard size.columns >= FrameSize.least.columns, size.rows >= FrameSize.least.rows else {
            return tooSmall()
        }
        drawHeader(on: &frame)
        switch screen {
        case .signOn(let entry): drawSignOn(entry, on: &frame)
        case .count(let count): draw(count, on: &frame)
        case .sale(let field): drawSale(field, on: &frame)
        case .total(let field): drawTotal(field, on: &frame)
        case .done(let receipt): draw(receipt, on: &frame)
        case .report(let report): draw(report, on: &frame)
        case .office(let office): draw(office, on: &frame)
        }
        drawMessage(on: &frame)
        drawKeys(on: &frame)
        if !dialogs.isEmpty { frame.cursor = nil }
        for (level, dialog) in dialogs.enumerated() {
            panel(dialog).draw(
                on: &frame, level: level, columns: columns, bottom: size.rows - 4)
        }
        drawBanner(on: &frame)
        return frame
    }

    /// The columns that are left for the sale.
    var columns: Int { size.columns - (isTraining ? Self.bannerColumns : 0) }

    func say(_ key: some Translatable) -> String { text(key, in: language) }

    private func tooSmall() -> Frame {
        var frame = Frame(size: size)
        let key = ScreenText.tooSmall(columns: size.columns, rows: size.rows)
        for (row, language) in Language.allCases.enumerated() {
            frame.write(text(key, in: language), row: row, column: 0, style: .bold)
        }
        drawBanner(on: &frame)
        return frame
    }

    private func drawBanner(on frame: inout Frame) {
        guard isTraining, columns >= 0 else { return }
        let style = Style(.bold, isReverse: true, role: .training)
        for row in 0..<size.rows {
            frame.fill(row: row, from: columns, style: style)
            frame.write(say(ReceiptText.training), row: row, column: columns, style: style)
        }
    }

    private func drawHeader(on frame: inout Frame) {
        let format = DateFormat(language: language.rawValue)
        var left = say(ScreenText.header(store: settings.storeNumber, lane: lane))
        if let person {
            left += "  " + say(ScreenText.cashier(person.number))
        } else if suspended != nil {
            left += "  " + say(ScreenText.locked)
        }
        frame.write(left, row: 0, column: 1, style: .bold)
        var end = columns - 1
        frame.write(format.time(context.clock), row: 0, endingAt: end, style: .bold)
        end -= 8
        for (word, role) in lampWords.reversed() {
            frame.write(word, row: 0, endingAt: end, style: Style(role: role))
            end -= CellWidth.of(word) + 2
        }
        frame.fill(row: 1, to: columns, "-")
    }

    /// The lamps; a letter says what the colour says: `o` well, `!` look, `x` not at all.
    private var lampWords: [(String, Style.Role)] {
        var words: [(String, Style.Role)] = []
        switch lamps.standing {
        case .member: break
        case .retired: words.append((say(ScreenText.lampRetired), .bad))
        case .revoked: words.append((say(ScreenText.lampRevoked), .bad))
        }
        if lamps.standing == .member, lamps.neighboursKnown > 0 {
            let (answering, known) = (lamps.neighboursAnswering, lamps.neighboursKnown)
            let (letter, role): (String, Style.Role) =
                answering == known
                ? ("o", .good) : answering == 0 ? ("x", .bad) : ("!", .warning)
            // Sales that nobody else has: what a fire would take.
            let sales = answering == 0 && lamps.salesOnlyHere > 0 ? " \(lamps.salesOnlyHere)" : ""
            words.append(("LAN \(answering)/\(known) \(letter)\(sales)", role))
        }
        switch lamps.headquarters {
        case .none: break
        case .linked(let seconds): words.append(("HQ o \(Self.minutes(seconds))", .good))
        case .lost: words.append(("HQ x", .bad))
        }
        switch printer {
        case .none: words.append(("PRN -", .plain))
        case .ready: words.append(("PRN ok", .good))
        case .paperLow, .recovering: words.append(("PRN !", .warning))
        case .paperOut, .coverOpen, .cutterJammed, .paperJammed, .offline, .unreachable, .broken:
            words.append(("PRN x", .bad))
        }
        return words
    }

    private static func minutes(_ seconds: UInt32) -> String {
        let (minutes, rest) = (min(seconds / 60, 99), seconds % 60)
        return (minutes < 10 ? "0" : "") + "\(minutes):" + (rest < 10 ? "0" : "") + "\(rest)"
    }

    private func drawMessage(on frame: inout Frame) {
        let row = size.rows - 4
        guard let message else {
            if pending != nil, pending?.purpose.isLookUp == false {
                frame.write(say(EntryMessage.working), row: row, column: 1, style: .dim)
            }
            return
        }
        let role: Style.Role =
            switch message.tone {
            case .good: .good
            case .warning: .warning
            case .bad: .bad
            }
        let words = message.wording
        frame.write(
            "\(words.code) \(words.text[language])", row: row, column: 1, end: columns,
            style: Style(.bold, isReverse: message.tone == .bad, role: role))
        frame.write(
            words.next[language], row: row + 1, column: 5, end: columns, style: Style(role: role))
    }

    private func drawKeys(on frame: inout Frame) {
        let lines: (KeyText, KeyText) =
            if dialogs.isEmpty {
                switch screen {
                case .signOn: (.signOnFirst, .signOnSecond)
                case .count: (.countFirst, .countSecond)
                case .sale: (.saleFirst, .saleSecond)
                case .total: (.totalFirst, .totalSecond)
                case .done: (.doneFirst, .doneSecond)
                case .report: (.reportFirst, .reportSecond)
                case .office(let office): office.keys
                }
            } else {
                (.dialogFirst, .dialogSecond)
            }
        frame.write(say(lines.0), row: size.rows - 2, column: 1, style: .heading)
        frame.write(say(lines.1), row: size.rows - 1, column: 1, style: .heading)
    }
}
