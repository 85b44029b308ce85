/// What a message says and what to do next, with the code that people name on the telephone.
public struct Wording: Hashable, Sendable {
    /// A letter for the area and a number, such as `P12`; never used again for something else.
    public let code: String
    public let text: Translation
    /// The next step; empty where there is none to take.
    public let next: Translation

    /// All of it on one line, in English, for a command line.
    public var line: String {
        next.english.isEmpty
            ? "\(code) \(text.english)" : "\(code) \(text.english) \(next.english)"
    }

    init(_ code: String, _ text: Translation, _ next: Translation = Translation("", "")) {
        self.code = code
        self.text = text
        self.next = next
    }

    init(_ code: String, _ english: String, _ spanish: String) {
        self.init(code, Translation(english, spanish))
    }

    init(
        _ code: String, _ english: String, _ spanish: String, next nextEnglish: String,
        _ nextSpanish: String
    ) {
        self.init(
            code, Translation(english, spanish), Translation(nextEnglish, nextSpanish))
    }
}

/// A typed key of a message to the cashier; `docs/messages.md` lists all of them.
public protocol MessageText: Translatable {
    var wording: Wording { get }
    /// One of each case, with names in capitals where a message has figures or names.
    static var samples: [Self] { get }
}

extension MessageText {
    public var translation: Translation { wording.text }
}

/// Every message of every area, for the list.
public enum Messages {
    public static var all: [Wording] {
        let keys: [any MessageText] =
            EntryMessage.samples + GoodsMessage.samples + PeopleMessage.samples
            + MoneyMessage.samples + ReceiptMessage.samples + MachineMessage.samples
            + StoreMessage.samples
        return keys.map(\.wording).sorted { $0.code < $1.code }
    }
}
