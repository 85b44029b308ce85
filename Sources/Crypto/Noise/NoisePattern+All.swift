extension NoisePattern {
    /// Every pattern of the specification without a modifier.
    public static let all = oneWay + interactive + deferred

    /// Only the initiator writes (§7.4).
    static let oneWay = [
        NoisePattern("N", known: .responder, messages: [.e, .es]),
        NoisePattern("K", known: .initiator, .responder, messages: [.e, .es, .ss]),
        NoisePattern("X", known: .responder, messages: [.e, .es, .s, .ss]),
    ]

    /// Both write; every agreement as early as it can be (§7.5).
    static let interactive = [
        NoisePattern("NN", messages: [.e], [.e, .ee]),
        NoisePattern("KN", known: .initiator, messages: [.e], [.e, .ee, .se]),
        NoisePattern("NK", known: .responder, messages: [.e, .es], [.e, .ee]),
        NoisePattern(
            "KK", known: .initiator, .responder, messages: [.e, .es, .ss], [.e, .ee, .se]),
        NoisePattern("NX", messages: [.e], [.e, .ee, .s, .es]),
        NoisePattern("KX", known: .initiator, messages: [.e], [.e, .ee, .se, .s, .es]),
        NoisePattern("XN", messages: [.e], [.e, .ee], [.s, .se]),
        NoisePattern("IN", messages: [.e, .s], [.e, .ee, .se]),
        NoisePattern("XK", known: .responder, messages: [.e, .es], [.e, .ee], [.s, .se]),
        NoisePattern("IK", known: .responder, messages: [.e, .es, .s, .ss], [.e, .ee, .se]),
        NoisePattern("XX", messages: [.e], [.e, .ee, .s, .es], [.s, .se]),
        NoisePattern("IX", messages: [.e, .s], [.e, .ee, .se, .s, .es]),
    ]

    /// Agreements put off by a message, where a 1 stands in the name (§7.6, appendix 18.1).
    static let deferred = [
        NoisePattern("NK1", known: .responder, messages: [.e], [.e, .ee, .es]),
        NoisePattern("NX1", messages: [.e], [.e, .ee, .s], [.es]),
        NoisePattern("X1N", messages: [.e], [.e, .ee], [.s], [.se]),
        NoisePattern("X1K", known: .responder, messages: [.e, .es], [.e, .ee], [.s], [.se]),
        NoisePattern("XK1", known: .responder, messages: [.e], [.e, .ee, .es], [.s, .se]),
        NoisePattern("X1K1", known: .responder, messages: [.e], [.e, .ee, .es], [.s], [.se]),
        NoisePattern("X1X", messages: [.e], [.e, .ee, .s, .es], [.s], [.se]),
        NoisePattern("XX1", messages: [.e], [.e, .ee, .s], [.es, .s, .se]),
        NoisePattern("X1X1", messages: [.e], [.e, .ee, .s], [.es, .s], [.se]),
        NoisePattern("K1N", known: .initiator, messages: [.e], [.e, .ee], [.se]),
        NoisePattern("K1K", known: .initiator, .responder, messages: [.e, .es], [.e, .ee], [.se]),
        NoisePattern("KK1", known: .initiator, .responder, messages: [.e], [.e, .ee, .se, .es]),
        NoisePattern("K1K1", known: .initiator, .responder, messages: [.e], [.e, .ee, .es], [.se]),
        NoisePattern("K1X", known: .initiator, messages: [.e], [.e, .ee, .s, .es], [.se]),
        NoisePattern("KX1", known: .initiator, messages: [.e], [.e, .ee, .se, .s], [.es]),
        NoisePattern("K1X1", known: .initiator, messages: [.e], [.e, .ee, .s], [.se, .es]),
        NoisePattern("I1N", messages: [.e, .s], [.e, .ee], [.se]),
        NoisePattern("I1K", known: .responder, messages: [.e, .es, .s], [.e, .ee], [.se]),
        NoisePattern("IK1", known: .responder, messages: [.e, .s], [.e, .ee, .se, .es]),
        NoisePattern("I1K1", known: .responder, messages: [.e, .s], [.e, .ee, .es], [.se]),
        NoisePattern("I1X", messages: [.e, .s], [.e, .ee, .s, .es], [.se]),
        NoisePattern("IX1", messages: [.e, .s], [.e, .ee, .se, .s], [.es]),
        NoisePattern("I1X1", messages: [.e, .s], [.e, .ee, .s], [.se, .es]),
    ]
}
