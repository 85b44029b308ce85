import Storage

/// The real lane in a terminal, with a cashier who sells while it takes what it lacks.
enum CatchingMeasure {
    static let sales = 25

    /// - Parameters:
    ///   - program: the product.
    ///   - directory: of a lane that lacks much.
    ///   - peer: who has it.
    /// - Returns: what the cashier waited for, and how many operations were there at the end.
    /// - Throws: what the lane didn't do in time.
    static func run(
        _ program: String, _ directory: String, peer: String
    ) throws -> [(String, UInt64)] {
        let printer = try LoopbackPrinter()
        try FileBytes.write(
            Array("printer = tcp:127.0.0.1:\(printer.port)\nwedge = framed 02 03\n".utf8),
            to: directory + "/devices.conf")
        try Child([program, "drawer", "open", "--float", "100.00", "--data", directory]).runAlone()
        try FileBytes.write(
            Array("listen = 127.0.0.1:0\nannounce = no\npeer = \(peer)\n".utf8),
            to: directory + "/mesh.conf")
        let lane = try LaneSession([program, "lane", "--data", directory], printer: printer)
        var round = LaneRound(lane, items: ModelShop.itemCount)
        _ = try lane.await("SIGN ON")
        try round.signOn(awaiting: "Cash")
        for _ in 0..<sales { try round.sell() }
        let database = try Database(path: directory + "/tillmesh.sqlite", access: .readOnly)
        let operations = try database.integer("SELECT count(*) FROM operation") ?? 0
        lane.terminal.end()
        return round.sellingFigures + [("operations", UInt64(operations))]
    }
}
