public import CRDT
import Encoding
public import Replication

extension LogID {
    /// `scopehex/authorbase32/incarnationhex`, as scripts read it.
    public var name: String {
        "\(Hex.encode(scope.id.bytes))/\(Base32.encode(author.key.bytes))/"
            + Hex.encode(incarnation.id.bytes)
    }
}

extension NodeID {
    /// Reads base32 or hexadecimal.
    public init?(reading text: String) {
        let bytes =
            text.utf8.count == 64 ? Hex.decode(text) : Base32.decode(text.lowercased())
        guard let bytes, let key = Bytes32(bytes) else { return nil }
        self.init(key)
    }
}

extension Kind {
    /// As `docs/protocol.md` and `docs/facts.md` name it.
    public var name: String {
        let index = Int(rawValue)
        if isFact { return Self.factNames[index] ?? "kind \(rawValue)" }
        return Self.protocolNames.indices.contains(index - 1)
            ? Self.protocolNames[index - 1] : "kind \(rawValue)"
    }

    private static let protocolNames = [
        "log.opened", "member.enrolled", "member.revoked", "member.rotated", "member.dormant",
        "fork.proved", "fork.adopted", "acknowledged", "salvaged", "rights.granted",
        "rights.settled", "store.placed", "member.retired", "store.adopted", "published",
        "member.archive",
    ]

    private static let factNames = [
        64: "receipt.completed", 65: "receipt.voided", 66: "receipt.reprinted",
        67: "basket.cancelled", 68: "basket.held", 69: "basket.recalled", 70: "drawer.opened",
        71: "drawer.moved", 72: "drawer.closed", 73: "report.taken", 74: "person.signed",
        75: "pins.failed", 76: "person.clocked", 77: "stock.moved", 78: "money.adjusted",
        79: "item.changed", 80: "tax.changed", 81: "person.changed", 82: "customer.changed",
        83: "setting.changed", 84: "data.imported", 85: "person.unlocked",
    ]
}
