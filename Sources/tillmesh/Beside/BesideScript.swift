import Encoding
import Node
import Replica
import Retail
import Storage

/// Obeys the lines by which the scripted day drives one of its lanes.
///
/// Each line is answered by one: `ok …`, `refused …` with a refusal's words, or `failed …`.
struct BesideScript {
    /// How long lanes may take to find each other, or to have nothing missing.
    private static let patienceSeconds: Int64 = 60

    private let lane: BesideLane
    private var besides: BesideTill
    private var story: ScriptedDay?

    init(_ lane: BesideLane, _ besides: BesideTill) {
        self.lane = lane
        self.besides = besides
    }

    /// Until the parent process ends.
    mutating func run() {
        answer("ok")
        while let line = readLine() {
            let words = line.split(separator: " ").map(String.init)
            do {
                answer((["ok"] + (try obey(words))).joined(separator: " "))
            } catch PerformError.refused(let refusal) {
                answer("refused \(refusal.text)")
            } catch {
                answer("failed \(Failure(wrapping: error).message)")
            }
        }
    }

    private func answer(_ text: String) {
        Output.line(LaneProcess.answerMark + text)
        Output.flush()
    }

    private mutating func obey(_ words: [String]) throws -> [String] {
        switch words.first {
        case "story": try tellStory()
        case "open": try besides.open()
        case "sell": for _ in 0..<number(words) { try besides.sell() }
        case "hold": return [Hex.encode(try besides.hold().id.bytes)]
        case "recall":
            guard let hold = words.last.flatMap({ Bytes16(hex: $0) }) else {
                throw Failure(.usage, "recall takes a hold")
            }
            try besides.recall(ContentID(hold))
        case "unplug": lane.seat.close()
        case "plug": lane.seat.restart()
        case "linked": try awaitLinks(number(words))
        case "books": return try books(waiting: number(words))
        case "close":
            defer { story = nil }
            return closing(try story?.close() ?? besides.close())
        case let word: throw Failure(.usage, "no word '\(word ?? "")'")
        }
        return []
    }

    private func number(_ words: [String]) -> Int { words.count > 1 ? Int(words[1]) ?? 0 : 0 }

    private mutating func tellStory() throws {
        var story = try ScriptedDay(lane.till)
        try story.ring()
        self.story = story
    }

    private func awaitLinks(_ count: Int) throws {
        let deadline = SystemClock.monotonicNanoseconds() + Self.patienceSeconds * 1_000_000_000
        while let mesh = lane.seat.service, mesh.report.peers.count != count {
            guard SystemClock.monotonicNanoseconds() < deadline else {
                throw Failure(
                    .temporary, "linked with \(mesh.report.peers.count) lanes, not with \(count)")
            }
            mesh.awaitNews(milliseconds: 200)
        }
    }

    /// What this lane knows of the store: by its own tables, nobody is asked.
    private func books(waiting milliseconds: Int) throws -> [String] {
        if milliseconds > 0 { lane.seat.service?.awaitNews(milliseconds: milliseconds) }
        let summary = try lane.till.reader.summary()
        var day = JournalTotals()
        let today = lane.node.terms.calendar.businessDate(at: SystemClock.wall())
        for stored in try lane.till.reader.facts(on: today) { day.add(stored.fact) }
        return StoreBooks(
            operations: summary.operationCount, sales: UInt64(day.sales.count),
            returns: UInt64(day.returns.count), voids: UInt64(day.voids.count), net: day.net,
            shelf: try shelf(),
            held: UInt64(try lane.till.reader.openHolds(limit: 100).count),
            state: Hex.encode(summary.stateDigest.bytes),
            frontier: Hex.encode(summary.frontierDigest.bytes)
        ).words
    }

    /// Everything that is in stock, added up.
    private func shelf() throws -> Quantity {
        let page = 500
        var sum = Int64(0)
        var rows = try lane.till.reader.stock(at: .shop, after: nil, limit: page)
        while let last = rows.last {
            sum += rows.reduce(0) { $0 + $1.held.thousandths }
            rows = try lane.till.reader.stock(at: .shop, after: last.item, limit: page)
        }
        return Quantity(thousandths: sum)
    }

    private func closing(_ closing: DrawerClosing) -> [String] {
        let report = closing.report
        return LaneDay(
            zNumber: closing.zNumber, sales: report.sales.count, returns: report.returns.count,
            voids: report.voids.count, grandTotal: report.grandTotal,
            difference: closing.difference
        ).words
    }
}
