import Retail
import Texts

// The lists of the manager's pages: what stands in which column.

extension LaneState {
    /// The heads and the rows of a page.
    func officeRows(_ sheet: OversightSheet) -> (heads: [OfficeCell], rows: [[OfficeCell]]) {
        switch sheet {
        case .machines(let machines, _, _, _): (machineHeads, machines.map(row))
        case .drawers(let drawers): (drawerHeads, drawers.map(row))
        case .conflicts(let conflicts): ([], conflicts.map(row))
        case .shortages(let shortages): (shortageHeads, shortages.map(row))
        case .quarantine(let entries, _): ([], entries.map(row))
        case .forks(let forks): ([], forks.map(row))
        case .shifts(let entries): ([], entries.map(row))
        }
    }

    private var end: Int { columns - 2 }

    // MARK: Machines

    private var machineHeads: [OfficeCell] {
        [
            .left(say(MachineText.lane), 3, 8), .left(say(MachineText.machine), 8, 28),
            .left(say(MachineText.standing), 29, 41), .right(say(MachineText.trip), 49),
            .right(say(MachineText.clock), 58), .right(say(MachineText.behind), 66),
            .right(say(MachineText.heard), end),
        ]
    }

    private func row(_ machine: Machine) -> [OfficeCell] {
        let link = machine.link
        return [
            .left(machine.lane.map { Self.twoDigits($0) } ?? "-", 4, 8),
            .left((machine.label.isEmpty ? machine.name : machine.label).shown, 8, 28),
            .left(standing(machine), 29, 41),
            .right(link?.roundTripMilliseconds.map { "\($0) ms" } ?? "", 49),
            .right(link?.clockOffsetMilliseconds.map(seconds) ?? "", 58),
            .right(link?.behind.map { "\($0)" } ?? "", 66),
            .right(machine.heard.map(moment) ?? "-", end),
        ]
    }

    func standing(_ machine: Machine) -> String {
        if machine.isOwn { return say(MachineText.thisOne) }
        if machine.state == .active { return say(machine.link == nil ? MachineText.away : .linked) }
        return say(machine.state.text)
    }

    static func twoDigits(_ number: UInt8) -> String { number < 10 ? "0\(number)" : "\(number)" }

    /// How far a clock is off, in seconds with a sign; below a tenth of one it is right.
    func seconds(_ milliseconds: Int64) -> String {
        let tenths = milliseconds.magnitude / 100
        guard tenths > 0 else { return "0 s" }
        let sign = milliseconds < 0 ? "-" : "+"
        guard tenths < 600 else { return "\(sign)\(tenths / 10) s" }
        return "\(sign)\(tenths / 10)\(language == .spanish ? "," : ".")\(tenths % 10) s"
    }

    /// The time of today, the date of other days.
    func moment(_ time: LocalTime) -> String {
        let dates = DateFormat(language: language.rawValue)
        return time.date == context.clock.date ? dates.time(time) : dates.short(time.date)
    }

    // MARK: Drawers and shifts

    private var drawerHeads: [OfficeCell] {
        [
            .left(say(MachineText.lane), 3, 8), .left(say(OfficeText.day), 8, 19),
            .left(say(MachineText.standing), 29, 41),
            .right(say(ReportText.expectedCash), 62), .right(say(ReportText.difference), end),
        ]
    }

    private func row(_ drawer: DrawerOverview) -> [OfficeCell] {
        let date = DateFormat(language: language.rawValue).short(CivilDate(drawer.businessDate))
        let common: [OfficeCell] = [
            .left(Self.twoDigits(drawer.lane), 4, 8), .left(date, 8, 19),
            .left(say(OfficeText.person(drawer.person)), 19, 29),
        ]
        switch drawer.standing {
        case .open(let report, _):
            return common + [
                .left(say(OfficeText.open), 29, 37),
                .left(say(OfficeText.receipts(report.sales.count)), 37, 49),
                .right(numbers.text(report.expectedCash), 62),
            ]
        case .closed(let closing):
            return common + [
                .left(say(OfficeText.closedZ(closing.zNumber)), 29, 37),
                .left(say(OfficeText.receipts(closing.report.sales.count)), 37, 49),
                .right(numbers.text(closing.report.expectedCash), 62),
                .right(numbers.text(closing.difference), end),
            ]
        }
    }

