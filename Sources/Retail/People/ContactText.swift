/// What of a person's contact data is compared, so that one number typed two ways is one number.
public enum ContactText {
    /// The last nine digits of a telephone number; nil below five digits.
    ///
    /// They are the same with a country's code, with a trunk zero and without either.
    public static func phone(_ text: String) -> String? {
        let digits = text.utf8.filter { (0x30...0x39).contains($0) }
        guard digits.count >= 5 else { return nil }
        return String(decoding: digits.suffix(9), as: UTF8.self)
    }

    /// An e-mail address in small letters; nil where it is none.
    public static func email(_ text: String) -> String? {
        let trimmed = text.split(separator: " ").joined().lowercased()
        let parts = trimmed.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty }) else { return nil }
        return trimmed
    }

    /// Whether a text seems to hold a payment card's number, which no field may keep.
    public static func mayHoldCardNumber(_ text: String) -> Bool {
        CardNumber.isSuspected(in: text)
    }

    /// The same for a telephone number, which has 15 digits at most (ITU-T E.164, 6.1).
    public static func mayHoldCardNumber(phone: String) -> Bool {
        CardNumber.isProbable(in: phone)
    }
}
