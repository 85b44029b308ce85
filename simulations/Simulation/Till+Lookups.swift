import CRDT
import Encoding
import Ledger
import Replica
import Replication
import Retail
import SimulatedStore

// What a decision needs to know, looked up before it is taken.

extension Till {
    func authority(_ person: PersonID) -> Authority {
        let roles = memory.people[person]?.roles ?? []
        return Authority(
            person: person, rights: Rights(of: roles, among: desk.terms.settings.roles))
    }

    func standing(of command: Command) -> Desk.Standing {
        Desk.Standing(
            authority(command.person), approval: command.approver.map { authority($0) })
    }

    func known(for action: Command.Action) -> Desk.Known {
        var known = Desk.Known()
        switch action {
        case .moveCash, .takeX, .closeDrawer: known.report = report
        case .recall(let hold), .ringCopy(let hold, _):
            known.hold = memory.holds[hold]
            known.isHoldRecalled = memory.isRecalled(hold)
        case .voidReceipt(let content, _): known.receipt = memory.source(content)
        case .reprint(let content, let kind):
            known.receipt = memory.source(content)
            known.copies = memory.copies(content, kind)
        case .moveStock(let request):
            for line in request.lines where memory.items[line.item] != nil {
                known.held[line.item] = held(line.item, at: request.place)
            }
        case .changeTaxes: known.version = memory.versions["taxes", default: 0]
        case .changeSetting: known.version = memory.versions["settings", default: 0]
        case .complete(let basket):
            for content in basket.returnedReceipts {
                known.sources[content] = memory.source(content)
            }
        case .changeItems(let changes):
            for change in changes {
                known.itemVersions[change.code] = memory.versions[change.code.text, default: 0]
            }
        case .changePerson(let change):
            known.version = memory.people[change.person]?.version ?? 0
        // Each customer of the simulation is a new one.
        case .sign, .clock, .openDrawer, .hold, .cancel, .adjustMoney, .changeCustomer,
            .recordImport, .publish:
            break
        }
        return known
    }

    /// The open session's report with the log's head, as the Z carries it.
    private var report: DrawerReport? {
        guard desk.drawer != nil,
            var report = memory.report(series: desk.series, settings: desk.terms.settings)
        else { return nil }
        if let head = replica.head {
            report.headSequence = head.seq
            report.headHash = head.hash.bytes
        }
        return report
    }

    /// What the read model's counters come to.
    func held(_ item: ItemCode, at place: Place) -> Quantity {
        var sum: Int64 = 0
        disk.store.forEachRow(of: .stock) { row in
            guard row.values.count == 6, row.values[1] == .text(item.text),
                row.values[2] == .text(place.name), case .integer(let raised) = row.values[4],
                case .integer(let lowered) = row.values[5]
            else { return }
            sum += raised - lowered
        }
        return Quantity(thousandths: sum)
    }
}
