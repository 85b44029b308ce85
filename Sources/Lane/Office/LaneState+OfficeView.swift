import Retail
import Texts

// The manager's pages as they are seen: tabs, a list, an entry, an invitation.

extension LaneState {
    func draw(_ office: Office, on frame: inout Frame) {
        if let invited = office.invited { return draw(invited, on: &frame) }
        drawTabs(office, on: &frame)
        guard office.sheet != nil else {
            return frame.write(say(OfficeText.loading), row: 4, column: 3)
        }
        if let top = office.detailTop {
            return drawLines(officeLines(office), from: top, on: &frame)
        }
        drawList(office, on: &frame)
    }

    private func drawTabs(_ office: Office, on frame: inout Frame) {
        var column = 1
        for page in OversightPage.allCases {
            let words = "\(page.rawValue + 1) \(say(page.text))"
            let style = page == office.page ? Style.reverse : .heading
            frame.write(words, row: 2, column: column, end: columns, style: style)
            column += CellWidth.of(words) + 2
        }
    }

    private func drawLines(_ lines: [ReportLine], from top: Int, on frame: inout Frame) {
        let height = size.rows - 8
        for (index, line) in lines.dropFirst(top).prefix(height).enumerated() {
            let style = line.isStrong ? Style.bold : .normal
            frame.write(
                line.label, row: 4 + index, column: 3,
                end: columns - 4 - CellWidth.of(line.value), style: style)
            frame.write(line.value, row: 4 + index, endingAt: columns - 3, style: style)
        }
    }

    private func drawList(_ office: Office, on frame: inout Frame) {
        guard let sheet = office.sheet, sheet.count > 0 else {
            let words = OfficeText.nothing(say(office.page.text))
            return frame.write(say(words), row: 4, column: 3)
        }
        let (heads, rows) = officeRows(sheet)
        for cell in heads { draw(cell, on: &frame, row: 3, style: .heading) }
        let height = size.rows - 9
        let start = max(0, min(office.selected - height / 2, rows.count - height))
        for (index, row) in rows.enumerated().dropFirst(start).prefix(height) {
            let at = 4 + index - start
            let style = index == office.selected ? Style.reverse : .normal
            if index == office.selected {
                frame.fill(row: at, from: 1, to: columns - 1, style: style)
                frame.write(">", row: at, column: 1, style: style)
            }
            for cell in row { draw(cell, on: &frame, row: at, style: style) }
        }
        // What else is to know, from the bottom up, as far as the list leaves room.
        let room = min(Self.footsMost, max(0, height - rows.count))
        for (index, foot) in foots(of: sheet).prefix(max(1, room)).enumerated() {
            frame.write(foot, row: size.rows - 5 - index, column: 3, end: columns, style: .dim)
        }
    }

    private static let footsMost = 6

    private func foots(of sheet: OversightSheet) -> [String] {
        switch sheet {
        case .machines(_, let books, let onlyHere, let notices):
            return (onlyHere > 0 ? [say(MachineText.onlyHere(onlyHere))] : []) + words(of: books)
                + notices.map { notice in
                    let time = LocalTime(notice.last, offsetSeconds: context.clock.offsetSeconds)
                    return "\(moment(time)) \(notice.count)x \(notice.text[language].shown)"
                }
        case .quarantine(let entries, let all):
            return all > entries.count ? [say(OfficeText.ofMany(entries.count, all))] : []
        case .drawers, .conflicts, .shortages, .forks, .shifts: return []
        }
    }

    /// What is forgotten here, where a machine keeps it for all.
    private func words(of books: BooksOverview) -> [String] {
        let dates = DateFormat(language: language.rawValue)
        var words: [String] = []
        if books.wantedAgain > 0 {
            words.append(say(MachineText.booksWanted(books.wantedAgain)))
            if books.isWantedOutOfReach { words.append(say(MachineText.booksWantedElsewhere)) }
        }
        words += books.unfinished.map { changes in
            let lane = Self.laneName(changes.lane)
            return say(MachineText.unfinished(lane, changes.count, changes.last.map(moment) ?? "-"))
        }
        if books.outOfReach > 0 { words.append(say(MachineText.outOfReach(books.outOfReach))) }
        if books.hasArchive { words.append(say(MachineText.booksKept(days: Int(books.days)))) }
        if let time = books.forgottenUpTo {
            words.append(say(MachineText.booksForgotten(dates.short(time.date))))
        }
        return words
    }

    private func draw(_ cell: OfficeCell, on frame: inout Frame, row: Int, style: Style) {
        if cell.isRight {
            frame.write(cell.text, row: row, endingAt: cell.to, style: style)
        } else {
            frame.write(cell.text, row: row, column: cell.from, end: cell.to, style: style)
        }
    }
}

/// A text between two columns of a list.
struct OfficeCell {
    let text: String
    let from: Int
    let to: Int
    let isRight: Bool

