public import Texts

/// A message on the screen: what it says, and whether something went wrong.
public struct Message: Hashable, Sendable {
    public enum Tone: Hashable, Sendable {
        case good
        case warning
        case bad
    }

    public let wording: Wording
    public let tone: Tone
}

extension LaneState {
    /// Tells that something is done.
    mutating func tell(_ key: some MessageText) {
        message = Message(wording: key.wording, tone: .good)
    }

    mutating func warn(_ key: some MessageText) {
        message = Message(wording: key.wording, tone: .warning)
    }

    /// Tells that something is not done, and beeps.
    mutating func refuse(_ key: some MessageText) {
        message = Message(wording: key.wording, tone: .bad)
        effects.append(.beep(.bad))
    }
}
