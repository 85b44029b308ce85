extension Bench {
    func sales(from base: String) throws(BenchmarkError) -> [Finding] {
        let work = path("work.db")
        let contest = Contest(
            ours: contender(part("sale", work), on: work, from: base),
            baseline: contender(
                baseline("rows", work, path("sales.rec")), on: work, from: base))
        let result = try contest.run()
        return [
            try finding(result, "p50", "durable signed sale, p50", .ratioAtMost(1.25)),
            try finding(result, "p99", "durable signed sale, p99", .ratioAtMost(0.7)),
            Finding(
                title: "  with ringing it on a basket, p50", unit: .microseconds,
                ours: median(
                    try result.ours.map { figures throws(BenchmarkError) in
                        try figures.value("whole") / 1000
                    })),
            memory("durable signed sale", result),
        ]
    }

    func batches(from base: String) throws(BenchmarkError) -> [Finding] {
        let work = path("work.db")
        let contest = Contest(
            ours: contender(part("batches", work), on: work, from: base),
            baseline: contender(
                baseline("rows", work, path("batches.rec")), on: work, from: base))
        let result = try contest.run()
        let tickets = Double(Sizes.batches * Sizes.ticketsPerBatch)
        return [
            try speed(
                result, tickets, "tickets in batches of \(Sizes.ticketsPerBatch)",
                .ratioAtLeast(0.6)),
            memory("batches", result),
        ]
    }

    /// A time in nanoseconds that both reported.
    func finding(
        _ result: Contest.Result, _ name: String, _ title: String, _ bound: Finding.Bound
    ) throws(BenchmarkError) -> Finding {
        let medians = try result.medians(name)
        return Finding(
            title: title, unit: .microseconds, ours: medians.ours / 1000,
            baseline: medians.baseline / 1000, ratio: try result.ratio(name), bound: bound)
    }

    /// Pieces a second, of a total time that both reported.
    func speed(
        _ result: Contest.Result, _ pieces: Double, _ title: String, _ bound: Finding.Bound
    ) throws(BenchmarkError) -> Finding {
        let medians = try result.medians("total")
        return Finding(
            title: title, unit: .perSecond, ours: pieces * 1e9 / medians.ours,
            baseline: pieces * 1e9 / medians.baseline, ratio: 1 / (try result.ratio("total")),
            bound: bound)
    }

    /// The most memory of our rounds.
    func memory(_ what: String, _ result: Contest.Result) -> Finding {
        Finding(
            title: "  peak memory, \(what)", unit: .megabytes,
            ours: Double(result.peakBytes) / 1e6)
    }
}
