import CRDT
import Encoding
import Node

extension Subcommand {
    static let peers = Subcommand(
        path: ["peers"], summary: "List the lanes that this one is linked with.",
        details: """
            Asks the lane or node that runs on the data directory: whom it is linked with, the round
            trip, how far their clocks are from this one's, what is still to come from them, and how
            many operations are only here.
            """,
        options: [CommonOption.data, CommonOption.json]
    ) { arguments in
        let directory = DataDirectory(try arguments.dataDirectory())
        guard case .mesh(let found) = try askOwner(.mesh, of: directory) else {
            throw Failure(.temporary, "the till's process gave another answer")
        }
        guard let report = found else {
            throw Failure(.failure, "this till takes no part in a mesh")
        }
        Output.line(arguments.has("json") ? report.json.text : report.text)
        return .success
    }
}

extension MeshReport {
    /// Whom it is linked with, an object each.
    var peersJSON: JSON {
        .array(
            peers.map { peer in
                .object([
                    ("node", .string(Base32.encode(peer.node.key.bytes))),
                    ("address", peer.address.map { .string($0) } ?? .null),
                    (
                        "roundTripMs",
                        peer.roundTripMilliseconds.map { .unsigned($0) } ?? .null
                    ),
                    (
                        "clockOffsetMs",
                        peer.clockOffsetMilliseconds.map { .integer($0) } ?? .null
                    ),
                    ("behind", peer.behind.map { .unsigned($0) } ?? .null),
                ])
            })
    }

    var json: JSON {
        .object([
            ("peers", peersJSON),
            ("missing", .unsigned(missing)), ("unconfirmed", .unsigned(unconfirmed)),
            ("salesOnlyHere", .unsigned(salesOnlyHere)),
            ("clockOffsetMs", clockOffsetMilliseconds.map { .integer($0) } ?? .null),
            ("addresses", .array(addresses.map { .string($0) })),
        ])
    }

    var text: String {
        var lines = peers.map { peer in
            let trip = peer.roundTripMilliseconds.map { "\($0) ms" } ?? "-"
            let offset = peer.clockOffsetMilliseconds.map { "clock \($0) ms" } ?? ""
            return
                "\(peer.node.short)  \(Help.pad(peer.address ?? "called us", 24))\(trip)  \(offset)"
                + (peer.behind.map { $0 == 0 ? "" : "  \($0) behind" } ?? "")
        }
        if lines.isEmpty { lines = ["linked with nobody"] }
        lines.append("to come      \(missing)")
        lines.append("only here    \(salesOnlyHere) sales, \(unconfirmed) operations")
        for address in addresses { lines.append("listening    \(address)") }
        return lines.joined(separator: "\n")
    }
}
