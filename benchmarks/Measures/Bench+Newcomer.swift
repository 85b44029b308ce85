/// A new lane of a store with a long past.
extension Bench {
    /// Newcomers, one a round; each takes a turn with the baseline.
    private static let rounds = 3
    /// Sales of one recording: what is in memory at once.
    private static let recordedSales = 100_000

    func newcomer(from base: String) throws(BenchmarkError) -> [Finding] {
        let folder = path("newcomers")
        _ = try part("store-base", folder, "2").run()
        let parts = try record(from: base)
        let store = MeasuredStore(program, folder)
        try store.start(1...1)
        try store.lane(1).ask("fill \(newcomerOperations)")
        try store.start(2...2)
        try store.settle()
        var rounds: [Figures] = []
        var plain: [Double] = []
        for round in 0..<Self.rounds {
            let all = try store.lane(1).figures()["operations"] ?? 0
            let figures = try join(store, "\(folder)/new-\(round)")
            guard try figures.value("operations") >= Double(all) else {
                throw .figure(program: "newcomer", line: "it hasn't everything")
            }
            rounds.append(figures)
            plain.append(try insert(parts, from: base))
        }
        try store.end()
        return try findings(rounds, plain)
    }

    /// The rows that the store's past comes to, as many recordings as it takes.
    private func record(from base: String) throws(BenchmarkError) -> [String] {
        let work = path("work.db")
        FileBytes.removeDatabase(work)
        try FileBytes.copy(base, to: work)
        var parts: [String] = []
        for start in stride(from: 0, to: newcomerOperations, by: Self.recordedSales) {
            let sales = min(Self.recordedSales, newcomerOperations - start)
            let recording = path("past-\(parts.count).rec")
            _ = try part("past", work, recording, "\(start)", "\(sales)").run()
            parts.append(recording)
        }
        FileBytes.removeDatabase(work)
        return parts
    }

    private func join(
        _ store: MeasuredStore, _ directory: String
    ) throws(BenchmarkError) -> Figures {
        let card = directory + ".card"
        try store.lane(1).ask("invite \(card)")
        let peers = try [store.lane(1).address, store.lane(2).address]
        return try part("newcomer", directory, card, peers[0], peers[1]).run()
    }

    /// Nanoseconds that plain C takes to write the same rows, 64 sales a transaction.
    private func insert(_ parts: [String], from base: String) throws(BenchmarkError) -> Double {
        let work = path("work.db")
        FileBytes.removeDatabase(work)
        try FileBytes.copy(base, to: work)
        var total = 0.0
        for recording in parts {
            total += try baseline("rows", work, recording).run().value("total")
        }
        FileBytes.removeDatabase(work)
        return total
    }

    private func findings(
        _ rounds: [Figures], _ plain: [Double]
    ) throws(BenchmarkError) -> [Finding] {
        func all(_ name: String) throws(BenchmarkError) -> [Double] {
            try rounds.map { (round) throws(BenchmarkError) in try round.value(name) }
        }
        let whole = try all("whole")
        let past = "\(newcomerOperations) operations"
        return [
            Finding(
                title: "a new lane of a store with \(past) sells", unit: .milliseconds,
                ours: median(try all("sold")) / 1e6, bound: .atMost(5000)),
            Finding(
                title: "  of which until others agreed with its snapshot", unit: .milliseconds,
                ours: median(try all("agreed")) / 1e6),
            Finding(
                title: "  and has everything", unit: .milliseconds, ours: median(whole) / 1e6,
                baseline: median(plain) / 1e6, ratio: median(zip(whole, plain).map { $0 / $1 }),
                bound: .ratioAtMost(2)),
        ]
    }
}
