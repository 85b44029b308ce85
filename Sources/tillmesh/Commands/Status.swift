import CRDT
import Encoding
import Node
import Replica
import Replication
import Retail
import Storage
import Texts

extension Subcommand {
    static let status = Subcommand(
        path: ["status"], summary: "Print what this till holds and how it is.",
        options: [CommonOption.data, CommonOption.json]
    ) { arguments in
        let status = try StatusReport(Books.open(arguments))
        Output.line(arguments.has("json") ? status.json.text : status.text)
        return .success
    }
}

/// What `status` says, read at one moment.
struct StatusReport {
    private let books: Books
    private let summary: StoreSummary
    private let drawer: Desk.OpenDrawer?
    private let lastZ: DrawerClosing?
    private let waitingJobs: Int
    /// Publications that wait for their end, with their lanes' numbers.
    private let unfinished: [(lane: UInt8, publication: UnfinishedPublication)]
    private let databaseBytes: Int64
    /// The process that owns the data directory, where one answers.
    private let owner: ControlStatus?
    /// What of the lane's own rows and settings can't be read, each with what to do.
    private let problems: [String]
    /// What became of this member, by the decisions that are stored here.
    private let standing: MembersReport.State
    /// How that process stands among the store's lanes; nil: it takes no part in a mesh.
    private let mesh: MeshReport?
    /// Up to where every lane holds each log; nil: nobody runs who could say.
    private let stable: [MembersReport.StablePoint]?
    /// With what this lane began, while operations of the past still come.
    private let snapshot: SnapshotRecord?

    init(_ books: Books) throws {
        self.books = books
        let log = try books.ownLog()
        let reader = books.reader
        summary = try reader.summary()
        drawer = try reader.openDrawer(of: log)
        if let closing = try reader.closing(nil, of: log),
            case .drawerClosed(let closing) = try reader.fact(closing)?.fact
        {
            lastZ = closing
        } else {
            lastZ = nil
        }
        waitingJobs = try reader.local(.printJob).count
        unfinished = try Self.unfinished(books)
        snapshot = try reader.local(.counter, key: SnapshotRecord.key)
            .flatMap { SnapshotRecord($0) }
        databaseBytes = FileSystem.bytes(of: [
            books.directory.database, books.directory.database + "-wal",
        ])
        owner = Self.owner(books.directory)
        standing = try reader.standing(of: books.identity)
        problems =
            if let owner {
                owner.problems
            } else {
                try NodeProblem.all(reader, books.terms, of: books.identity).map(
                    \.message.wording.line)
            }
        (mesh, stable) = owner == nil ? (nil, nil) : Self.store(books.directory)
    }

    private static func store(
        _ directory: DataDirectory
    ) -> (MeshReport?, [MembersReport.StablePoint]?) {
        guard let client = try? ControlClient(directory, answerWithinSeconds: 2) else {
            return (nil, nil)
        }
        var found: (MeshReport?, [MembersReport.StablePoint]?) = (nil, nil)
        if case .mesh(let report) = try? client.ask(.mesh) { found.0 = report }
        if case .store(.members(let report)) = try? client.ask(.store(.members)) {
            found.1 = report.stable
        }
        return found
    }

    /// `alone` or `store`.
    private var link: String { mesh?.peers.isEmpty ?? true ? "alone" : "store" }

    /// Nobody owning the directory is no trouble.
    private static func owner(_ directory: DataDirectory) -> ControlStatus? {
        guard let client = try? ControlClient(directory, answerWithinSeconds: 2),
            case .status(let status) = try? client.ask(.status)
        else { return nil }
        return status
    }

    var json: JSON {
        let heads = summary.frontier.entries.map { entry in
            (
                entry.log.name,
                JSON.object([
                    ("seq", .unsigned(entry.head.seq)),
                    ("hash", .string(Hex.encode(entry.head.hash.bytes))),
                ])
            )
        }
        let holdings: [(String, JSON)] = [
            ("version", .string(Subcommand.releaseVersion)),
            ("store", .string(books.identity.storeNumber)),
            ("lane", .integer(Int64(books.identity.lane))),
            ("training", .truth(books.identity.isTraining)),
            ("operations", .unsigned(summary.operationCount)), ("heads", .object(heads)),
            ("stateDigest", .string(Hex.encode(summary.stateDigest.bytes))),
            ("frontierDigest", .string(Hex.encode(summary.frontierDigest.bytes))),
            ("drawerOpenSince", drawer.map { .string(CivilDate($0.businessDate).iso) } ?? .null),
            ("lastZ", lastZ.map { .integer(Int64($0.zNumber)) } ?? .null),
            ("printJobsWaiting", .integer(Int64(waitingJobs))),
            ("databaseBytes", .integer(databaseBytes)),
        ]
        return .object(holdings + store + care)
    }

    private static func unfinished(
        _ books: Books
    ) throws -> [(lane: UInt8, publication: UnfinishedPublication)] {
        let found = try books.reader.unfinishedPublications(limit: unfinishedMost)
        guard !found.isEmpty else { return [] }
        let numbers = try books.reader.membership(of: books.identity)
            .laneNumbers(of: books.identity.store)
        return found.map { (numbers[$0.log.author]?.lane ?? 0, $0) }
    }

