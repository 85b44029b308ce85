public import Peripherals

/// Reads ESC/POS as a printer does and keeps what it would have put on paper; performs no I/O.
///
/// Bytes may come in any pieces. Answers are what it sends back.
public struct PaperDecoder: Sendable {
    public private(set) var paper = Paper()
    private let profile: PrinterProfile
    /// Where the printer breaks a line by itself; nil never breaks.
    private let columns: Int?
    private var pending: [UInt8] = []
    /// Bytes of complete commands so far.
    private var offset = 0
    private var style = Paper.Style()
    private var lineAlignment = Paper.Style.Alignment.left
    private var runs: [Paper.Run] = []
    private var usedColumns = 0
    private var pageNumber: UInt8 = 0
    private var qr: [UInt8] = []
    private var pdf417: [UInt8] = []

    /// What asks for an answer.
    public enum Question: Hashable, Sendable {
        /// `DLE EOT n`.
        case realTime(UInt8)
        /// `GS r n`, in its turn.
        case inTurn(UInt8)
    }

    /// - Parameters:
    ///   - profile: whose code page numbers are understood.
    ///   - breaksLines: whether a line longer than the profile's columns goes on below.
    public init(_ profile: PrinterProfile, breaksLines: Bool = true) {
        self.profile = profile
        columns = breaksLines ? profile.columns : nil
    }

    /// Takes bytes in.
    public mutating func receive(_ bytes: some Sequence<UInt8>) { pending += bytes }

    /// Whether a command has begun and not ended.
    public var isInsideCommand: Bool { !pending.isEmpty }

    /// Whether characters wait for the end of their line.
    public var isInsideLine: Bool { !runs.isEmpty }

    /// Forgets a command that never ended.
    public mutating func dropPending() { pending = [] }

    /// Lines printed or fed so far.
    public private(set) var lineCount = 0

    /// Performs commands until `isHalted` says so or input is missing; returns the questions.
    public mutating func run(
        until isHalted: (PaperDecoder) -> Bool = { _ in false }
    ) -> [Question] {
        var questions: [Question] = []
        var rest = pending[...]
        while !isHalted(self), let first = rest.first {
            let length: Int
            switch CommandLength.of(rest) {
            case .incomplete:
                pending = Array(rest)
                return questions
            case .unknown(let count):
                length = min(count, rest.count)
                paper.unknown.append(.init(bytes: Array(rest.prefix(length)), offset: offset))
            case .known(1) where ![0x10, 0x1B, 0x1C, 0x1D].contains(first):
                length = 1
                character(first)
            case .known(let count):
                length = count
                if let question = perform(Array(rest.prefix(count))) { questions.append(question) }
            }
            rest = rest.dropFirst(length)
            offset += length
        }
        pending = Array(rest)
        return questions
    }

    /// Takes the real-time questions out of what waits, as a printer does that has stopped.
    public mutating func realTimeQuestions() -> [Question] {
        var questions: [Question] = []
        var kept: [UInt8] = []
        var rest = pending[...]
        while let first = rest.first {
            let bytes = Array(rest.prefix(3))
            if bytes.count == 3, bytes[0] == 0x10, bytes[1] == 0x04 {
                questions.append(.realTime(bytes[2]))
                rest = rest.dropFirst(3)
            } else {
                kept.append(first)
                rest = rest.dropFirst()
            }
        }
        pending = kept
        return questions
    }
}

extension PaperDecoder {
    private mutating func character(_ byte: UInt8) {
        switch byte {
        case 0x0A: endLine()
        case 0x09: put(" ")
        case 0x20...:
            let page = profile.page(numbered: pageNumber) ?? (byte < 0x80 ? .cp437 : nil)
            if let character = page?.character(for: byte) {
                put(character)
            } else {
                paper.unknown.append(.init(bytes: [byte], offset: offset))
                put("\u{FFFD}")
            }
        default: paper.unknown.append(.init(bytes: [byte], offset: offset))
        }
    }

