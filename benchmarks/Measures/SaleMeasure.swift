import Node
import Replica
import Replication
import Retail

/// Durable signed sales one at a time, and in batches as `replay` writes them.
enum SaleMeasure {
    /// Makes the database from which every round starts, and records what its sales write.
    static func prepare(base: String, sales: String, batches: String, work: String) throws {
        FileBytes.removeDatabase(base)
        _ = try Till.found(base)
        try record(sales, from: base, in: work) { try sell(&$0, count: Sizes.sales) { _, _ in } }
        try record(batches, from: base, in: work) {
            try sellInBatches(&$0, count: batched)
        }
    }

    /// Records what a lane lacks that catches up.
    static func prepareLacked(base: String, recording: String, work: String) throws {
        try record(recording, from: base, in: work) {
            try sellInBatches(&$0, count: Sizes.lackedSales)
        }
    }

    /// Records what single sales write without a till's local rows, as a neighbour writes them.
    static func prepareHops(base: String, recording: String, work: String) throws {
        try record(recording, from: base, in: work) { till in
            var stream = SaleStream(till.shop)
            for _ in 0..<Sizes.hops { try till.commit([try stream.next()], now: stream.now) }
        }
    }

    /// Records some of a store's past and leaves the database as it is behind them.
    static func preparePast(
        work: String, recording: String, after start: Int, count: Int
    ) throws {
        var till = try Till.open(work)
        let recorder = StatementRecorder(till.store)
        var stream = SaleStream(till.shop)
        for _ in 0..<start { _ = try stream.next() }
        try ringBatches(&stream, count: count) { try till.commit($0, now: $1, signing: .last) }
        try FileBytes.write(try recorder.finish(), to: recording)
    }

    private static let batched = Sizes.batches * Sizes.ticketsPerBatch

    private static func record(
        _ recording: String, from base: String, in work: String, _ sell: (inout Till) throws -> Void
    ) throws {
        FileBytes.removeDatabase(work)
        try FileBytes.copy(base, to: work)
        var till = try Till.open(work)
        let recorder = StatementRecorder(till.store)
        try sell(&till)
        try FileBytes.write(try recorder.finish(), to: recording)
    }

    /// Reports what one sale takes from its receipt to its commit, and with ringing it.
    static func run(_ path: String) throws -> [(String, UInt64)] {
        var till = try Till.open(path)
        var commits: [UInt64] = []
        var wholes: [UInt64] = []
        try sell(&till, count: Sizes.sales) { ring, commit in
            commits.append(commit)
            wholes.append(ring + commit)
        }
        return Percentiles(commits).figures + [("whole", Percentiles(wholes)[50])]
    }

    private static func sell(
        _ till: inout Till, count: Int, _ note: (_ ring: UInt64, _ commit: UInt64) -> Void
    ) throws {
        var stream = SaleStream(till.shop)
        for number in 0..<count {
            let begun = monotonicNanoseconds()
            let fact = try stream.next()
            let rung = monotonicNanoseconds()
            try till.commit([fact], local: Till.localRows(number), now: stream.now)
            note(rung - begun, monotonicNanoseconds() - rung)
        }
    }

    /// Reports the time of all batches, ringing included: as `replay` does, one thread rings while
    /// another makes the batch before durable.
    static func runBatches(_ path: String) throws -> [(String, UInt64)] {
        let writer = BatchWriter(try Till.open(path))
        let total = try nanoseconds {
            try ringBatches(writer.till.shop, count: batched) { try writer.commit($0, now: $1) }
            try writer.finish()
        }
        return [("total", total)]
    }

    private static func sellInBatches(_ till: inout Till, count: Int) throws {
        try ringBatches(till.shop, count: count) { try till.commit($0, now: $1, signing: .last) }
    }

    private static func ringBatches(
        _ shop: ModelShop, count: Int, _ commit: (_ facts: [Fact], _ now: UInt64) throws -> Void
    ) throws {
        var stream = SaleStream(shop)
        try ringBatches(&stream, count: count, commit)
    }

    private static func ringBatches(
        _ stream: inout SaleStream, count: Int,
        _ commit: (_ facts: [Fact], _ now: UInt64) throws -> Void
    ) throws {
        for start in stride(from: 0, to: count, by: Sizes.ticketsPerBatch) {
            var facts: [Fact] = []
            for _ in start..<min(count, start + Sizes.ticketsPerBatch) {
                facts.append(try stream.next())
            }
            try commit(facts, stream.now)
        }
    }
}

/// A till on the writer's thread, one batch on its way at most.
// Unchecked: `till` and `failure` are touched on `thread`, or by its owner when it has ended.
private final class BatchWriter: @unchecked Sendable {
    private(set) var till: Till
    private var failure: (any Error)?
    private let thread = SerialThread(name: "writer")

    init(_ till: Till) { self.till = till }

    /// Hands a batch over once the one before is on disk.
    func commit(_ facts: [Fact], now: UInt64) throws {
        try finish()
        thread.run { [self] in
            do {
                try till.commit(facts, now: now, signing: .last)
            } catch {
                failure = error
            }
        }
    }

    func finish() throws {
        thread.wait {}
        if let failure { throw failure }
    }
}
