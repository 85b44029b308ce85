/// Two programs that do the same work, measured round by round, one right after the other.
struct Contest {
    /// An odd number, so that the median is a round that took place.
    static let rounds = 7

    struct Contender {
        let child: Child
        /// Made anew before each round and not measured.
        let prepare: () throws(BenchmarkError) -> Void
    }

    let ours: Contender
    let baseline: Contender

    /// What both reported, a round an element.
    struct Result {
        let ours: [Figures]
        let baseline: [Figures]
    }

    /// Runs the rounds; who begins changes from round to round.
    func run() throws(BenchmarkError) -> Result {
        var ours: [Figures] = []
        var baseline: [Figures] = []
        for round in 0..<Self.rounds {
            if round.isMultiple(of: 2) {
                ours.append(try Self.run(self.ours))
                baseline.append(try Self.run(self.baseline))
            } else {
                baseline.append(try Self.run(self.baseline))
                ours.append(try Self.run(self.ours))
            }
        }
        return Result(ours: ours, baseline: baseline)
    }

    private static func run(_ contender: Contender) throws(BenchmarkError) -> Figures {
        try contender.prepare()
        return try contender.child.run()
    }
}

extension Contest.Result {
    /// The median of a figure over our rounds, and over the baseline's.
    func medians(_ name: String) throws(BenchmarkError) -> (ours: Double, baseline: Double) {
        (median(try values(ours, name)), median(try values(baseline, name)))
    }

    /// The median over the rounds of ours divided by the baseline's of the same round.
    func ratio(_ name: String) throws(BenchmarkError) -> Double {
        median(zip(try values(ours, name), try values(baseline, name)).map { $0 / $1 })
    }

    /// The most memory that any of our rounds had, in bytes.
    var peakBytes: UInt64 { ours.map(\.peakBytes).max() ?? 0 }

    private func values(
        _ figures: [Figures], _ name: String
    ) throws(BenchmarkError) -> [Double] {
        var values: [Double] = []
        for figure in figures { values.append(try figure.value(name)) }
        return values
    }
}
