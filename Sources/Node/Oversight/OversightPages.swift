import CRDT
import Encoding
import Replica
import Replication
import Retail
import Storage
import Texts

/// Reads the pages of ``Oversight`` out of the books and the mesh's report.
struct OversightPages {
    private let node: RunningNode
    private let reader: ShopReader

    /// As many as somebody goes through on a screen; commands list all.
    private static let entriesMost = 200
    /// Publications that aren't ended, as many as the page has lines for.
    private static let unfinishedMost = 4
    /// Of a branch.
    private static let branchEntriesMost = 12

    init(_ node: RunningNode, _ reader: ShopReader) {
        self.node = node
        self.reader = reader
    }

    func sheet(
        _ page: OversightPage, mesh: MeshService?
    ) throws(StorageError) -> OversightSheet {
        switch page {
        case .machines: try machines(mesh)
        case .drawers: .drawers(try drawers())
        case .conflicts: .conflicts(try conflicts())
        case .shortages: .shortages(try shortages())
        case .quarantine: try quarantine()
        case .forks: .forks(try forks())
        case .shifts: .shifts(try shifts())
        }
    }

    // MARK: Machines

    private func machines(_ mesh: MeshService?) throws(StorageError) -> OversightSheet {
        let members = try node.onWriter { register in
            Result { () throws(StorageError) in try register.members() }
        }.get()
        let report = mesh?.report ?? MeshReport()
        let zone = node.terms.zone
        return .machines(
            members.members.map { member in
                let peer = report.peers.first { $0.node == member.node }
                return Machine(
                    id: Machine.ID(member.node.key), name: String(member.node.short),
                    lane: member.lane, label: member.label,
                    isSteward: member.roles.contains { $0 == .steward || $0 == .rootOfStore },
                    isArchive: member.isArchive, state: Machine.State(member.state),
                    isOwn: member.node == members.own,
                    link: peer.map(Machine.Link.init),
                    heard: member.lastHeardMilliseconds.map {
                        zone.local(Instant(milliseconds: Int64(clamping: $0)))
                    })
            }.sorted {
                ($0.lane ?? .max, $0.label, $0.name) < ($1.lane ?? .max, $1.label, $1.name)
            },
            books: BooksOverview(
                members.retention, in: zone, report, unfinished: try unfinished(in: zone)),
            onlyHere: report.unconfirmed,
            notices: mesh?.node.journal.notices ?? [])
    }

    /// What somebody began to publish and didn't end.
    private func unfinished(in zone: Zone) throws(StorageError) -> [UnfinishedChanges] {
        let lanes = try lanes()
        var found: [UnfinishedChanges] = []
        for publication in try reader.unfinishedPublications(limit: Self.unfinishedMost) {
            let last = try reader.operations(
                of: publication.log, from: publication.lastSeq, limit: 1
            ).first { $0.operation.seq == publication.lastSeq }
            found.append(
                UnfinishedChanges(
                    lane: lanes[publication.log] ?? 0, count: publication.parts,
                    last: last.map {
                        zone.local(
                            Instant(milliseconds: Int64(clamping: $0.operation.hlc.milliseconds)))
                    }))
        }
        return found
    }

    /// The lanes' numbers by their logs.
    private func lanes() throws(StorageError) -> [LogID: UInt8] {
        node.lanes(of: Array(Set(try reader.heads().map(\.log))))
    }

    private func lane(
        of content: ContentID, _ lanes: [LogID: UInt8]
    ) throws(StorageError) -> UInt8 {
        try reader.log(of: content).flatMap { lanes[$0] } ?? 0
    }

    private func number(of person: PersonID) throws(StorageError) -> UInt32 {
        try reader.person(person)?.number ?? 0
    }

    // MARK: Drawers and shifts

    private func drawers() throws(StorageError) -> [DrawerOverview] {
        let lanes = try lanes()
        var found: [DrawerOverview] = []
        for content in try reader.openDrawers(limit: Self.entriesMost) {
            guard case .drawerOpened(let opening) = try reader.fact(content)?.fact else { continue }
            let lane = try lane(of: content, lanes)
            let series = SeriesName.plain(store: node.storeNumber, lane: lane)
            let report = try reader.openReport(
                of: content, in: series, settings: node.terms.settings)
            guard let report else { continue }
            found.append(
                DrawerOverview(
                    lane: lane, businessDate: opening.businessDate,
                    person: try number(of: opening.person),
                    standing: .open(report, since: opening.time)))
        }
        for content in try reader.closings(limit: Self.entriesMost) {
            guard case .drawerClosed(let closing) = try reader.fact(content)?.fact else { continue }
            found.append(
                DrawerOverview(
                    lane: try lane(of: content, lanes), businessDate: closing.businessDate,
                    person: try number(of: closing.person), standing: .closed(closing)))
        }
        return found
    }

