import Glibc

/// Some lanes of one store, running as processes, each met by all others.
final class MeasuredStore {
    private let program: String
    private let folder: String
    private(set) var lanes: [Int: LaneProcess] = [:]

    init(_ program: String, _ folder: String) {
        self.program = program
        self.folder = folder
    }

    func lane(_ number: Int) throws(BenchmarkError) -> LaneProcess {
        guard let lane = lanes[number] else { throw .usage("lane \(number) doesn't run") }
        return lane
    }

    /// Starts lanes; each of them calls those that run already.
    func start(_ numbers: ClosedRange<Int>) throws(BenchmarkError) {
        for number in numbers {
            let peers = lanes.keys.sorted().compactMap { lanes[$0]?.address }
            lanes[number] = try LaneProcess(program, "\(folder)/\(number)", peers: peers)
        }
    }

    /// Starts one lane.
    func start(_ number: Int) throws(BenchmarkError) -> LaneProcess {
        try start(number...number)
        return try lane(number)
    }

    /// Ends one lane.
    func end(_ number: Int) throws(BenchmarkError) {
        try lanes.removeValue(forKey: number)?.end()
    }

    /// Waits until everybody meets everybody and has all there is.
    func settle() throws(BenchmarkError) {
        for lane in lanes.values { try lane.ask("met \(lanes.count - 1)") }
        let most = try figures().values.compactMap { $0["operations"] }.max() ?? 0
        for lane in lanes.values { try lane.ask("holds \(most)") }
    }

    func figures() throws(BenchmarkError) -> [Int: [String: UInt64]] {
        var figures: [Int: [String: UInt64]] = [:]
        for (number, lane) in lanes { figures[number] = try lane.figures() }
        return figures
    }

    func end() throws(BenchmarkError) {
        for number in lanes.keys.sorted() { try lanes[number]?.end() }
        lanes = [:]
    }

    /// Sells on one lane and says how long each sale took until it was on disk on all others.
    ///
    /// - Returns: nanoseconds from before the commit, one a sale.
    func hops(
        on seller: Int, sales: Int, pauseMicroseconds: Int
    ) throws(BenchmarkError) -> [UInt64] {
        for lane in lanes.values { try lane.ask("times") }
        let before = try lane(seller).figures()["operations"] ?? 0
        try lane(seller).ask("sell \(sales) \(pauseMicroseconds)")
        var last = [UInt64](repeating: 0, count: sales)
        for (number, lane) in lanes where number != seller {
            try lane.ask("holds \(before + UInt64(sales))")
            let stored = try lane.ask("times").filter { $0.name == "stored" }.map(\.value)
            guard stored.count == sales else {
                throw .figure(program: "lane \(number)", line: "\(stored.count) of \(sales) sales")
            }
            last = zip(last, stored).map { max($0, $1) }
        }
        let begun = try lane(seller).ask("times").filter { $0.name == "begun" }.map(\.value)
        return zip(last, begun).map { $0 - $1 }
    }

    /// Lets time pass, as an idle store does.
    static func rest(seconds: Int32) { poll(nil, 0, seconds * 1000) }
}
