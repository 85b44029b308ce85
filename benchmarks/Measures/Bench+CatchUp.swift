/// Lanes that lack much: how fast they take it, and what a cashier at one of them waits for.
extension Bench {
    func catchUp(from base: String) throws(BenchmarkError) -> [Finding] {
        try foundStore()
        _ = try part("lacked-base", base, path("lacked.rec"), path("work.db")).run()
        let store = MeasuredStore(program, path("store"))
        try store.start(1...1)
        try store.lane(1).ask("fill \(Sizes.lackedSales)")
        var findings = [try application(store, from: base)]
        try store.lane(1).ask("fill \(Sizes.moreLackedSales)")
        findings += try selling(store)
        try store.end()
        return findings + [try queues(store)]
    }

    /// One lane a round, since each of them lacks it once.
    private func application(
        _ store: MeasuredStore, from base: String
    ) throws(BenchmarkError) -> Finding {
        let work = path("work.db")
        let all = try store.lane(1).figures()["operations"] ?? 0
        var (ours, plain): ([Double], [Double]) = ([], [])
        for number in Sizes.lackingLanes {
            let lane = try store.start(number)
            let begun = monotonicNanoseconds()
            let ended = try lane.ask("holds \(all)").first?.value ?? begun
            ours.append(Double(ended - begun))
            try store.end(number)
            FileBytes.removeDatabase(work)
            try FileBytes.copy(base, to: work)
            plain.append(try baseline("rows", work, path("lacked.rec")).run().value("total"))
        }
        let sales = Double(Sizes.lackedSales) * 1e9
        return Finding(
            title: "\(Sizes.lackedSales) lacking sales applied", unit: .perSecond,
            ours: sales / median(ours), baseline: sales / median(plain),
            ratio: median(zip(ours, plain).map { $1 / $0 }), bound: .ratioAtLeast(0.6))
    }

    /// A cashier sells on a lane that catches up.
    private func selling(_ store: MeasuredStore) throws(BenchmarkError) -> [Finding] {
        let directory = "\(path("store"))/\(Sizes.storeLanes)"
        let figures = try part(
            "catching-lane", tillmesh, directory, try store.lane(1).address
        ).run()
        let all = Double(try store.lane(1).figures()["operations"] ?? 0)
        guard try figures.value("operations") < all else {
            throw .figure(program: "catching-lane", line: "all was there before the last sale")
        }
        let bounds: [(String, String, Finding.Bound)] = [
            ("scan-p50", "scan to bytes on the terminal while catching up, p50", .none),
            ("scan-p99", "scan to bytes on the terminal while catching up, p99", .atMost(5)),
            ("print-p50", "last key to first printer byte while catching up, p50", .none),
            ("print-p99", "last key to first printer byte while catching up, p99", .atMost(20)),
        ]
        return try bounds.map { (name, title, bound) throws(BenchmarkError) in
            Finding(
                title: title, unit: .milliseconds, ours: try figures.value(name) / 1e6,
                bound: bound)
        }
    }

    /// What a lane's memory grows by while it serves two that lack everything.
    private func queues(_ store: MeasuredStore) throws(BenchmarkError) -> Finding {
        try store.start(1...1)
        let lane = try store.lane(1)
        let (all, idle) = try (lane.figures()["operations"] ?? 0, lane.figures()["resident"] ?? 0)
        for number in Sizes.servedLanes { _ = try store.start(number) }
        for number in Sizes.servedLanes { try store.lane(number).ask("holds \(all)") }
        let peak = try lane.figures()["peak"] ?? 0
        try store.end()
        return Finding(
            title: "memory that serving two lanes takes, queues included", unit: .megabytes,
            ours: Double(peak) / 1e6 - Double(idle) / 1e6, bound: .atMost(Double(16 << 20) / 1e6))
    }

    /// A commit in a store of fifty, beside one in a store of two.
    func known() throws(BenchmarkError) -> [Finding] {
        for (name, lanes) in [("few", 2), ("many", 50)] {
            _ = try part("store-base", path(name), "\(lanes)").run()
        }
        let contest = Contest(
            ours: contender(part("commits", "\(path("many"))/1")),
            baseline: contender(part("commits", "\(path("few"))/1")))
        let result = try contest.run()
        return [
            try finding(
                result, "p50", "a commit with 50 known lanes, beside one with 2",
                .ratioAtMost(1.1))
        ]
    }
}
