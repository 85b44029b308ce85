/// What goes wrong with an emulated printer; the default is a healthy one.
public struct Behaviour: Hashable, Sendable {
    /// The roll ends after so many lines; nil is an endless roll.
    public var linesOfPaper: Int?
    public var isPaperNearEnd = false
    public var isCoverOpen = false
    public var isCutterJammed = false
    /// Closes the connection when so many bytes in all have come.
    public var hangsUpAfterBytes: Int?
    /// Takes no more bytes when so many in all have come, and keeps the connection.
    public var stopsReadingAfterBytes: Int?
    /// Closes each connection at once.
    public var refuses = false
    /// Answers no question.
    public var isMute = false

    public init() {}

    /// Whether it prints now; `lines` have been printed so far.
    func isHalted(lines: Int) -> Bool {
        isCoverOpen || isCutterJammed || isPaperOut(lines: lines)
    }

    func isPaperOut(lines: Int) -> Bool { linesOfPaper.map { lines >= $0 } ?? false }

    /// The answer to a question, as Epson's printers give it.
    func answer(_ question: PaperDecoder.Question, lines: Int) -> UInt8 {
        let isOut = isPaperOut(lines: lines)
        let isLow = isPaperNearEnd || isOut
        switch question {
        case .inTurn(1): return (isLow ? 0x03 : 0) | (isOut ? 0x0C : 0)
        case .inTurn: return 0
        case .realTime(1): return 0x12 | (isHalted(lines: lines) ? 0x08 : 0)
        case .realTime(2):
            return 0x12 | (isCoverOpen ? 0x04 : 0) | (isOut ? 0x20 : 0)
                | (isCutterJammed ? 0x40 : 0)
        case .realTime(3): return 0x12 | (isCutterJammed ? 0x08 : 0)
        case .realTime: return 0x12 | (isLow ? 0x0C : 0) | (isOut ? 0x60 : 0)
        }
    }
}
