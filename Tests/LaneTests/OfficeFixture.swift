import Encoding
import Lane
import Retail
import Texts

/// A store as its node tells of it: three lanes, and one of everything that doesn't fit.
struct OfficeFixture {
    var machines = Self.machines
    var shortages = Self.shortages
    var quarantine = Self.quarantine
    var hindrance: OversightHindrance?
    var unfinished: [UnfinishedChanges] = []
    /// What was done, reading apart.
    private(set) var done: [OversightWish] = []

    mutating func answer(_ wish: OversightWish, _ people: [Authority]) -> LaneAnswer {
        let needed = wish.permission ?? .editCatalogue
        guard people.contains(where: { $0.rights.allows(needed) }) else {
            return .refused(.needsApproval(needed))
        }
        if !wish.isReading {
            if let hindrance { return .oversight(.hindered(hindrance)) }
            done.append(wish)
        }
        switch wish {
        case .read(let page): return .oversight(.sheet(sheet(page)))
        case .invite: return .oversight(.invitation(Self.card))
        case .retryQuarantine:
            defer { quarantine = [] }
            return .oversight(.retried(before: UInt64(quarantine.count), after: 0))
        case .revoke(let id, _): set(id, .revoked)
        case .retire(let id): set(id, .retired)
        case .dormant(let id, let isDormant): set(id, isDormant ? .dormant : .active)
        case .archive(let id, let isArchive):
            for index in machines.indices where machines[index].id == id {
                machines[index].isArchive = isArchive
            }
        case .keep, .exclude: break
        }
        return .oversight(.done)
    }

    private mutating func set(_ id: Machine.ID, _ state: Machine.State) {
        for index in machines.indices where machines[index].id == id {
            machines[index].state = state
            if state == .revoked { machines[index].link = nil }
        }
    }

    private func sheet(_ page: OversightPage) -> OversightSheet {
        switch page {
        case .machines:
            .machines(
                machines, books: BooksOverview(unfinished: unfinished), onlyHere: 3,
                notices: [
                    MeshNotice(
                        text: Translation(
                            "a caller was refused: revoked", "192.168.7.66: rechazado: node.log"),
                        last: Shop.start, count: 12)
                ])
        case .drawers: .drawers(Self.drawers)
        case .conflicts: .conflicts(Self.conflicts)
        case .shortages: .shortages(shortages)
        case .quarantine: .quarantine(quarantine, all: quarantine.count)
        case .forks: .forks(Self.forks)
        case .shifts: .shifts(Self.shifts)
        }
    }

    // MARK: Values

    private static func key(_ number: UInt64) -> Bytes32 {
        Bytes32(Array(repeating: UInt8(truncatingIfNeeded: number), count: 32)) ?? .zero
    }

    static let now = LocalTime(Shop.start, offsetSeconds: 0)
    static let lastWeek = LocalTime(
        Shop.start.adding(milliseconds: -7 * 86_400_000), offsetSeconds: 0)

    static let machines = [
        Machine(
            id: Machine.ID(key(1)), name: "aaaaaaaa", lane: 3, label: "Front counter",
            isSteward: true, isOwn: true, heard: now),
        Machine(
            id: Machine.ID(key(2)), name: "bbbbbbbb", lane: 4, label: "Bakery",
            link: Machine.Link(
                address: "192.168.7.12:7447", roundTripMilliseconds: 2,
                clockOffsetMilliseconds: -1_300, behind: 12), heard: now),
        Machine(
            id: Machine.ID(key(3)), name: "cccccccc", lane: 5, label: "", state: .dormant,
            heard: lastWeek),
        Machine(
            id: Machine.ID(key(4)), name: "dddddddd", lane: nil, label: "Old till",
            state: .retired, heard: lastWeek),
    ]

    static let card = InvitationCard(
        line: "tillmesh1:" + String(repeating: "abcdefghij", count: 24), lane: 6, minutes: 10,
        picture: Array(repeating: String(repeating: "█▀▄ ", count: 17) + "█", count: 35))

    private static var report: DrawerReport {
        var report = DrawerReport(series: "014-04")
        report.firstReceipt = 1
        report.lastReceipt = 37
        report.sales = Tally(count: 37, amount: Money(812_40))
        report.tenders = [
            DrawerReport.Named(name: "cash", tally: Tally(count: 30, amount: Money(612_40)))
        ]
        report.float = Money(100_00)
        report.expectedCash = Money(712_40)
        report.grandTotal = Money(9_812_40)
        return report
    }

    private static let drawers = [
        DrawerOverview(
            lane: 4, businessDate: Shop.today, person: 7, standing: .open(report, since: now)),
        DrawerOverview(
            lane: 5, businessDate: Shop.today, person: 8,
            standing: .closed(
                DrawerClosing(
                    content: Shop.id(70), drawer: Shop.id(71), time: now, businessDate: Shop.today,
                    person: Shop.person(8).authority.person, denominations: [],
                    counted: Money(710_00), difference: Money(-2_40), zNumber: 12,
                    report: report))),
    ]

    private static func change(_ price: Int64, _ name: String) -> Fact {
        .itemChanged(
            ItemChange(
                content: Shop.id(80), version: 4, code: ItemCode("MILK"),
                item: Item(code: ItemCode("MILK"), name: name),
                prices: [
                    DatedPrice(
                        from: Instant(milliseconds: 0), price: UnitPrice(tenThousandths: price))
                ]))
    }

    private static let tie = [
        LogEntry(hash: key(21), lane: 4, kind: "item.changed", fact: change(18_900, "MILK 1L")),
        LogEntry(hash: key(22), lane: 3, kind: "item.changed", fact: change(19_900, "MILK 1 L")),
    ]

    private static let conflicts: [StoreConflict] = [
        .tie(tie), .content(tie),
        .overReturn(
            StoreConflict.OverReturned(
                number: ReceiptNumber(series: "014-04", number: 31), line: 2,
                item: "T-SHIRT BLUE M", sold: .one, returned: Quantity(units: 2))),
        .holdTwice(
            label: "Mrs Lee", recalls: 2,
            receipts: [
                ReceiptNumber(series: "014-03", number: 40),
                ReceiptNumber(series: "014-04", number: 32),
            ]),
        .unconfirmed(
            ReceiptNumber(series: "014-03", number: 41), paid: Money(21_19), lane: "lane 4"),
    ]

    static let shortages = [
        Shortage(
            item: ItemCode("MILK"), name: "MILK 1L", place: .shop, held: Quantity(units: -3),
            unit: .piece)
    ]

    static let quarantine = [
        QuarantineEntry(
            entry: LogEntry(
                hash: key(31), lane: 5, kind: "item.changed", fact: change(1_00, "MILK 1L")),
            sequence: 77, reason: .aboveCut),
        QuarantineEntry(
            entry: LogEntry(hash: key(32), lane: 4, kind: "kind 99", fact: nil), sequence: 5,
            reason: nil),
    ]

    private static let forks = [
        ForkOverview(
            log: "0a/bb/cc", lane: 5,
            branches: [
                ForkOverview.Branch(
                    head: key(41), sequence: 90, isExcluded: false, own: 2, last: tie),
                ForkOverview.Branch(
                    head: key(42), sequence: 95, isExcluded: true, own: 7, last: [tie[0]]),
            ])
    ]

    private static let shifts = [
        ShiftEntry(person: 7, kind: .clockIn, time: now, lane: 4),
        ShiftEntry(person: 8, kind: .clockOut, time: lastWeek, lane: 3),
    ]
}
