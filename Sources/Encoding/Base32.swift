/// Base32 text of bytes: RFC 4648 §6, lower case, unpadded (protocol.md §1).
public enum Base32 {
    private static let digits = Array("abcdefghijklmnopqrstuvwxyz234567".utf8)

    public static func encode(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count * 8 + 4) / 5)
        var pending: UInt32 = 0
        var count = 0
        for byte in bytes {
            pending = pending << 8 | UInt32(byte)
            count += 8
            while count >= 5 {
                count -= 5
                text.append(digits[Int(pending >> UInt32(count) & 31)])
            }
            pending &= 1 << UInt32(count) - 1
        }
        if count > 0 { text.append(digits[Int(pending << UInt32(5 - count) & 31)]) }
        return String(decoding: text, as: UTF8.self)
    }

    /// The bytes of lower-case, unpadded text.
    ///
    /// Nil for another character, a length that no bytes have, or set bits behind the last
    /// byte: each byte string has one text.
    public static func decode(_ text: String) -> [UInt8]? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count * 5 / 8)
        var pending: UInt32 = 0
        var count = 0
        for digit in text.utf8 {
            guard let value = value(digit) else { return nil }
            pending = pending << 5 | value
            count += 5
            if count >= 8 {
                count -= 8
                bytes.append(UInt8(truncatingIfNeeded: pending >> UInt32(count)))
            }
            pending &= 1 << UInt32(count) - 1
        }
        // Five bits or more left over are a digit too many.
        return count < 5 && pending == 0 ? bytes : nil
    }

    private static func value(_ digit: UInt8) -> UInt32? {
        switch digit {
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(digit - UInt8(ascii: "a"))
        case UInt8(ascii: "2")...UInt8(ascii: "7"): UInt32(digit - UInt8(ascii: "2")) + 26
        default: nil
        }
    }
}
