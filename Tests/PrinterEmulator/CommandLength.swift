/// How many bytes the command at the start of the input takes.
enum CommandLength: Equatable {
    case known(Int)
    /// More input is needed to tell.
    case incomplete
    /// No command that the emulator knows; so many bytes are to be skipped.
    case unknown(Int)

    /// - Source: Epson's ESC/POS reference, the formats of the commands.
    static func of(_ input: ArraySlice<UInt8>) -> CommandLength {
        guard let first = input.first else { return .incomplete }
        guard [0x10, 0x1B, 0x1C, 0x1D].contains(first) else { return .known(1) }
        guard input.count >= 2 else { return .incomplete }
        let reader = CommandReader(input)
        switch first {
        case 0x10: return reader.realTime
        case 0x1B: return reader.escape
        case 0x1C: return reader.fileSeparator
        default: return reader.groupSeparator
        }
    }
}

/// Looks at the bytes of a command by their place from its start.
private struct CommandReader {
    private let input: ArraySlice<UInt8>

    init(_ input: ArraySlice<UInt8>) { self.input = input }

    private func byte(_ place: Int) -> Int? {
        place < input.count ? Int(input[input.startIndex + place]) : nil
    }

    /// Low byte first.
    private func word(_ place: Int) -> Int? {
        guard let low = byte(place), let high = byte(place + 1) else { return nil }
        return low + high << 8
    }

    private func sized(_ length: Int?) -> CommandLength {
        guard let length, input.count >= length else { return .incomplete }
        return .known(length)
    }

    private func throughNUL(from place: Int) -> CommandLength {
        guard let end = input.dropFirst(place).firstIndex(of: 0) else { return .incomplete }
        return .known(end - input.startIndex + 1)
    }

    var realTime: CommandLength {
        switch byte(1) {
        case 0x04, 0x05: return sized(3)
        case 0x14:
            guard let function = byte(2) else { return .incomplete }
            return sized(function == 8 ? 10 : 5)
        default: return .unknown(1)
        }
    }

    var escape: CommandLength {
        switch byte(1).map({ Unicode.Scalar(UInt8($0)) }) {
        case "@", "2": return .known(2)
        case "!", "E", "G", "a", "t", "R", "M", "d", "J", "-", "3", "{", "%", " ", "V", "r", "c":
            return sized(3)
        case "p": return sized(5)
        case "$", "\\": return sized(4)
        case "D": return throughNUL(from: 2)
        case "*":
            guard let mode = byte(2), let columns = word(3) else { return .incomplete }
            return sized(5 + columns * (mode >= 32 ? 3 : 1))
        case "&": return userDefinedCharacters
        default: return .unknown(2)
        }
    }

    private var userDefinedCharacters: CommandLength {
        guard let height = byte(2), let first = byte(3), let last = byte(4) else {
            return .incomplete
        }
        var length = 5
        for _ in first...max(first, last) {
            guard let width = byte(length) else { return .incomplete }
            length += 1 + width * height
        }
        return sized(length)
    }

    var fileSeparator: CommandLength {
        switch byte(1).map({ Unicode.Scalar(UInt8($0)) }) {
        case ".", "&": .known(2)
        case "!", "-", "C": sized(3)
        default: .unknown(2)
        }
    }

    var groupSeparator: CommandLength {
        switch byte(1).map({ Unicode.Scalar(UInt8($0)) }) {
        case "!", "h", "w", "H", "f", "r", "a", "B", "b", "I": return sized(3)
        case "L", "W", "P", "$", "\\": return sized(4)
        case "V":
            guard let mode = byte(2) else { return .incomplete }
            return sized(mode >= 65 && mode != 48 ? 4 : 3)
        case "k":
            guard let system = byte(2) else { return .incomplete }
            return system < 65 ? throughNUL(from: 3) : sized(byte(3).map { 4 + $0 })
        case "(": return sized(word(3).map { 5 + $0 })
        case "8":
            guard let low = word(3), let high = word(5) else { return .incomplete }
            return sized(7 + low + high << 16)
        case "v":
            guard let width = word(4), let height = word(6) else { return .incomplete }
            return sized(8 + width * height)
        default: return .unknown(2)
        }
    }
}