    private static let unfinishedMost = 100

    private var unfinishedJSON: JSON {
        .array(
            unfinished.map { entry in
                .object([
                    ("publication", .string(Hex.encode(entry.publication.id.id.bytes))),
                    ("lane", entry.lane == 0 ? .null : .integer(Int64(entry.lane))),
                    ("parts", .integer(Int64(entry.publication.parts))),
                ])
            })
    }

    /// How it stands among the store's lanes.
    private var store: [(String, JSON)] {
        [
            ("standing", .string("\(standing)")), ("link", .string(link)),
            ("peers", mesh.map(\.peersJSON) ?? .array([])),
            ("clockOffsetMs", mesh?.clockOffsetMilliseconds.map { .integer($0) } ?? .null),
            ("unconfirmed", mesh.map { .unsigned($0.unconfirmed) } ?? .null),
            ("logsOutOfReach", mesh.map { .unsigned($0.outOfReach) } ?? .null),
            ("wantedAgain", mesh.map { .unsigned($0.wantedAgain) } ?? .null),
            ("wantedOutOfReach", mesh.map { .unsigned($0.wantedOutOfReach) } ?? .null),
            ("salesOnlyHere", mesh.map { .unsigned($0.salesOnlyHere) } ?? .null),
            (
                "stableFrontier",
                stable.map { .object($0.map { ($0.log.name, .unsigned($0.seq)) }) } ?? .null
            ),
            ("newLane", snapshot.map { newLane($0) } ?? .null),
            ("unfinishedPublications", unfinishedJSON),
        ]
    }

    private var care: [(String, JSON)] {
        [
            ("ownerProcess", owner.map { .integer(Int64($0.process)) } ?? .null),
            ("problems", .array(problems.map { .string($0) })),
            ("checkpointFailure", owner?.checkpointFailure.map { .string($0) } ?? .null),
        ]
    }

    /// How far a lane is that began with a snapshot.
    private func newLane(_ record: SnapshotRecord) -> JSON {
        let progress = record.progress(summary.frontier)
        return .object([
            ("phase", .string("\(record.phase)")),
            ("partsMissing", .integer(Int64(record.missing.count))),
            ("operations", .unsigned(progress.here)), ("of", .unsigned(progress.all)),
            ("maker", .string("\(record.offer.maker.short)")),
            ("checkedBy", record.checkedBy.map { .string("\($0.short)") } ?? .null),
        ])
    }

    var text: String {
        var rows = [
            ("version", Subcommand.releaseVersion),
            (
                "store",
                "\(books.identity.storeNumber), lane \(books.identity.lane)"
                    + (books.identity.isTraining ? ", TRAINING" : "")
            ),
            ("operations", "\(summary.operationCount)"),
            (
                "drawer",
                drawer.map { "open, business date \(CivilDate($0.businessDate).iso)" } ?? "closed"
            ),
            ("last Z", lastZ.map { "\($0.zNumber), \(DateFormat.iso($0.time))" } ?? "none"),
            ("to print", "\(waitingJobs)"),
            ("database", "\(databaseBytes / 1024) KiB"),
            ("owner", owner.map { "process \($0.process)" } ?? "none"),
        ]
        if standing != .active { rows.append(("standing", "\(standing)")) }
        rows.append(("link", link + (mesh.map { ", \($0.peers.count) linked" } ?? "")))
        if let mesh {
            if let offset = mesh.clockOffsetMilliseconds { rows.append(("clock", "\(offset) ms")) }
            rows.append(
                (
                    "only here", "\(mesh.salesOnlyHere) sales, \(mesh.unconfirmed) operations"
                ))
            if mesh.outOfReach > 0 {
                rows.append(
                    (
                        "missing",
                        "\(mesh.outOfReach) logs go on behind what is here: link an archive"
                    ))
            }
            if mesh.wantedAgain > 0 {
                let rest = mesh.wantedOutOfReach > 0 ? ": link an archive" : ""
                rows.append(
                    ("coming back", "\(mesh.wantedAgain) operations that were forgotten\(rest)"))
            }
        }
        for entry in unfinished {
            rows.append(
                (
                    "not ended",
                    "\(entry.publication.parts) changes that lane \(entry.lane) began: do it again"
                ))
        }
        if let stable {
            rows.append(("stable", "\(stable.reduce(0) { $0 + $1.seq }) operations everywhere"))
        }
        if let snapshot {
            let progress = snapshot.progress(summary.frontier)
            rows.append(("the past", "\(progress.here) of \(progress.all) operations are here"))
        }
        if let failure = owner?.checkpointFailure { rows.append(("checkpoint", failure)) }
        rows += problems.map { ("problem", $0) }
        rows.append(("state", Hex.encode(summary.stateDigest.bytes)))
        rows.append(("frontier", Hex.encode(summary.frontierDigest.bytes)))
        for entry in summary.frontier.entries {
            rows.append(("log", "\(entry.log.name)  \(entry.head.seq)"))
        }
        return rows.map { "\(Help.pad($0.0, 12))\($0.1)" }.joined(separator: "\n")
    }
}
