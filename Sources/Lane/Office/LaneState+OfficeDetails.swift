import Retail
import Texts

// One entry of a manager's page in full.

extension LaneState {
    /// The lines of the chosen entry.
    func officeLines(_ office: Office) -> [ReportLine] {
        if let machine = office.machine { return lines(machine) + advice(on: machine, office) }
        if let drawer = office.drawer { return lines(drawer) }
        if let conflict = office.conflict { return lines(conflict) }
        if let entry = office.quarantined { return lines(entry) }
        if let fork = office.fork { return lines(fork) }
        return []
    }

    private func lines(_ machine: Machine) -> [ReportLine] {
        let link = machine.link
        var lines = [
            ReportLine(label: machine.label.shown, value: machine.name, isStrong: true),
            ReportLine(
                label: say(MachineText.lane), value: machine.lane.map(Self.twoDigits) ?? "-"),
            ReportLine(
                label: say(MachineText.standing),
                value: standing(machine)
                    + (machine.isSteward ? ", " + say(MachineText.steward) : "")
                    + (machine.isArchive ? ", " + say(MachineText.archive) : "")),
        ]
        if let link {
            lines += [
                ReportLine(label: say(MachineText.address), value: link.address ?? "-"),
                ReportLine(
                    label: say(MachineText.trip),
                    value: link.roundTripMilliseconds.map { "\($0) ms" } ?? "-"),
                ReportLine(
                    label: say(MachineText.clock),
                    value: link.clockOffsetMilliseconds.map(seconds) ?? "-"),
                ReportLine(
                    label: say(MachineText.behind), value: link.behind.map { "\($0)" } ?? "-"),
            ]
        }
        lines.append(
            ReportLine(label: say(MachineText.heard), value: machine.heard.map(moment) ?? "-"))
        return lines
    }

    /// With the machine of a store's only steward prices, people and invitations would stop.
    private func advice(on machine: Machine, _ office: Office) -> [ReportLine] {
        guard case .machines(let machines, _, _, _)? = office.sheet else { return [] }
        let working = machines.filter { $0.state == .active || $0.state == .dormant }
        guard working.count > 1, working.filter(\.isSteward) == [machine] else { return [] }
        return [
            ReportLine(label: "", value: ""),
            ReportLine(label: say(MachineText.onlySteward), value: ""),
        ]
    }

    private func lines(_ drawer: DrawerOverview) -> [ReportLine] {
        let date = DateFormat(language: language.rawValue).short(CivilDate(drawer.businessDate))
        let title = ReportLine(
            label: say(OfficeText.drawerOf(Self.twoDigits(drawer.lane), date)),
            value: say(OfficeText.person(drawer.person)), isStrong: true)
        switch drawer.standing {
        case .open(let report, _): return [title] + reportLines(ReportView(kind: .x(report)))
        case .closed(let closing): return [title] + reportLines(ReportView(kind: .z(closing)))
        }
    }

    private func lines(_ conflict: StoreConflict) -> [ReportLine] {
        switch conflict {
        case .tie(let entries):
            let versions = entries.enumerated().flatMap { index, entry in
                lines(entry, index + 1, mark: index == entries.count - 1 ? .stands : nil)
            }
            return advice(.tie, .tieAdvice) + versions
        case .content(let entries):
            let versions = entries.enumerated().flatMap { index, entry in
                lines(entry, index + 1, mark: index == 0 ? .counts : nil)
            }
            return advice(.content, .contentAdvice) + versions
        case .overReturn(let line):
            let number = line.number.map(\.description) ?? "?"
            let sums = ConflictText.soldReturned(
                numbers.text(line.sold), numbers.text(line.returned))
            return advice(.overReturn, .overReturnAdvice) + [
                ReportLine(label: ""),
                ReportLine(
                    label: say(ConflictText.overReturnLine(number, line.line, line.item)).shown,
                    value: say(sums)),
            ]
        case .holdTwice(let label, let recalls, let receipts):
            let name = label ?? say(ConflictText.withoutLabel)
            return advice(.holdTwice, .holdAdvice) + [
                ReportLine(label: ""),
                ReportLine(label: say(ConflictText.holdLine(name, recalls)).shown),
            ] + receipts.map { ReportLine(label: say(ScreenText.receipt($0.description))) }
        case .unconfirmed(let number, let paid, let lane):
            return advice(.unconfirmed, .unconfirmedAdvice) + [
                ReportLine(label: ""),
                ReportLine(
                    label: unconfirmedLine(number, lane).shown,
                    value: numbers.text(paid)),
            ]
        }
    }

    private func advice(_ sort: ConflictText, _ advice: ConflictText) -> [ReportLine] {
        [ReportLine(label: say(sort), isStrong: true), ReportLine(label: say(advice))]
    }

    /// One of several versions: where and when it was made, and what it says.
    private func lines(
        _ entry: LogEntry, _ number: Int, mark: ConflictText?
    ) -> [ReportLine] {
        let head = ReportLine(
            label: say(ConflictText.version(number, Self.laneName(entry.lane))),
            value: mark.map { say($0) } ?? "", isStrong: true)
        let says = entry.fact.map(story.version) ?? [kindWords(entry.kind)]
        return [ReportLine(label: ""), head] + says.map { ReportLine(label: "   \($0.shown)") }
    }

    private func lines(_ entry: QuarantineEntry) -> [ReportLine] {
        let advice = entry.reason?.advice[language] ?? say(ConflictText.upgrade)
        let what = what(entry.entry)
        return [
            ReportLine(label: what.shown, isStrong: true), ReportLine(label: ""),
            ReportLine(label: say(ConflictText.reasonIs)),
            ReportLine(
                label: "   " + (entry.reason.map { say($0) } ?? say(ConflictText.ofLaterVersion))),
            ReportLine(label: say(ConflictText.whatToDo)), ReportLine(label: "   \(advice)"),
            ReportLine(label: ""),
            ReportLine(label: say(MachineText.lane), value: Self.laneName(entry.entry.lane)),
            ReportLine(
                label: say(ConflictText.entry),
                value: "\(kindWords(entry.entry.kind)) \(entry.sequence)"),
        ]
    }

    private func lines(_ fork: ForkOverview) -> [ReportLine] {
        let branches = fork.branches.enumerated().flatMap { index, branch -> [ReportLine] in
            let mark: ConflictText = branch.isExcluded ? .left : .counts
            return [
                ReportLine(label: ""),
                ReportLine(
                    label: "\(say(ConflictText.branch(index + 1)))  "
                        + say(ConflictText.own(branch.own)), value: say(mark), isStrong: true),
            ]
                + branch.last.map { entry in
                    ReportLine(label: "   \(what(entry).shown)")
                }
        }
        return [
            ReportLine(label: say(ConflictText.forkAdvice), isStrong: true),
            ReportLine(label: say(ScreenText.lane(fork.lane))),
        ] + branches
    }
}
