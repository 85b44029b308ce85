import Encoding
import Replica
public import Retail

/// The open basket as it is kept for the case that this process ends.
public struct OpenBasketRow: Hashable, Sendable {
    public var basket: Basket
    /// Who rings it.
    public var owner: PersonID?

    public init(basket: Basket, owner: PersonID?) {
        self.basket = basket
        self.owner = owner
    }
}

/// Which basket was open after one of a lane's steps.
struct OpenBasketState: Hashable {
    /// Counts the steps of scans and keys; of two states that tell of the same one, the later was
    /// told by a command.
    var number: UInt64
    var open: OpenBasketRow?
}

extension OpenBasketState {
    private static let key = Array("basket".utf8)

    static func isRow(_ row: LocalWrite) -> Bool { row.table == .session && row.key == key }

    /// What a command that opens or closes a basket writes in its own transaction.
    var write: LocalWrite { LocalWrite(.session, key: Self.key, value: encoded) }

    /// `[number, owner or null, basket or null]`.
    var encoded: [UInt8] {
        var encoder = CBOREncoder()
        encoder.array(3)
        encoder.unsigned(number)
        if let owner = open?.owner { encoder.fixed(owner.id) } else { encoder.null() }
        if let open { encoder.bytes(open.basket.encode()) } else { encoder.null() }
        return encoder.finish()
    }

    /// Reads ``encoded``, or `[owner or null, basket]`, which data directories made before steps
    /// were numbered may hold; nil where another program wrote it.
    init?(_ value: [UInt8]) {
        guard let parts = try? CBOR.decode(value).asArray, (2...3).contains(parts.count),
            let number = parts.count == 2 ? 0 : parts[0].asUnsigned
        else { return nil }
        self.init(number: number, open: nil)
        let (owner, encoded) = (parts[parts.count - 2], parts[parts.count - 1])
        if encoded == .null { return }
        guard let bytes = encoded.asBytes, let basket = try? Basket(decoding: bytes) else {
            return nil
        }
        open = OpenBasketRow(
            basket: basket, owner: owner.asFixed(Bytes16.self).map(PersonID.init))
    }
}
