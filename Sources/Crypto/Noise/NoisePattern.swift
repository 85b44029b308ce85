/// A handshake as a value: what is known before, then messages of tokens, the initiator's first.
///
/// - Source: the Noise Protocol Framework, revision 34, §7 and §9.
public struct NoisePattern: Hashable, Sendable {
    /// The name with its modifiers: `XXpsk0`.
    public let name: String
    /// The sides whose static public key the other side knows before the first message.
    public let known: [NoiseSide]
    /// The tokens of each message; the initiator writes the first, then they take turns.
    public let messages: [[NoiseToken]]

    init(_ name: String, known: NoiseSide..., messages: [NoiseToken]...) {
        self.init(name: name, known: known, messages: messages)
    }

    private init(name: String, known: [NoiseSide], messages: [[NoiseToken]]) {
        self.name = name
        self.known = known
        self.messages = messages
    }

    /// How many pre-shared keys the handshake takes, in the order of its messages.
    public var preSharedKeys: Int { messages.joined().count { $0 == .psk } }

    /// Only the initiator writes, in the handshake and after it.
    public var isOneWay: Bool { messages.count == 1 }

    /// The whole protocol's name, which both sides hash first.
    public var protocolName: String { "Noise_\(name)_25519_ChaChaPoly_BLAKE2b" }

    /// The pattern with a pre-shared key in each of these places, ascending.
    ///
    /// Place 0 stands before all tokens of message 1, place *n* behind those of message *n*.
    /// Nil for a place behind the last message, or places that don't ascend.
    public func withPreSharedKeys(at places: [Int]) -> NoisePattern? {
        guard let last = places.last, places[0] >= 0, last <= messages.count,
            zip(places, places.dropFirst()).allSatisfy({ $0 < $1 })
        else { return nil }
        var changed = messages
        for place in places {
            if place == 0 {
                changed[0].insert(.psk, at: 0)
            } else {
                changed[place - 1].append(.psk)
            }
        }
        let modifiers = places.map { "psk\($0)" }.joined(separator: "+")
        return NoisePattern(name: name + modifiers, known: known, messages: changed)
    }

    /// The pattern of a name such as `NK1` or `XXpsk0+psk3`; nil for one that there isn't.
    public static func named(_ name: String) -> NoisePattern? {
        let base = name.prefix { !$0.isLowercase }
        guard let pattern = all.first(where: { $0.name == base }) else { return nil }
        guard base.endIndex < name.endIndex else { return pattern }
        let modifiers = name[base.endIndex...].split(
            separator: "+", omittingEmptySubsequences: false)
        let places = modifiers.compactMap { modifier -> Int? in
            guard modifier.hasPrefix("psk"), modifier.utf8.count == 4 else { return nil }
            return Int(modifier.dropFirst(3))
        }
        guard places.count == modifiers.count else { return nil }
        return pattern.withPreSharedKeys(at: places)
    }
}