    private func shifts() throws(StorageError) -> [ShiftEntry] {
        let lanes = try lanes()
        var found: [ShiftEntry] = []
        for content in try reader.clockEntries(limit: Self.entriesMost) {
            guard case .clocked(let entry) = try reader.fact(content)?.fact else { continue }
            found.append(
                ShiftEntry(
                    person: try number(of: entry.person), kind: entry.kind, time: entry.time,
                    lane: try lane(of: content, lanes)))
        }
        return found
    }

    // MARK: What doesn't fit

    private func conflicts() throws(StorageError) -> [StoreConflict] {
        let (lanes, limit) = (try lanes(), Self.entriesMost)
        var found = try reader.registerTies(limit: limit).map { tie in
            StoreConflict.tie(tie.operations.map { Self.entry($0, lanes) })
        }
        found += try reader.contradictions(limit: limit).map { content in
            .content(content.operations.map { Self.entry($0, lanes) })
        }
        for line in try reader.overReturns(limit: limit) {
            found.append(.overReturn(try overReturned(line)))
        }
        found += try reader.twiceFinishedHolds(limit: limit).map { hold in
            .holdTwice(label: hold.label, recalls: hold.recalls, receipts: hold.receipts)
        }
        for content in try reader.unconfirmedReturns(limit: limit) {
            guard case .receiptCompleted(let receipt) = try reader.fact(content)?.fact else {
                continue
            }
            let marks = receipt.events.filter { $0.kind == .returnUnconfirmed }
            found.append(
                .unconfirmed(
                    receipt.number, paid: -marks.map(\.amount).sum(),
                    lane: marks.compactMap(\.text).first ?? ""))
        }
        return found
    }

    private func overReturned(
        _ line: OverReturn
    ) throws(StorageError) -> StoreConflict.OverReturned {
        var item = ""
        if case .receiptCompleted(let receipt) = try reader.fact(line.receipt)?.fact,
            receipt.lines.indices.contains(Int(line.line))
        {
            item = receipt.lines[Int(line.line)].name
        }
        return StoreConflict.OverReturned(
            number: line.number, line: line.line &+ 1, item: item, sold: line.sold,
            returned: line.returned)
    }

    private static func entry(_ signed: SignedOperation, _ lanes: [LogID: UInt8]) -> LogEntry {
        let operation = signed.operation
        return LogEntry(
            hash: signed.hash, lane: lanes[operation.log] ?? 0, kind: operation.named.name,
            fact: try? Fact.decode(kind: operation.kind, payload: operation.payload))
    }

    private func shortages() throws(StorageError) -> [Shortage] {
        var found: [Shortage] = []
        for task in try reader.recountTasks(limit: Self.entriesMost) {
            found.append(
                Shortage(
                    item: task.item, name: task.name ?? "", place: task.place, held: task.held,
                    unit: try reader.item(task.item)?.unit ?? .piece))
        }
        return found
    }

    private func quarantine() throws(StorageError) -> OversightSheet {
        let lanes = try lanes()
        return .quarantine(
            try reader.quarantine(limit: Self.entriesMost).map { found in
                QuarantineEntry(
                    entry: Self.entry(found.signed, lanes), sequence: found.id.seq,
                    reason: found.reason.flatMap { QuarantineText(rawValue: $0.rawValue) })
            }, all: try reader.quarantineCounts().reduce(0) { $0 + $1.count })
    }

    private func forks() throws(StorageError) -> [ForkOverview] {
        let lanes = try lanes()
        return try ForkedLog.all(in: reader).map { fork in
            let counting = fork.counting
            return ForkOverview(
                log: fork.log.name, lane: lanes[fork.log] ?? 0,
                branches: fork.branches.map { branch in
                    ForkOverview.Branch(
                        head: branch.head.hash, sequence: branch.head.seq,
                        isExcluded: !counting.contains(branch.head.hash), own: branch.own.count,
                        last: branch.own.suffix(Self.branchEntriesMost).reversed()
                            .map { Self.entry($0, lanes) })
                })
        }
    }
}

extension BooksOverview {
    fileprivate init(
        _ retention: Retention, in zone: Zone, _ report: MeshReport,
        unfinished: [UnfinishedChanges]
    ) {
        self.init(
            days: retention.days, hasArchive: retention.hasArchive,
            forgottenUpTo: retention.throughMilliseconds.map {
                zone.local(Instant(milliseconds: Int64(clamping: $0)))
            }, wantedAgain: retention.wantedAgain,
            isWantedOutOfReach: report.wantedOutOfReach > 0, outOfReach: report.outOfReach,
            unfinished: unfinished)
    }
}

extension Machine.State {
    fileprivate init(_ state: MembersReport.State) {
        self =
            switch state {
            case .active: .active
            case .dormant: .dormant
            case .retired: .retired
            case .revoked: .revoked
            case .rotated: .rotated
            }
    }
}

extension Machine.Link {
    fileprivate init(_ peer: MeshReport.Peer) {
        self.init(
            address: peer.address, roundTripMilliseconds: peer.roundTripMilliseconds,
            clockOffsetMilliseconds: peer.clockOffsetMilliseconds, behind: peer.behind)
    }
}
