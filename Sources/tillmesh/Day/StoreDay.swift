import Node
import Retail

/// A day of several lanes, each a process: they sell, lose the network, sell on, and agree again.
struct StoreDay {
    /// How long lanes may take to agree once nobody sells, nanoseconds.
    private static let patienceNanoseconds: Int64 = 60_000_000_000
    private static let basketsMost = 20
    private static let basketsApart = 8

    private let store: SampleStore
    private let lanes: [LaneProcess]
    private let tell: (String) -> Void

    /// Starts the lanes; all but the first join its store.
    ///
    /// - Parameters:
    ///   - directory: the lane that `init --sample` made.
    ///   - count: lanes in all, at least 4.
    ///   - tell: hears what happens, a line at a time.
    /// - Throws: ``Failure`` where a lane can't be.
    init(
        _ directory: DataDirectory, count: Int, tell: @escaping (String) -> Void
    ) throws {
        self.tell = tell
        store = try Subcommand.sampleStore(directory, count: count)
        try store.connect([Array(store.seats.indices)])
        lanes = try store.seats.enumerated().map { place, seat throws(Failure) in
            try LaneProcess(
                lane: seat.lane, directory: seat.directory, steward: place == 0 ? nil : directory,
                isRinging: false, handingOn: tell)
        }
        for lane in lanes { _ = try lane.consent() }
        try ask("linked \(lanes.count - 1)")
        tell("\(names(Array(lanes.indices))) are a store; each is linked with all others")
    }

    /// Rings the day.
    ///
    /// - Returns: what it came to on every lane.
    /// - Throws: ``Failure`` where a lane can't go on, or lanes don't come to agree.
    func run() throws -> StoreDayReport {
        let half = lanes.count / 2
        let (near, far) = (Array(0..<half), Array(half..<lanes.count))
        lanes[0].tell("story")
        for lane in lanes.dropFirst() { lane.tell("open") }
        for lane in lanes { _ = try lane.consent() }
        try ask("sell \(Self.basketsMost)", Array(1..<lanes.count))
        tell("the others sold \(Self.basketsMost) baskets each meanwhile")
        let hold = try held(by: far[0])
        _ = try agreed(Array(lanes.indices))
        try cut(near, far)
        let refusal = try recall(hold, at: 0)
        guard refusal.first == "refused" else {
            throw Failure(.software, "a sale was recalled from a lane that can't be reached")
        }
        tell("lane \(lanes[0].lane) asks for it: \(refusal.dropFirst().joined(separator: " "))")
        try ask("sell \(Self.basketsApart)", Array(lanes.indices))
        let sides = [try agreed(near), try agreed(far)]
        tell("every lane sold \(Self.basketsApart) baskets more; now")
        for (side, books) in zip([near, far], sides) { tell("  \(names(side)): \(books.line)") }
        try heal()
        _ = try agreed(Array(lanes.indices))
        tell("the network is whole again, and all lanes agree")
        guard try recall(hold, at: 0).first == "ok" else {
            throw Failure(.software, "a sale can't be recalled from a lane that is linked")
        }
        tell("lane \(lanes[0].lane) asks again for the held sale, gets it and rings it up")
        return try close(sides: sides)
    }

    // MARK: The network

    /// Ends all sessions; from then on a lane knows only addresses of its own side.
    private func cut(_ near: [Int], _ far: [Int]) throws {
        try ask("unplug")
        try store.connect([near, far])
        try ask("plug")
        for side in [near, far] { try ask("linked \(side.count - 1)", side) }
        tell("the network is cut: \(names(near)) on one side, \(names(far)) on the other")
    }

    private func heal() throws {
        try ask("unplug")
        try store.connect([Array(lanes.indices)])
        try ask("plug")
        try ask("linked \(lanes.count - 1)")
    }

    // MARK: Asking

    /// Tells lanes a line, all at once, and waits for all of them.
    private func ask(_ words: String, _ places: [Int]) throws {
        for place in places { lanes[place].tell(words) }
        for place in places { _ = try lanes[place].consent() }
    }

    private func ask(_ words: String) throws { try ask(words, Array(lanes.indices)) }

    private func held(by place: Int) throws -> String {
        lanes[place].tell("hold")
        let words = try lanes[place].consent()
        tell("lane \(lanes[place].lane) holds a sale: the customer forgot the purse")
        return words.last ?? ""
    }

    private func recall(_ hold: String, at place: Int) throws -> [String] {
        lanes[place].tell("recall \(hold)")
        return try lanes[place].answer()
    }

    private func books(_ places: [Int], waiting milliseconds: Int) throws -> [StoreBooks] {
        for place in places { lanes[place].tell("books \(milliseconds)") }
        return try places.map { place in
            try StoreBooks(words: try lanes[place].consent())
        }
    }

    /// Waits until these lanes say the same of the store.
    private func agreed(_ places: [Int]) throws -> StoreBooks {
        let deadline = SystemClock.monotonicNanoseconds() + Self.patienceNanoseconds
        var all = try books(places, waiting: 0)
        while Set(all).count > 1 {
            guard SystemClock.monotonicNanoseconds() < deadline else {
                let lines = zip(places, all).map { "lane \(lanes[$0].lane): \($1.line)" }
                throw Failure(
                    .failure, "the lanes don't agree:\n" + lines.joined(separator: "\n"))
            }
            all = try books(places, waiting: 100)
        }
        return all[0]
    }

    private func names(_ places: [Int]) -> String {
        let numbers = places.map { "\(lanes[$0].lane)" }
        guard let last = numbers.last, numbers.count > 1 else {
            return "lane \(numbers.joined())"
        }
        return "lanes \(numbers.dropLast().joined(separator: ", ")) and \(last)"
    }

    // MARK: The end

    private func close(sides: [StoreBooks]) throws -> StoreDayReport {
        for lane in lanes { lane.tell("close") }
        let days = try lanes.map { lane in
            try LaneDay(words: try lane.consent())
        }
        let books = try agreed(Array(lanes.indices))
        for lane in lanes { lane.end() }
        return StoreDayReport(
            lanes: zip(lanes, days).map { .init(lane: $0.lane, directory: $0.directory, day: $1) },
            apart: sides, books: books)
    }
}
