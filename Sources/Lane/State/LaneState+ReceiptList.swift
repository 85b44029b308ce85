import Retail
import Texts

/// Receipts of any lane that fit what was typed.
struct ReceiptList: Hashable, Sendable {
    let use: ReceiptUse
    /// What they were looked for by; empty: the latest ones.
    let searched: String
    let receipts: [FoundReceipt]
    var selected = 0
}

extension LaneState {
    mutating func search(receipts text: String, for use: ReceiptUse) {
        ask(.searchReceipts(text: text), for: .receipts(use, text: text))
    }

    mutating func list(_ receipts: [FoundReceipt], of text: String, for use: ReceiptUse) {
        guard case .receipt = dialogs.last else { return }
        guard !receipts.isEmpty else { return refuse(GoodsMessage.nothingMatches(text.shown)) }
        dialogs[dialogs.count - 1] = .receipts(
            ReceiptList(use: use, searched: text, receipts: receipts))
    }

    mutating func press(_ key: Key, in list: ReceiptList) {
        var list = list
        let last = list.receipts.count - 1
        switch key {
        case .up: list.selected = max(0, list.selected - 1)
        case .down: list.selected = min(last, list.selected + 1)
        case .pageUp: list.selected = max(0, list.selected - 10)
        case .pageDown: list.selected = min(last, list.selected + 10)
        case .home: list.selected = 0
        case .end: list.selected = last
        case .enter:
            let number = list.receipts[list.selected].number.description
            return lookUp(receipt: number, for: list.use)
        case .escape:
            let field = EditField(.text, most: 40, text: list.searched)
            dialogs[dialogs.count - 1] = .receipt(list.use, field)
            return
        case .character, .backspace, .delete, .left, .right, .tab, .function, .alt, .control:
            return refuse(EntryMessage.keyDoesNothing)
        }
        dialogs[dialogs.count - 1] = .receipts(list)
    }

    func panel(_ list: ReceiptList) -> Panel {
        let dates = DateFormat(language: language.rawValue)
        let rows = list.receipts.enumerated().map { index, found -> Panel.Row in
            let words = [
                "\(dates.short(found.time.date)) \(dates.time(found.time))",
                found.number.description, say(ScreenText.lines(found.lineCount)),
                found.isVoided ? say(ScreenText.voidedReceipt) : nil,
            ].compactMap { $0 }
            return .choice(
                words.joined(separator: "  "), numbers.text(found.total),
                isSelected: index == list.selected)
        }
        return Panel(say(ScreenText.receipts(list.searched.shown)), rows)
    }
}
