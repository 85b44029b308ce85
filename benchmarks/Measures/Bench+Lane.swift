extension Bench {
    /// What a cashier waits for, in a shop of ``LaneShop/items`` items and as many past sales.
    func lane() throws(BenchmarkError) -> [Finding] {
        let shop = path("lane")
        _ = try part("lane-base", tillmesh, shop).run()
        var rounds: [Figures] = []
        for _ in 0..<Contest.rounds { rounds.append(try part("lane", tillmesh, shop).run()) }
        return [
            try time(rounds, "scan-p50", "scan to bytes on the terminal, p50", .none),
            try time(rounds, "scan-p99", "scan to bytes on the terminal, p99", .atMost(1)),
            try time(rounds, "print-p50", "last key to first printer byte, p50", .none),
            try time(rounds, "print-p99", "last key to first printer byte, p99", .atMost(10)),
            try time(rounds, "find-p50", "item search at the lane, p50", .none),
            try time(rounds, "find-p99", "item search at the lane, p99", .atMost(50)),
            try time(rounds, "start", "start to first frame", .atMost(500)),
            try time(rounds, "comeback", "kill -9 to selling again", .atMost(1000)),
            try most(rounds, "lane-bytes", "peak memory, the lane's process", .atMost(64)),
            try most(rounds, "parent-bytes", "peak memory, its parent", .none),
        ]
    }

    /// The median over the rounds.
    private func time(
        _ rounds: [Figures], _ name: String, _ title: String, _ bound: Finding.Bound
    ) throws(BenchmarkError) -> Finding {
        let values = try rounds.map { figures throws(BenchmarkError) in
            try figures.value(name) / 1e6
        }
        return Finding(
            title: title, unit: .milliseconds, ours: median(values), bound: bound)
    }

    /// The most of any round.
    private func most(
        _ rounds: [Figures], _ name: String, _ title: String, _ bound: Finding.Bound
    ) throws(BenchmarkError) -> Finding {
        var most = 0.0
        for figures in rounds { most = max(most, try figures.value(name) / 1e6) }
        return Finding(title: title, unit: .megabytes, ours: most, bound: bound)
    }
}
