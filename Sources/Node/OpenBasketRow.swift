import Encoding
import Replica
public import Retail

/// The open basket as a local row, saved before the frame that shows it.
public struct OpenBasketRow: Hashable, Sendable {
    public var basket: Basket
    /// Who rings it.
    public var owner: PersonID?

    public init(basket: Basket, owner: PersonID?) {
        self.basket = basket
        self.owner = owner
    }

    private static let key = Array("basket".utf8)

    static var clear: LocalWrite { LocalWrite(.session, key: key, value: nil) }

    static func isKey(_ key: [UInt8]) -> Bool { key == Self.key }

    /// `[owner or null, basket]`.
    var write: LocalWrite {
        var encoder = CBOREncoder()
        encoder.array(2)
        if let owner { encoder.fixed(owner.id) } else { encoder.null() }
        encoder.bytes(basket.encode())
        return LocalWrite(.session, key: Self.key, value: encoder.finish())
    }

    /// Reads the row; nil where there is none or it was written by another program.
    init?(rows: [(key: [UInt8], value: [UInt8])]) {
        guard let row = rows.first(where: { Self.isKey($0.key) }) else { return nil }
        self.init(row.value)
    }

    init?(_ value: [UInt8]) {
        guard let parts = try? CBOR.decode(value).asArray, parts.count == 2,
            let bytes = parts[1].asBytes, let basket = try? Basket(decoding: bytes)
        else { return nil }
        self.basket = basket
        owner = parts[0].asFixed(Bytes16.self).map(PersonID.init)
    }
}
