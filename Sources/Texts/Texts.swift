/// A language in which the lane speaks and prints.
public enum Language: String, Hashable, Sendable, CaseIterable {
    case english = "en"
    case spanish = "es"
}

/// One text in every language; there is no way to make it with one of them missing.
public struct Translation: Hashable, Sendable {
    public let english: String
    public let spanish: String

    public init(_ english: String, _ spanish: String) {
        self.english = english
        self.spanish = spanish
    }

    public subscript(language: Language) -> String {
        switch language {
        case .english: english
        case .spanish: spanish
        }
    }
}

/// A typed key of user text: an enum whose cases carry what the text tells.
///
/// A key's `translation` is an exhaustive switch, so a key or a language left out doesn't build.
/// Keys lie in one file per area: receipts, reports, screens, messages.
public protocol Translatable: Sendable {
    var translation: Translation { get }
}

/// The text of a key in a language.
public func text(_ key: some Translatable, in language: Language) -> String {
    key.translation[language]
}
