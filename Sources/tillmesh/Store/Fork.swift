import CRDT
import Encoding
import Node
import Replica
import Replication
import Storage

extension Subcommand {
    static let forkList = Subcommand(
        path: ["fork", "list"], summary: "List logs that two machines went on with.",
        details: """
            The cause is nearly always a cloned disk, and what was sold on either counts. A steward
            may leave branches out: `fork exclude`. Exits 1 where there is one.
            """,
        options: [CommonOption.data, CommonOption.json]
    ) { arguments in
        let books = try Books.open(arguments)
        let forks = try ForkedLog.all(in: books)
        for fork in forks { Output.line(arguments.has("json") ? fork.json.text : fork.text) }
        if forks.isEmpty && !arguments.has("json") { Output.line("No log is forked.") }
        return forks.isEmpty ? .success : .failure
    }

    static let forkShow = Subcommand(
        path: ["fork", "show"], summary: "List what stands on each branch of a forked log.",
        operands: [Operand(name: "LOG", help: "The log's name, or the beginning of it.")],
        options: [
            CommonOption.data, .value("limit", "N", "At most N operations a branch (50)."),
            CommonOption.json,
        ]
    ) { arguments in
        let limit = Int(try arguments.integer("limit", in: 1...1_000_000) ?? 50)
        let books = try Books.open(arguments)
        let log = try books.log(named: arguments.operands[0])
        let fork = try ForkedLog.one(log, in: books)
        let list = try LogList(books, asJSON: arguments.has("json"))
        for branch in fork.branches {
            if !arguments.has("json") {
                Output.line("branch to \(Hex.encode(branch.head.hash.bytes))")
            }
            for signed in branch.own.suffix(limit) { list.show(signed) }
        }
        return .success
    }
}

/// A log with more than one end.
struct ForkedLog {
    struct Branch {
        let head: LogPoint
        /// The operations that no other branch has, ascending.
        let own: [SignedOperation]
    }

    let log: LogID
    /// By head, ascending.
    let branches: [Branch]
    /// The heads that each `fork.adopted` names which is here, in the order of its stamp.
    let adopted: [[Bytes32]]

    static func all(in books: Books) throws -> [ForkedLog] {
        let heads = Dictionary(grouping: try books.reader.heads(), by: \.log)
        return try heads.keys.sorted().filter { (heads[$0]?.count ?? 0) > 1 }.map {
            try one($0, in: books)
        }
    }

    static func one(_ log: LogID, in books: Books) throws -> ForkedLog {
        let heads = try books.reader.heads().filter { $0.log == log }
        guard heads.count > 1 else {
            throw Failure(.noInput, "the log \(log.name) isn't forked")
        }
        var operations: [Bytes32: SignedOperation] = [:]
        try books.reader.forEach(of: log) { signed in
            operations[signed.hash] = signed
            return true
        }
        let chains = heads.map { Self.chain(to: $0.hash, operations) }
        let branches = heads.indices.map { index in
            let others = Set(
                chains.indices.filter { $0 != index }.flatMap { chains[$0].map(\.hash) })
            return Branch(
                head: LogPoint(seq: heads[index].seq, hash: heads[index].hash),
                own: chains[index].filter { !others.contains($0.hash) })
        }
        return ForkedLog(
            log: log, branches: branches.sorted { $0.head < $1.head },
            adopted: try decisions(on: log, books))
    }

    private static func chain(
        to head: Bytes32, _ operations: [Bytes32: SignedOperation]
    ) -> [SignedOperation] {
        var chain: [SignedOperation] = []
        var next = operations[head]
        while let signed = next {
            chain.append(signed)
            next = operations[signed.operation.prev]
        }
        return chain.reversed()
    }

    private static func decisions(on log: LogID, _ books: Books) throws -> [[Bytes32]] {
        var found: [(hlc: HLC, heads: [Bytes32])] = []
        let control = books.identity.store.control
        let logs = Set(try books.reader.heads().map(\.log)).filter { $0.scope == control }
        for decider in logs.sorted() {
            try books.reader.forEach(of: decider) { signed in
                if signed.operation.kind == Kind.forkAdopted.rawValue,
                    let adopted = try? ForkAdopted(decoding: signed.operation.payload),
                    adopted.log == log
                {
                    found.append((signed.operation.hlc, adopted.heads))
                }
                return true
            }
        }
        return found.sorted { $0.hlc < $1.hlc }.map(\.heads)
    }

    var text: String {
        let rows = branches.map { branch in
            "  \(Hex.encode(branch.head.hash.bytes))  to \(branch.head.seq), "
                + "\(branch.own.count) operations of its own"
        }
        let words = adopted.map { heads in
            "  a steward lets count only what leads to "
                + heads.map { Hex.encode($0.bytes.prefix(6)) }.joined(separator: ", ")
        }
        return ([log.name] + rows + words).joined(separator: "\n")
    }

    var json: JSON {
        .object([
            ("log", .string(log.name)),
            (
                "branches",
                .array(
                    branches.map { branch in
                        .object([
                            ("head", .string(Hex.encode(branch.head.hash.bytes))),
                            ("seq", .unsigned(branch.head.seq)),
                            ("own", .integer(Int64(branch.own.count))),
                        ])
                    })
            ),
            (
                "adopted",
                .array(
                    adopted.map { heads in
                        .array(heads.map { .string(Hex.encode($0.bytes)) })
                    })
            ),
        ])
    }
}
