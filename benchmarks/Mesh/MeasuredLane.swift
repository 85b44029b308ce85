import Glibc
import Node
import Replication
import Retail
import Storage

/// One lane of a measured store, in a process of its own: the real node, told by lines what to do.
///
/// Each line is answered by lines `name value` and one with a dot.
final class MeasuredLane {
    private let node: RunningNode
    private let mesh: MeshService
    private let person: PersonID
    private var stream: SaleStream
    private var begun: [UInt64] = []
    private var committed: [UInt64] = []

    /// - Parameter words: the data directory, then where other lanes are met.
    /// - Throws: what opening the lane, or a command, was refused with.
    static func run(_ words: [String]) throws {
        guard let path = words.first else { throw BenchmarkError.usage("mesh-lane DIRECTORY …") }
        CommitWatch.begin()
        let lane = try MeasuredLane(path, peers: Array(words.dropFirst()))
        while let line = readLine() {
            guard line != "end" else { break }
            let figures = try lane.obey(line.split(separator: " ").map(String.init))
            FileBytes.tell((figures.map { "\($0.0) \($0.1)" } + ["."]).joined(separator: "\n"))
        }
        lane.mesh.close()
        lane.node.close()
    }

    private init(_ path: String, peers: [String]) throws {
        node = try RunningNode(DataDirectory(path))
        stream = try SaleStream(of: node)
        person = try StoreFounding.admin(of: node)
        mesh = try StoreFounding.service(of: node, peers: peers)
        for address in mesh.addresses { FileBytes.tell("listening \(address)") }
    }

    private func obey(_ words: [String]) throws -> [(String, UInt64)] {
        let numbers = words.dropFirst().compactMap { UInt64($0) }
        switch (words.first, numbers.count) {
        case ("sell", 2):
            try sell(numbers[0], pauseMicroseconds: numbers[1])
            return []
        case ("fill", 1):
            try fill(numbers[0])
            return []
        case ("invite", 0) where words.count == 2:
            let line = try mesh.invite(Guest(lane: 0, label: "", roles: [.lane])).line
            try FileBytes.write(Array(line.utf8), to: words[1])
            return []
        case ("met", 1):
            wait { mesh.report.peers.count >= numbers[0] && mesh.report.missing == 0 }
            return []
        case ("holds", 1):
            wait { node.books.operations >= numbers[0] }
            return [("at", monotonicNanoseconds())]
        case ("figures", 0): return try figures()
        case ("times", 0): return times()
        case _: throw BenchmarkError.usage(words.joined(separator: " "))
        }
    }

    /// Sells one model sale after the other, each durable by itself.
    private func sell(_ count: UInt64, pauseMicroseconds pause: UInt64) throws {
        for _ in 0..<count {
            let fact = try stream.next()
            // A customer's pace: nothing is waited for.
            poll(nil, 0, Int32(pause / 1000))
            begun.append(monotonicNanoseconds())
            try node.recordAndWait([fact], by: person)
            committed.append(monotonicNanoseconds())
        }
    }

    private func fill(_ count: UInt64) throws {
        var left = Int(count)
        while left > 0 {
            var facts: [Fact] = []
            for _ in 0..<min(left, Sizes.ticketsPerBatch) { facts.append(try stream.next()) }
            left -= facts.count
            try node.recordAndWait(facts, by: person)
        }
    }

    private func wait(until isSo: () -> Bool) {
        while !isSo() { mesh.awaitNews(milliseconds: 20) }
    }

    private func figures() throws -> [(String, UInt64)] {
        let traffic = Traffic.ofThisProcess
        let report = mesh.report
        return [
            ("sent", traffic.sent), ("received", traffic.received),
            ("operations", node.books.operations), ("delivered", report.delivered),
            ("peers", UInt64(report.peers.count)), ("unconfirmed", report.unconfirmed),
            ("resident", try ProcessFacts.memory("VmRSS", of: getpid())),
            ("peak", try ProcessFacts.memory("VmHWM", of: getpid())),
        ]
    }

    /// When sales began and were on disk here, and when operations of others were, since last time.
    private func times() -> [(String, UInt64)] {
        defer { (begun, committed) = ([], []) }
        let stored = CommitWatch.take().flatMap { commit in
            repeatElement(("stored", commit.ended), count: commit.operations)
        }
        return begun.map { ("begun", $0) } + committed.map { ("committed", $0) } + stored
    }
}

extension SaleStream {
    /// Sales that follow a lane's last receipt.
    init(of node: RunningNode) throws {
        let last = try node.makeReader().lastNumber(in: node.series)
        // A content id never comes twice: the seed is this lane's, and that of its next receipt.
        self.init(
            try ModelShop(), series: node.series, after: last,
            seed: UInt64(node.lane) << 32 | UInt64(last))
    }
}