    static func left(_ text: String, _ from: Int, _ to: Int) -> OfficeCell {
        OfficeCell(text: text, from: from, to: to, isRight: false)
    }

    static func right(_ text: String, _ to: Int) -> OfficeCell {
        OfficeCell(text: text, from: 0, to: to, isRight: true)
    }
}

extension LaneState {
    /// An invitation: the line in full, and its QR code where there is room for it.
    private func draw(_ invited: Office.Invited, on frame: inout Frame) {
        let card = invited.card
        let lane = Self.laneName(card.lane)
        let title =
            invited.hasJoined
            ? say(InviteText.joined(lane)) : say(InviteText.good(lane, minutes: card.minutes))
        let style = Style(
            .bold, isReverse: invited.hasJoined, role: invited.hasJoined ? .good : .plain)
        frame.write(title, row: 2, column: 3, end: columns, style: style)
        guard !invited.hasJoined else { return }
        let picture = card.picture
        let wide = (picture.first?.count ?? 0) + 4
        let hasRoom = !picture.isEmpty && columns >= wide && size.rows >= picture.count + 14
        var row = 4
        frame.write(say(InviteText.howTo), row: row, column: 3, end: columns)
        row += 2
        for line in wrapped("tillmesh join \(card.line)", columns: columns - 6) {
            frame.write(line, row: row, column: 3, style: .bold)
            row += 1
        }
        row += 1
        guard hasRoom else {
            let words = InviteText.tooSmall(columns: wide, rows: picture.count + 14)
            if !picture.isEmpty { frame.write(say(words), row: row, column: 3, end: columns) }
            return frame.write(say(InviteText.onPaper), row: row + 1, column: 3, end: columns)
        }
        for line in picture {
            frame.write(line, row: row, column: 3, end: columns)
            row += 1
        }
    }

    private func wrapped(_ text: String, columns: Int) -> [String] {
        var rest = Array(text)
        var lines: [String] = []
        while !rest.isEmpty {
            lines.append(String(rest.prefix(columns)))
            rest.removeFirst(min(columns, rest.count))
        }
        return lines
    }

    /// The questions over the pages.
    func panel(_ dialog: OfficeDialog) -> Panel {
        switch dialog {
        case .invite(let field):
            return Panel(
                say(InviteText.title),
                [.field(say(InviteText.label), field), .text(say(InviteText.hint), .dim)])
        case .revoke(let machine, let field):
            return Panel(
                say(MachineText.revokeTitle(name(machine))),
                [.text(say(MachineText.reasonWhy), .normal), .field("", field)])
        case .count(let shortage, let field):
            return Panel(
                say(OfficeText.count(shortage.name)),
                [
                    .pair(
                        shortage.item.text, numbers.text(shortage.held, unit: shortage.unit),
                        .normal), .field(say(ScreenText.quantity), field),
                ])
        case .question(let question):
            return Panel(
                say(EntryMessage.yesOrNo),
                words(question).enumerated().map { .text($1, $0 == 0 ? .bold : .normal) }
                    + [.text(EntryMessage.yesOrNo.wording.next[language], .normal)])
        }
    }

    private func words(_ question: OfficeQuestion) -> [String] {
        switch question {
        case .revoke(let machine, _):
            [
                say(MachineText.revokeFirst(name(machine))), say(MachineText.revokeSecond),
                say(MachineText.revokeThird),
            ]
        case .retire(let machine):
            [say(MachineText.retireFirst(name(machine))), say(MachineText.retireSecond)]
        case .dormant(let machine, let isDormant):
            [
                say(
                    isDormant
                        ? MachineText.dormantQuestion(name(machine))
                        : .wakeQuestion(name(machine)))
            ]
        case .archive(let machine, let isArchive):
            isArchive
                ? [
                    say(MachineText.archiveQuestion(name(machine))),
                    say(MachineText.archiveSecond),
                ] : [say(MachineText.archiveOffQuestion(name(machine)))]
        case .keep(let entry, let number):
            [say(ConflictText.keepQuestion(number))]
                + (entry.fact.map(story.version) ?? []).map(\.shown)
        case .exclude(_, _, let number): [say(ConflictText.excludeQuestion(number))]
        }
    }

    /// A machine as people call it.
    private func name(_ machine: Machine) -> String {
        let lane = machine.lane.map { say(ScreenText.lane($0)) }
        return [lane, machine.label.isEmpty ? machine.name : machine.label.shown]
            .compactMap { $0 }.joined(separator: " ")
    }

    var story: FactStory { FactStory(numbers, in: language) }
}

extension OversightPage {
    var text: OfficeText {
        switch self {
        case .machines: .machines
        case .drawers: .drawers
        case .conflicts: .conflicts
        case .shortages: .shortages
        case .quarantine: .quarantine
        case .forks: .forks
        case .shifts: .shifts
        }
    }
}
