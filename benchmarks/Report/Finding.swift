/// One figure of the report, beside its baseline and its bound where it has them.
struct Finding {
    /// What a figure counts.
    enum Unit: String {
        case microseconds = "µs"
        case milliseconds = "ms"
        case perSecond = "/s"
        case megabytes = "MB"
        case bytes
        case times = "×"
    }

    /// What was promised.
    enum Bound {
        /// Ours divided by the baseline's.
        case ratioAtMost(Double)
        case ratioAtLeast(Double)
        /// In the finding's unit.
        case atMost(Double)
        /// Only printed.
        case none
    }

    let title: String
    let unit: Unit
    let ours: Double
    var baseline: Double?
    /// Median of the rounds' own ratios.
    var ratio: Double?
    var bound = Bound.none

    /// Whether the bound holds; nil where there is none.
    var isMet: Bool? {
        switch bound {
        case .ratioAtMost(let most): ratio.map { $0 <= most } ?? false
        case .ratioAtLeast(let least): ratio.map { $0 >= least } ?? false
        case .atMost(let most): ours <= most
        case .none: nil
        }
    }
}

/// Something that this run didn't measure, and why.
struct NotRun {
    let title: String
    let reason: String
    /// Whether it should have been: it began and failed.
    var isFailure = false
}

/// All that a run came to.
struct Report {
    var findings: [Finding] = []
    var notRun: [NotRun] = []

    /// Whether every bound of what was asked for holds; one that couldn't be measured doesn't.
    var isMet: Bool {
        findings.allSatisfy { $0.isMet ?? true } && !notRun.contains(where: \.isFailure)
    }
}
