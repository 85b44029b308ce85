import Node
import Retail
import Storage

/// A machine that becomes a lane of a running store: until it sells, and until it has everything.
enum NewcomerMeasure {
    /// - Parameters:
    ///   - directory: where the lane's data is to be; empty.
    ///   - card: the file with the invitation's line.
    ///   - peers: where other lanes are met.
    /// - Returns: from before the invitation was redeemed, nanoseconds.
    /// - Throws: what joining, or the first sale, was refused with.
    static func run(
        _ directory: String, card: String, peers: [String]
    ) throws -> [(String, UInt64)] {
        let line = String(decoding: try FileBytes.read(card), as: UTF8.self)
        let begun = monotonicNanoseconds()
        let joining = try Joining(line, DataDirectory(directory))
        try joining.enrol(label: "newcomer")
        let agreed = try fetch(directory, peers)
        _ = try joining.finish()
        let node = try RunningNode(DataDirectory(directory))
        let mesh = try StoreFounding.service(of: node, peers: peers)
        defer {
            mesh.close()
            node.close()
        }
        var stream = try SaleStream(of: node)
        let person = try StoreFounding.admin(of: node)
        try node.recordAndWait([try stream.next()], by: person)
        let sold = monotonicNanoseconds()
        let missing = mesh.report.missing
        while mesh.report.peers.isEmpty || mesh.report.missing > 0 {
            mesh.awaitNews(milliseconds: 20)
        }
        return [
            ("agreed", agreed - begun), ("sold", sold - begun), ("missing", missing),
            ("whole", monotonicNanoseconds() - begun), ("operations", node.books.operations),
        ]
    }

    /// Until it may be sold; the rest comes to the lane that is opened then.
    private static func fetch(_ directory: String, _ peers: [String]) throws -> UInt64 {
        let node = try RunningNode(joining: DataDirectory(directory))
        defer { node.close() }
        let mesh = try StoreFounding.service(of: node, peers: peers)
        defer { mesh.close() }
        _ = try mesh.fetch { _ in }
        return monotonicNanoseconds()
    }
}
