/// The keys that one side brings to a handshake.
public struct NoiseKeys: Sendable {
    /// 32 fresh random bytes; nil only where this side's messages have none.
    public var ephemeral: Secret?
    /// The own static secret key, where the pattern has one.
    public var own: Secret?
    /// The other side's static public key, where the pattern takes it as known.
    public var remote: [UInt8]?
    /// 32 bytes each, in the order of the pattern's messages.
    public var preShared: [Secret]

    public init(
        ephemeral: Secret?, own: Secret? = nil, remote: [UInt8]? = nil, preShared: [Secret] = []
    ) {
        self.ephemeral = ephemeral
        self.own = own
        self.remote = remote
        self.preShared = preShared
    }

    /// Refuses keys of wrong lengths and another number of keys than the pattern takes.
    func check(for pattern: NoisePattern, _ side: NoiseSide) throws(NoiseFault) {
        for key in preShared + [ephemeral, own].compactMap({ $0 }) where key.count != 32 {
            throw .keyLength(key.count)
        }
        if let remote, remote.count != 32 { throw .keyLength(remote.count) }
        let other: NoiseSide = side == .initiator ? .responder : .initiator
        let wants = pattern.wants(side)
        guard preShared.count == pattern.preSharedKeys,
            wants.contains(.e) == (ephemeral != nil),
            (wants.contains(.s) || pattern.known.contains(side)) == (own != nil),
            pattern.known.contains(other) == (remote != nil)
        else { throw .keys }
    }
}

extension NoisePattern {
    /// The tokens that one side writes.
    fileprivate func wants(_ side: NoiseSide) -> [NoiseToken] {
        messages.enumerated().filter { $0.offset.isMultiple(of: 2) == (side == .initiator) }
            .flatMap(\.element)
    }
}