    private func row(_ entry: ShiftEntry) -> [OfficeCell] {
        let dates = DateFormat(language: language.rawValue)
        return [
            .left(dates.short(entry.time.date), 3, 14), .left(dates.time(entry.time), 15, 21),
            .left(say(OfficeText.person(entry.person)), 22, 36),
            .left(say(entry.kind.text), 37, 60),
            .right(say(ScreenText.lane(entry.lane)), end),
        ]
    }

    // MARK: What doesn't fit

    private func row(_ conflict: StoreConflict) -> [OfficeCell] {
        let (sort, what, value) = words(conflict)
        return [
            .left(say(sort), 3, 20), .left(what.shown, 20, end - CellWidth.of(value) - 1),
            .right(value, end),
        ]
    }

    private func words(_ conflict: StoreConflict) -> (ConflictText, String, String) {
        switch conflict {
        case .tie(let entries):
            let lanes = entries.map { Self.laneName($0.lane) }.joined(separator: ", ")
            return (.tie, (entries.last?.fact).map(story.line) ?? "", lanes)
        case .content(let entries):
            return (
                .content, (entries.first?.fact).map(story.line) ?? "",
                entries.first.map { Self.laneName($0.lane) } ?? ""
            )
        case .overReturn(let line):
            let number = line.number.map(\.description) ?? "?"
            return (
                .overReturn, say(ConflictText.overReturnLine(number, line.line, line.item)),
                say(
                    ConflictText.soldReturned(
                        numbers.text(line.sold), numbers.text(line.returned)))
            )
        case .holdTwice(let label, let recalls, let receipts):
            let name = label ?? say(ConflictText.withoutLabel)
            return (
                .holdTwice, say(ConflictText.holdLine(name, recalls)),
                receipts.map(\.description).joined(separator: " ")
            )
        case .unconfirmed(let number, let paid, let lane):
            return (
                .unconfirmed, unconfirmedLine(number, lane),
                numbers.text(paid)
            )
        }
    }

    private var shortageHeads: [OfficeCell] {
        [
            .left(say(OfficeText.item), 3, 30), .right(say(OfficeText.shelf), end),
        ]
    }

    private func row(_ shortage: Shortage) -> [OfficeCell] {
        [
            .left(shortage.item.text.shown, 3, 20), .left(shortage.name.shown, 20, 60),
            .right(numbers.text(shortage.held, unit: shortage.unit), end),
        ]
    }

    private func row(_ entry: QuarantineEntry) -> [OfficeCell] {
        [
            .left(say(ScreenText.lane(entry.entry.lane)), 3, 11),
            .left(
                what(entry.entry).shown, 12, 40),
            .left(entry.reason.map { say($0) } ?? say(ConflictText.ofLaterVersion), 41, end),
        ]
    }

    private func row(_ fork: ForkOverview) -> [OfficeCell] {
        let branches = fork.branches.enumerated().map { index, branch in
            "\(say(ConflictText.branch(index + 1))): \(branch.own)"
        }
        return [
            .left(say(ScreenText.lane(fork.lane)), 3, 12),
            .left(branches.joined(separator: "   "), 14, end),
        ]
    }
}

extension LaneState {
    /// A kind of operation: by its name, or by its number where this program knows none.
    func kindWords(_ name: String) -> String {
        name.hasPrefix("kind ") ? say(ConflictText.kind(String(name.dropFirst(5)))) : name
    }

    /// What an operation tells, or its kind where nothing can be read of it.
    func what(_ entry: LogEntry) -> String {
        entry.fact.map(story.line) ?? kindWords(entry.kind)
    }

    /// A return that a lane allowed by itself, and the lane that it could not ask.
    func unconfirmedLine(_ number: ReceiptNumber, _ lane: String) -> String {
        let named =
            lane.hasPrefix("lane ") ? say(ConflictText.asLane(String(lane.dropFirst(5)))) : lane
        return say(ConflictText.unconfirmedLine(number.description, named))
    }
}

extension ClockEntry.Kind {
    var text: ScreenText {
        switch self {
        case .clockIn: .clockIn
        case .clockOut: .clockOut
        case .breakStart: .breakStart
        case .breakEnd: .breakEnd
        }
    }
}