    private mutating func put(_ character: Character) {
        if let columns, usedColumns + style.across > columns { endLine() }
        usedColumns += style.across
        if runs.isEmpty { lineAlignment = style.alignment }
        if let last = runs.indices.last, runs[last].style == style {
            runs[last].text.append(character)
        } else {
            runs.append(.init(text: String(character), style: style))
        }
    }

    private mutating func endLine() {
        paper.items.append(
            .line(.init(runs: runs, alignment: runs.isEmpty ? .left : lineAlignment)))
        lineCount += 1
        runs = []
        usedColumns = 0
    }

    /// `ESC @` also throws away a line that never ended.
    private mutating func reset() {
        runs = []
        usedColumns = 0
        style = Paper.Style()
        pageNumber = 0
        qr = []
        pdf417 = []
    }

    private mutating func perform(_ command: [UInt8]) -> Question? {
        switch (command[0], Unicode.Scalar(command[1])) {
        case (0x10, "\u{4}"): return .realTime(command[2])
        case (0x1D, "r"): return .inTurn(command[2])
        case (0x10, _), (0x1C, _): return nil
        case (0x1B, let name): escape(name, command)
        case (_, let name): groupSeparator(name, command)
        }
        return nil
    }

    private mutating func escape(_ name: Unicode.Scalar, _ command: [UInt8]) {
        switch name {
        case "@": reset()
        case "!": setMode(command[2])
        case "E", "G": style.isEmphasised = command[2] & 1 != 0
        case "-": style.isUnderlined = command[2] & 3 != 0
        case "M": style.isFontB = command[2] & 1 != 0
        case "a": style.alignment = .init(rawValue: command[2] & 3) ?? .left
        case "t": pageNumber = command[2]
        case "d":
            if !runs.isEmpty { endLine() }
            paper.items.append(.feed(lines: Int(command[2])))
            lineCount += Int(command[2])
        case "J": paper.items.append(.feedDots(Int(command[2])))
        case "p":
            paper.items.append(
                .pulse(pin: command[2] & 1, onUnits: command[3], offUnits: command[4]))
        case "*": put("\u{FFFC}")
        // Spacing, upside-down and user-defined characters leave the text as it is.
        default: break
        }
    }

    private mutating func setMode(_ mode: UInt8) {
        style.isFontB = mode & 0x01 != 0
        style.isEmphasised = mode & 0x08 != 0
        style.down = mode & 0x10 != 0 ? 2 : 1
        style.across = mode & 0x20 != 0 ? 2 : 1
        style.isUnderlined = mode & 0x80 != 0
    }

    private mutating func groupSeparator(_ name: Unicode.Scalar, _ command: [UInt8]) {
        switch name {
        case "!":
            style.across = Int(command[2] >> 4 & 7) + 1
            style.down = Int(command[2] & 7) + 1
        case "k":
            let content = command[2] < 65 ? command[3..<(command.count - 1)] : command[4...]
            paper.items.append(.barcode(system: command[2], content: Array(content)))
        case "V": paper.items.append(.cut(isFull: [0, 48, 65].contains(command[2])))
        case "v":
            let rowBytes = Int(command[4]) + Int(command[5]) << 8
            let height = Int(command[6]) + Int(command[7]) << 8
            paper.items.append(
                .picture(width: rowBytes * 8, height: height, bytes: Array(command[8...])))
        case "(" where command[2] == 0x6B: code(Array(command[5...]))
        // Bar shapes, margins and stored graphics leave the text as it is.
        default: break
        }
    }

    /// `GS ( k`: 49 is QR, 48 PDF417; function 80 stores, 81 prints.
    private mutating func code(_ parameters: [UInt8]) {
        guard parameters.count >= 3 else { return }
        switch (parameters[0], parameters[1]) {
        case (49, 80): qr = Array(parameters[3...])
        case (49, 81): paper.items.append(.qr(qr))
        case (48, 80): pdf417 = Array(parameters[3...])
        case (48, 81): paper.items.append(.pdf417(pdf417))
        default: break
        }
    }
}
