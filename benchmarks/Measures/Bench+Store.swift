/// A store of real lanes on loopback: how fast it is, what it sends, what it keeps in memory.
extension Bench {
    func store(from base: String) throws(BenchmarkError) -> [Finding] {
        try foundStore()
        _ = try part("hop-base", base, path("hops.rec"), path("work.db")).run()
        let store = MeasuredStore(program, path("store"))
        try store.start(1...2)
        try store.settle()
        MeasuredStore.rest(seconds: 2)
        let small = try store.figures()[1]?["resident"] ?? 0
        var findings = try hops(store, from: base)
        findings += try bytes(of: store)
        try store.end()
        try store.start(1...2)
        try store.settle()
        MeasuredStore.rest(seconds: 2)
        let few = try store.figures()[1]?["resident"] ?? small
        try store.start(3...Sizes.lanes)
        try store.settle()
        findings += try idle(store, few: few)
        findings += try everywhere(store)
        findings += try deliveries(store)
        try store.end()
        return findings + (try frontier())
    }

    private func frontier() throws(BenchmarkError) -> [Finding] {
        let figures = try part("frontier").run()
        return [
            Finding(
                title: "the frontier of 50 lanes, 100 logs", unit: .bytes,
                ours: try figures.value("then"), bound: .atMost(1500)),
            Finding(
                title: "  at a connect, with all their names", unit: .bytes,
                ours: try figures.value("first")),
        ]
    }

    /// Makes the lanes' data directories, unless that was done.
    func foundStore() throws(BenchmarkError) {
        guard FileBytes.count(path("store/1/tillmesh.sqlite")) == 0 else { return }
        _ = try part("store-base", path("store"), "\(Sizes.storeLanes)").run()
    }

    /// One hop, beside plain C that does the same over a connection of its own.
    private func hops(
        _ store: MeasuredStore, from base: String
    ) throws(BenchmarkError) -> [Finding] {
        let (here, there) = (path("work.db"), path("neighbour.db"))
        var ours: [Percentiles] = []
        var plain: [Figures] = []
        for _ in 0..<Contest.rounds {
            ours.append(
                Percentiles(
                    try store.hops(
                        on: 1, sales: Sizes.hops, pauseMicroseconds: Sizes.hopPause)))
            for copy in [here, there] {
                FileBytes.removeDatabase(copy)
                try FileBytes.copy(base, to: copy)
            }
            plain.append(
                try baseline("hop", here, there, path("hops.rec"), "\(Sizes.hopPause)").run())
        }
        return try [(50, Finding.Bound.ratioAtMost(1.5)), (99, .none)].map {
            (hundredth, bound) throws(BenchmarkError) in
            let theirs = try plain.map { (figures) throws(BenchmarkError) in
                try figures.value("p\(hundredth)")
            }
            let own = ours.map { Double($0[hundredth]) }
            return Finding(
                title: "commit to durable on a neighbour, p\(hundredth)", unit: .microseconds,
                ours: median(own) / 1000, baseline: median(theirs) / 1000,
                ratio: median(zip(own, theirs).map { $0 / $1 }), bound: bound)
        }
    }

    /// What a live model sale takes on the wire, encryption included.
    private func bytes(of store: MeasuredStore) throws(BenchmarkError) -> [Finding] {
        let before = try store.lane(1).figures()
        try store.lane(1).ask("sell \(Sizes.sentSales) 150000")
        let after = try store.lane(1).figures()
        let sales = Double(Sizes.sentSales)
        let parts = ["sent", "received"].map { name in
            Double((after[name] ?? 0) - (before[name] ?? 0)) / sales
        }
        return [
            Finding(
                title: "a live model sale to a neighbour, TCP payload", unit: .bytes,
                ours: parts[0], bound: .atMost(300)),
            Finding(
                title: "  and what comes back for it", unit: .bytes, ours: parts[1]),
        ]
    }

    /// A store in which nobody sells.
    private func idle(
        _ store: MeasuredStore, few: UInt64
    ) throws(BenchmarkError) -> [Finding] {
        MeasuredStore.rest(seconds: 3)
        let before = try store.figures()
        MeasuredStore.rest(seconds: Int32(Sizes.idleSeconds))
        let after = try store.figures()
        let rates = after.map { number, figures in
            let all = ["sent", "received"].map { (figures[$0] ?? 0) - (before[number]?[$0] ?? 0) }
            return Double(all.reduce(0, +)) / Double(Sizes.idleSeconds)
        }
        let more = Double(after[1]?["resident"] ?? 0) - Double(few)
        return [
            Finding(
                title: "an idle store of \(Sizes.lanes) lanes, a lane and second, both ways",
                unit: .bytes, ours: rates.max() ?? 0, bound: .atMost(500)),
            Finding(
                title: "memory of each further known lane, idle", unit: .megabytes,
                ours: more / Double(Sizes.lanes - 2) / 1e6, bound: .atMost(1)),
        ]
    }

    private func everywhere(_ store: MeasuredStore) throws(BenchmarkError) -> [Finding] {
        var rounds: [Percentiles] = []
        for seller in [1, Sizes.lanes / 2, Sizes.lanes] {
            rounds.append(
                Percentiles(
                    try store.hops(
                        on: seller, sales: Sizes.hops, pauseMicroseconds: Sizes.storePause)))
        }
        return [(50, 5.0), (99, 25.0)].map { hundredth, most in
            Finding(
                title: "commit to durable on all of \(Sizes.lanes) lanes, p\(hundredth)",
                unit: .milliseconds, ours: median(rounds.map { Double($0[hundredth]) }) / 1e6,
                bound: .atMost(most))
        }
    }

    /// All lanes sell at once; the lane to which most came twice counts.
    private func deliveries(_ store: MeasuredStore) throws(BenchmarkError) -> [Finding] {
        let before = try store.figures()
        for lane in store.lanes.values { try lane.tell("sell \(Sizes.hops) \(Sizes.storePause)") }
        for lane in store.lanes.values { _ = try lane.answer() }
        try store.settle()
        MeasuredStore.rest(seconds: 1)
        let after = try store.figures()
        let foreign = Double(Sizes.hops * (store.lanes.count - 1))
        let rates = after.map { number, figures in
            Double((figures["delivered"] ?? 0) - (before[number]?["delivered"] ?? 0)) / foreign
        }
        return [
            Finding(
                title: "deliveries of an operation to a lane, all selling", unit: .times,
                ours: rates.max() ?? 0, bound: .atMost(1.05))
        ]
    }
}
