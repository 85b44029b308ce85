/// Tells words that differ by one slip of a finger.
enum Spelling {
    /// Whether the typed letters become a word's, or its beginning, by one letter more, one less,
    /// one other, or two swapped.
    static func isNear(_ typed: [Unicode.Scalar], _ word: [Unicode.Scalar]) -> Bool {
        let same = zip(typed, word).prefix { $0 == $1 }.count
        let (rest, behind) = (typed[same...], word[same...])
        if rest.isEmpty { return true }
        if behind.starts(with: rest.dropFirst()) { return true }
        if behind.dropFirst().starts(with: rest) { return true }
        if behind.dropFirst().starts(with: rest.dropFirst()) { return true }
        guard rest.count > 1, behind.count > 1 else { return false }
        let (first, second) = (rest.startIndex, rest.startIndex + 1)
        return rest[first] == word[same + 1] && rest[second] == word[same]
            && behind.dropFirst(2).starts(with: rest.dropFirst(2))
    }
}
