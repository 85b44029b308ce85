extension HybridClock.Failure: CustomStringConvertible {
    public var description: String {
        switch self {
        case .wallOutOfRange:
            "this machine's clock is centuries off: set it, then try again"
        case .exhausted: "no later time stamp is left"
        }
    }
}
