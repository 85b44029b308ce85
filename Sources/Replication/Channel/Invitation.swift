public import CRDT
public import Crypto
import Encoding

/// What a steward shows a new lane: one line, or its QR code (protocol.md §4).
///
/// `tillmesh1:` and the base32 of `[1, store scope, root, inviter, secret, [address …], expiry]`.
public struct Invitation: Equatable, Sendable {
    /// Every line's beginning; the digit is the version, which stands in the array as well.
    public static let prefix = "tillmesh1:"
    /// The length of the secret in bytes.
    public static let secretBytes = 16
    /// The most addresses: more would make a QR code that thermal paper can't hold.
    public static let addressesMax = 8
    /// The longest address in bytes: a host name of 253, a colon and a port.
    public static let addressBytesMax = 259

    public let store: ScopeID
    /// The root to pin.
    public let root: NodeID
    /// The node that answers, under this key and no other.
    public let inviter: NodeID
    public let secret: Secret
    /// Where the inviter listens: `host:port`, IPv6 in brackets.
    public let addresses: [String]
    /// Milliseconds since 1970.
    public let expiry: UInt64

    /// Checks what a line must hold.
    ///
    /// - Throws: ``InvitationFault`` with the element that no line may have.
    public init(
        store: ScopeID, root: NodeID, inviter: NodeID, secret: Secret, addresses: [String],
        expiry: UInt64
    ) throws(InvitationFault) {
        guard Signature.isValidKey(root.key.bytes) else { throw .notAKey(.root) }
        guard Signature.isValidKey(inviter.key.bytes) else { throw .notAKey(.inviter) }
        guard secret.count == Self.secretBytes else { throw .element(.secret) }
        guard (1...Self.addressesMax).contains(addresses.count) else {
            throw .addresses(addresses.count)
        }
        for address in addresses where !Self.isAddress(address) { throw .address(address) }
        self.store = store
        self.root = root
        self.inviter = inviter
        self.secret = secret
        self.addresses = addresses
        self.expiry = expiry
    }

    /// The pre-shared key of the channel on which it is redeemed.
    public var channelSecret: Secret {
        secret.withBytes { bytes in
            let (a, b, c, d) = BLAKE2b.hash32(bytes, label: "tillmesh-join-v1")
            return Secret(Bytes32(a, b, c, d).bytes)
        }
    }

    /// The key as channels take it, under the number by which the caller knows the invitation.
    public func channelKey(number: UInt64) -> ChannelKey {
        ChannelKey(.invitation(number), channelSecret)
    }

    /// Whether its 10 minutes are over.
    public func isExpired(atMilliseconds now: UInt64) -> Bool { now >= expiry }

    /// The line to print, copy or show as a QR code; whoever reads it may join.
    public var line: String {
        let array: CBOR = [
            .unsigned(1), .fixed(store.id), .fixed(root.key), .fixed(inviter.key),
            .bytes(secret.reveal()), .array(addresses.map { .text($0) }), .unsigned(expiry),
        ]
        return Self.prefix + Base32.encode(array.encoded)
    }

    /// `host:port` with a port of 1 to 65,535; a host has no blanks, an IPv6 address brackets.
    static func isAddress(_ text: String) -> Bool {
        guard text.utf8.count <= addressBytesMax, let colon = text.lastIndex(of: ":") else {
            return false
        }
        let digits = text[text.index(after: colon)...]
        guard let port = UInt16(digits), port > 0, digits == "\(port)" else { return false }
        let host = text[..<colon]
        guard host.utf8.allSatisfy({ (0x21...0x7e).contains($0) }), !host.isEmpty else {
            return false
        }
        let isBracketed = host.hasPrefix("[") && host.hasSuffix("]") && host.utf8.count > 2
        return isBracketed || !host.utf8.contains { [0x3a, 0x5b, 0x5d].contains($0) }
    }
}
