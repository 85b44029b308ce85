package import Retail
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
    /// What the message rows say now.
    package var shownMessage: Message? { message }

    /// How many dialogs lie over the screen.
    package var dialogCount: Int { dialogs.count }

    /// What a second person is asked to allow; nil: nobody is asked.
    package var approvalAsked: Permission? {
        guard case .approval(let permission, _, _) = dialogs.last else { return nil }
        return permission
    }

    /// The number of who is signed on; nil: nobody, or locked.
    package var signedOnNumber: UInt32? { person?.number }

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
