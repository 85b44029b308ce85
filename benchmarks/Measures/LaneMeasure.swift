import Retail
import TestSupport

/// The real lane in a terminal, with a printer, as a cashier has it.
enum LaneMeasure {
    /// Makes a shop with goods and past sales in a fresh data directory, by the product's commands.
    static func prepare(_ program: String, _ directory: String) throws(BenchmarkError) {
        let (items, tickets) = (directory + ".items.csv", directory + ".tickets.csv")
        try FileBytes.write(LaneShop.itemsFile(), to: items)
        try FileBytes.write(LaneShop.ticketsFile(), to: tickets)
        let place = ["--data", directory]
        let commands = [
            ["init", "--store", "014", "--lane", "3", "--currency", "GBP", "--zone"]
                + ["Europe/London", "--sample"],
            // The tickets come first: an imported price holds from the import on.
            ["replay", tickets, "--create-items"], ["import", "items", items],
            ["drawer", "open", "--float", "100.00"],
        ]
        for words in commands { try Child([program] + words + place).runAlone() }
    }

    /// One round: starts the lane, signs on, searches, sells, kills it, sells on.
    static func run(
        _ program: String, _ directory: String
    ) throws(BenchmarkError) -> [(String, UInt64)] {
        let printer = try LoopbackPrinter()
        try FileBytes.write(
            Array("printer = tcp:127.0.0.1:\(printer.port)\nwedge = framed 02 03\n".utf8),
            to: directory + "/devices.conf")
        let begun = monotonicNanoseconds()
        let lane = try LaneSession([program, "lane", "--data", directory], printer: printer)
        var round = LaneRound(lane)
        let start = try lane.await("SIGN ON") - begun
        try round.signOn(awaiting: "Cash")
        try round.search()
        for _ in 0..<LaneRound.sales { try round.sell() }
        let comeback = try round.comeBack()
        let figures = [("start", start), ("comeback", comeback)] + (try round.figures())
        lane.terminal.end()
        return figures
    }
}

/// What a cashier does in one round, and how long the lane took each time.
struct LaneRound {
    static let sales = 25
    static let searches = 40

    private let lane: LaneSession
    private let items: Int
    private var random = SplitMix64(seed: 19)
    private var scans: [UInt64] = []
    private var prints: [UInt64] = []
    private var finds: [UInt64] = []
    private var peakBytes: UInt64 = 0

    /// - Parameters:
    ///   - lane: signed off.
    ///   - items: how many of the shelf's are in the catalogue.
    init(_ lane: LaneSession, items: Int = LaneShop.items) {
        self.lane = lane
        self.items = items
    }

    func figures() throws(BenchmarkError) -> [(String, UInt64)] {
        let child = try ProcessFacts.child(of: lane.terminal.id)
        return sellingFigures + [
            ("find-p50", Percentiles(finds)[50]), ("find-p99", Percentiles(finds)[99]),
            ("lane-bytes", max(peakBytes, try ProcessFacts.peakBytes(of: child))),
            ("parent-bytes", try ProcessFacts.peakBytes(of: lane.terminal.id)),
        ]
    }

    /// What a cashier waited for who only sold.
    var sellingFigures: [(String, UInt64)] {
        let scan = Percentiles(scans)
        return [
            ("scan-p50", scan[50]), ("scan-p99", scan[99]),
            ("print-p50", Percentiles(prints)[50]), ("print-p99", Percentiles(prints)[99]),
        ]
    }

    /// Types the first person's PIN and waits for the screen that follows.
    @discardableResult
    mutating func signOn(awaiting text: String) throws(BenchmarkError) -> UInt64 {
        _ = try lane.type("1111\r")
        return try lane.await(text)
    }

    /// Searches by the beginnings of two words, every second time with one letter wrong.
    mutating func search() throws(BenchmarkError) {
        for number in 0..<Self.searches {
            let item = sellable().item
            let words = item.name.split(separator: " ").prefix(2).map { $0.lowercased() }
            var text = words[0] + " " + words[1]
            if number.isMultiple(of: 2), words[0].count >= 5 {
                text = words[0].prefix(2) + "q" + words[0].dropFirst(3) + " " + words[1]
            }
            _ = try lane.type(Key.find + text)
            _ = try lane.await(text)
            let begun = try lane.type("\r")
            // The results: names as the catalogue writes them.
            finds.append(try lane.await(String(item.name.prefix(3))) - begun)
            _ = try lane.type(Key.escape)
            _ = try lane.await("Cash")
        }
    }

    private mutating func sellable() -> Sellable {
        Shelf.sellable(Int.random(in: 0..<items, using: &random), using: &random)
    }

    /// Scans an item and waits for its line; its name.
    private mutating func scan() throws(BenchmarkError) -> String {
        let number = Int.random(in: 0..<items, using: &random)
        let name = Shelf.sellable(number, using: &random).item.name
        let begun = try lane.type("\u{2}\(LaneShop.code(number))\u{3}")
        scans.append(try lane.await(name) - begun)
        return name
    }

    /// A sale that is paid exactly in cash, whose receipt must have all that was scanned.
    mutating func sell() throws(BenchmarkError) {
        var names: [String] = []
        for _ in 0..<LaneShop.scansPerSale { names.append(try scan()) }
        try pay(for: names)
    }

    private mutating func pay(for names: [String]) throws(BenchmarkError) {
        let begun = try lane.type(Key.cash)
        prints.append(try lane.awaitReceipt() - begun)
        for name in names {
            guard lane.printer.receipt.contains(Array(name.utf8)) else {
                throw .lane(
                    awaited: "\(name) on the receipt",
                    shown: String(decoding: lane.printer.receipt, as: UTF8.self))
            }
        }
    }

    /// Kills the lane in the middle of a sale, signs on and ends the sale.
    ///
    /// - Returns: nanoseconds from the kill to the screen with the basket, with a cashier who
    ///   needs no time to type the PIN.
    mutating func comeBack() throws(BenchmarkError) -> UInt64 {
        let names = [try scan(), try scan()]
        let child = try ProcessFacts.child(of: lane.terminal.id)
        peakBytes = max(peakBytes, try ProcessFacts.peakBytes(of: child))
        let killed = lane.begin()
        ProcessFacts.kill(child)
        _ = try lane.await("SIGN ON")
        let back = try signOn(awaiting: names[1])
        try pay(for: names)
        return back - killed
    }

    /// What the terminal sends for a key: xterm's terminfo entry.
    private enum Key {
        static let find = "\u{1B}OR"
        static let cash = "\u{1B}[24~"
        static let escape = "\u{1B}"
    }
}
