import CRDT
import Crypto
public import Encoding

/// Why a line is no invitation; each case says what a person may do about it.
public enum InvitationFault: Error, Hashable, Sendable {
    /// The elements of the array, by name.
    public enum Element: Hashable, Sendable {
        case version, store, root, inviter, secret, addresses, expiry
    }

    /// Doesn't begin with `tillmesh1:`.
    case prefix
    /// Begins with `tillmesh` and another version, or has one inside: this program is older.
    case version(String)
    /// A character that no base32 has, at this place of the line, from 1: a slip in typing.
    case character(place: Int)
    /// A last character that no bytes have: a part of the line is missing.
    case length
    /// Not one deterministic item: a slip in typing, or a part of the line is missing.
    case encoding(CBORError)
    /// Not an array of seven.
    case shape
    /// An element of another type or length.
    case element(Element)
    /// A key that no node can have.
    case notAKey(Element)
    /// None, or more than eight.
    case addresses(Int)
    /// Not `host:port`.
    case address(String)
}

extension Invitation {
    /// Reads exactly one line, without blanks around it.
    public init(line: String) throws(InvitationFault) {
        let items = try Self.items(of: try Self.bytes(of: line))
        guard let version = items[0].asUnsigned else { throw .element(.version) }
        guard version == 1 else { throw .version("\(version)") }
        guard items.count == 7 else { throw .shape }
        guard let store = ScopeID(cbor: items[1]) else { throw .element(.store) }
        guard let root = NodeID(cbor: items[2]) else { throw .element(.root) }
        guard let inviter = NodeID(cbor: items[3]) else { throw .element(.inviter) }
        guard let secret = items[4].asBytes else { throw .element(.secret) }
        guard let list = items[5].asArray else { throw .element(.addresses) }
        guard list.count <= Self.addressesMax else { throw .addresses(list.count) }
        let addresses = list.compactMap(\.asText)
        guard addresses.count == list.count else { throw .element(.addresses) }
        guard let expiry = items[6].asUnsigned else { throw .element(.expiry) }
        try self.init(
            store: store, root: root, inviter: inviter, secret: Secret(secret),
            addresses: addresses, expiry: expiry)
    }

    private static func bytes(of line: String) throws(InvitationFault) -> [UInt8] {
        guard line.hasPrefix(prefix) else { throw fault(ofPrefix: line) }
        let digits = line.utf8.dropFirst(prefix.utf8.count)
        let isDigit = { (byte: UInt8) in
            (0x61...0x7a).contains(byte) || (0x32...0x37).contains(byte)
        }
        if let wrong = digits.firstIndex(where: { !isDigit($0) }) {
            throw .character(place: line.utf8.distance(from: line.utf8.startIndex, to: wrong) + 1)
        }
        guard let bytes = Base32.decode(String(line.dropFirst(prefix.count))) else {
            throw .length
        }
        return bytes
    }

    /// A later version's line has another number before the colon.
    private static func fault(ofPrefix line: String) -> InvitationFault {
        let name = "tillmesh"
        guard line.hasPrefix(name), let colon = line.firstIndex(of: ":") else { return .prefix }
        let version = line[..<colon].dropFirst(name.count)
        guard !version.isEmpty, version.utf8.count <= 4,
            version.utf8.allSatisfy({ (0x30...0x39).contains($0) })
        else { return .prefix }
        return .version(String(version))
    }

    private static func items(of bytes: [UInt8]) throws(InvitationFault) -> [CBOR] {
        let item: CBOR
        do throws(CBORError) {
            item = try CBOR.decode(bytes)
        } catch {
            throw .encoding(error)
        }
        guard let items = item.asArray, !items.isEmpty else { throw .shape }
        return items
    }
}
