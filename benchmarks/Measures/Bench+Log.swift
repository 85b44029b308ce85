extension Bench {
    /// Leaves the database with the sales for ``chain()``.
    func size(from base: String) throws(BenchmarkError) -> [Finding] {
        let work = path("work.db")
        FileBytes.removeDatabase(work)
        try FileBytes.copy(base, to: work)
        let figures = try part("size", work).run()
        let sales = Double(Sizes.storedSales)
        return [
            Finding(
                title: "\(Sizes.storedSales) sales on disk, read model and indexes",
                unit: .megabytes, ours: try figures.value("file") / 1e6, bound: .atMost(15)),
            Finding(
                title: "the log alone, a sale", unit: .bytes,
                ours: try figures.value("log") / sales, bound: .atMost(350)),
        ]
    }

    func chain() throws(BenchmarkError) -> [Finding] {
        let bodies = path("chain")
        _ = try part("chain-base", bodies).run()
        let contest = Contest(
            ours: contender(part("chain", bodies)),
            baseline: contender(baseline("hashes", bodies)))
        let result = try contest.run()
        let stored = try part("chain-from-database", path("work.db")).run()
        return [
            try speed(
                result, Double(Sizes.operations), "operations verified from memory",
                .ratioAtLeast(0.6)),
            Finding(
                title: "operations verified from the database", unit: .perSecond,
                ours: try stored.value("operations") * 1e9 / stored.value("total")),
        ]
    }
}
