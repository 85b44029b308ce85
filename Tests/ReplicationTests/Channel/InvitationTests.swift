import CRDT
import Crypto
import Encoding
import Replication
import TestSupport
import Testing

@Suite struct InvitationTests {
    /// Computed from protocol.md by Python's hashlib, base64 and cryptography: the root's seed
    /// is 00 … 1f, the inviter's 20 … 3f, the scope 10 … 1f, the secret a0 … af.
    private static let line = """
        tillmesh1:q4avaearcijrifiwc4mbsgq3dqor4h2yeab2cb576phbbpq5odorrz2lycmwpzgwgcn2kdk7dxoi\
        mzaskuy3qwbafgwlvykbxtfpbmrodkkngtily43b4utnbp7bfsexss6jgiuwnxlvbifbukr2jjngu6uktkvlvs\
        w25l4cnyytsmrogaxdelrxhi2domjrojntembqge5giyryhi5doxj2gq3tcmi3aaaadipokzpaa
        """

    private static func node(_ seed: ClosedRange<UInt8>) throws -> NodeID {
        NodeID(try #require(Bytes32(try Identity(seed: Array(seed)).publicKey)))
    }

    private static func golden(
        root: NodeID? = nil, inviter: NodeID? = nil,
        secret: [UInt8] = Array(0xa0...0xaf),
        addresses: [String] = ["192.0.2.7:4711", "[2001:db8::7]:4711"]
    ) throws -> Invitation {
        try Invitation(
            store: ScopeID(try #require(Bytes16(Array(UInt8(0x10)...0x1f)))),
            root: root ?? node(0x00...0x1f), inviter: inviter ?? node(0x20...0x3f),
            secret: Secret(secret), addresses: addresses, expiry: 1_795_000_000_000)
    }

    @Test func `the line and its key are another program's`() throws {
        let invitation = try Self.golden()
        #expect(invitation.line == Self.line)
        #expect(try Invitation(line: Self.line) == invitation)
        let key = invitation.channelKey(number: 3)
        #expect(key.name == .invitation(3) && key.name.isForJoining)
        #expect(
            Hex.encode(key.secret.reveal())
                == "85ba2eceae64d595696521b1cc3e66446849391990f8d43141317062dd193183")
        #expect(!invitation.isExpired(atMilliseconds: 1_794_999_999_999))
        #expect(invitation.isExpired(atMilliseconds: 1_795_000_000_000))
        #expect(!"\(invitation)".contains("160, 161"))
    }

    @Test func `a slip in typing is said where it is`() throws {
        for (line, fault) in [
            ("", .prefix), ("tillmesh:q4", .prefix), ("https://example.org", .prefix),
            ("Tillmesh1:q4", .prefix), (" " + Self.line, .prefix),
            ("tillmesh2:q4", .version("2")), ("tillmesh12:", .version("12")),
            (Self.line + "\n", .character(place: Self.line.utf8.count + 1)),
            ("tillmesh1:q4Q4", .character(place: 13)), ("tillmesh1:q4é", .character(place: 13)),
            ("tillmesh1:q", .length), (String(Self.line.dropLast(2)), .length),
            ("tillmesh1:", .encoding(CBORError(.truncated, at: 0))),
        ] as [(String, InvitationFault)] {
            #expect(throws: fault, "\(line)") { try Invitation(line: line) }
        }
        for count in 10..<Self.line.count {
            #expect(throws: InvitationFault.self, "\(count)") {
                try Invitation(line: String(Self.line.prefix(count)))
            }
        }
    }

    @Test func `an element that doesn't fit is named`() throws {
        let bytes = try #require(Base32.decode(String(Self.line.dropFirst(10))))
        let items = try #require(try CBOR.decode(bytes).asArray)
        let address: CBOR = .text("a:1")
        for (index, value, fault) in [
            (0, .text("1"), .element(.version)), (0, .unsigned(2), .version("2")),
            (1, .bytes([1]), .element(.store)), (2, .null, .element(.root)),
            (2, .bytes([1] + [UInt8](repeating: 0, count: 31)), .notAKey(.root)),
            (3, .unsigned(0), .element(.inviter)),
            (3, .bytes([UInt8](repeating: 0xff, count: 32)), .notAKey(.inviter)),
            (4, .bytes(Array(0..<15)), .element(.secret)), (4, .null, .element(.secret)),
            (5, .null, .element(.addresses)), (5, .array([.null]), .element(.addresses)),
            (5, .array([]), .addresses(0)),
            (5, .array(Array(repeating: address, count: 9)), .addresses(9)),
            (6, .integer(-1), .element(.expiry)),
        ] as [(Int, CBOR, InvitationFault)] {
            var changed = items
            changed[index] = value
            #expect(throws: fault, "\(index) \(value)") { try Invitation(line: Self.line(changed)) }
        }
        for changed in [Array(items.dropLast()), items + [.null]] {
            #expect(throws: InvitationFault.shape) { try Invitation(line: Self.line(changed)) }
        }
        #expect(throws: InvitationFault.shape) { try Invitation(line: "tillmesh1:ua") }
    }

    private static func line(_ items: [CBOR]) -> String {
        Invitation.prefix + Base32.encode(CBOR.array(items).encoded)
    }

    @Test(arguments: [
        ("10.0.0.1:1", true), ("till-3.local:65535", true), ("[::1]:4711", true), ("a:1", true),
        ("", false), (":1", false), ("a", false), ("a:", false), ("a:0", false), ("a:65536", false),
        ("a:01", false), ("a:+1", false), ("::1:4711", false), ("[]:1", false), ("[::1:1", false),
        ("a b:1", false), ("ä:1", false), ("a\u{7}:1", false), ("a:1 ", false),
        (String(repeating: "a", count: 253) + ":65535", true),
        (String(repeating: "a", count: 254) + ":65535", false),
    ])
    func `an address is host and port`(text: String, isAddress: Bool) throws {
        guard isAddress else {
            #expect(throws: InvitationFault.address(text)) {
                try Self.golden(addresses: [text])
            }
            return
        }
        let invitation = try Self.golden(addresses: [text])
        #expect(try Invitation(line: invitation.line).addresses == [text])
    }
}
