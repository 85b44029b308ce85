import CRDT
import Encoding
import Node
import Replica
import Replication
import Storage

extension Subcommand {
    static let salvage = Subcommand(
        path: ["salvage"], summary: "Let honest operations count that a revocation cut off.",
        details: """
            LOG is a log's name, or its beginning. Without PICK everything of it that is in
            quarantine is salvaged; a PICK is a sequence (7), a range of them (7-12), or the
            beginning of a hash.
            """,
        operands: [
            Operand(name: "LOG", help: "Of which log."),
            Operand(
                name: "PICK", help: "Which operations of it.", isRequired: false, isRepeated: true),
        ],
        options: StoreDoor.options + [.value("reason", "TEXT", "Why; it stands in the log.")]
    ) { arguments in
        let reason = try arguments.text("reason", most: 60)
        let books = try Books.open(arguments)
        let log = try books.log(named: arguments.operands[0])
        let points = try picked(Array(arguments.operands.dropFirst()), of: log, books)
        return try StoreDoor.decide(.salvage(log, points, reason: reason), arguments)
    }

    private static func picked(
        _ picks: [String], of log: LogID, _ books: Books
    ) throws -> [LogPoint] {
        var points: [LogPoint] = []
        var last: OperationID?
        while true {
            let page = try books.reader.quarantine(after: last, limit: 1000)
            for entry in page where entry.id.log == log {
                let isPicked = try picks.isEmpty || picks.contains { try fits($0, entry.id) }
                if isPicked { points.append(LogPoint(seq: entry.id.seq, hash: entry.id.hash)) }
            }
            guard let end = page.last else { break }
            last = end.id
        }
        guard !points.isEmpty else {
            throw Failure(.noInput, "nothing of this log is in quarantine that fits")
        }
        guard points.count <= StoreDecision.salvagedMax else {
            throw Failure(
                .usage,
                "\(points.count) operations are more than the \(StoreDecision.salvagedMax) that "
                    + "one salvage names: give ranges")
        }
        return points
    }

    private static func fits(_ pick: String, _ id: OperationID) throws(Failure) -> Bool {
        let ends = pick.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        if ends.count == 2, let low = UInt64(ends[0]), let high = UInt64(ends[1]) {
            return low <= id.seq && id.seq <= high
        }
        if pick.count <= 10, let seq = UInt64(pick) { return id.seq == seq }
        guard pick.count >= 6, pick.allSatisfy(\.isHexDigit) else {
            throw Failure(
                .usage, "salvage: '\(pick)' is no sequence, range, or hash of 6 digits or more")
        }
        return Hex.encode(id.hash.bytes).hasPrefix(pick.lowercased())
    }

    static let quarantineRetry = Subcommand(
        path: ["quarantine", "retry"],
        summary: "Look at everything in quarantine again, and apply what counts now.",
        details: "It happens by itself whenever a verdict changes; this is for after a repair.",
        options: [CommonOption.data, CommonOption.json]
    ) { arguments in
        guard case .retried(let before, let after) = try StoreDoor.ask(.retryQuarantine, arguments)
        else { throw Failure(.software, "another question's answer") }
        Output.line(
            arguments.has("json")
                ? JSON.object([("before", .unsigned(before)), ("after", .unsigned(after))]).text
                : "\(before) operations didn't count; \(after) don't now.")
        return .success
    }

    static let forkExclude = Subcommand(
        path: ["fork", "exclude"], summary: "Leave branches of a forked log out.",
        details: """
            HEAD is the beginning of a branch's last hash, as `fork list` gives it. What stands on
            the other branches goes on counting, what stands on these alone is put into quarantine.
            A later exclusion takes the place of this one.
            """,
        operands: [
            Operand(name: "LOG", help: "The log's name, or the beginning of it."),
            Operand(name: "HEAD", help: "The branch to leave out.", isRepeated: true),
        ],
        options: StoreDoor.options
    ) { arguments in
        let books = try Books.open(arguments)
        let log = try books.log(named: arguments.operands[0])
        let heads = try ForkedLog.one(log, in: books).branches.map(\.head.hash)
        let wanted = arguments.operands.dropFirst().map { $0.lowercased() }
        let left = heads.filter { head in
            !wanted.contains { Hex.encode(head.bytes).hasPrefix($0) }
        }
        guard heads.count - left.count == wanted.count, !left.isEmpty else {
            throw Failure(
                .usage, "fork exclude: each HEAD must name one branch, and one must be left")
        }
        return try StoreDoor.decide(.adopt(log, heads: left), arguments)
    }
}
