/// What a printer answers to `DLE EOT 1` to `4`.
///
/// - Source: Epson's ESC/POS reference, "Transmit real-time status".
public struct PrinterStatus: Hashable, Sendable {
    public enum Paper: Hashable, Sendable { case present, nearEnd, out }

    /// What keeps the mechanism from printing.
    public enum Fault: Hashable, Sendable {
        case cutter
        case mechanism
        case unrecoverable
        /// It goes on by itself, as after cooling down.
        case recoversByItself
    }

    public var isOffline = false
    public var isCoverOpen = false
    public var paper = Paper.present
    public var fault: Fault?
    /// The level of the plug's sense pin; which level is "open" depends on the drawer.
    public var isDrawerPinHigh = false

    public init() {}

    /// Reads the four answers, in the order of asking; nil where a byte is no status answer.
    public init?(answers: [UInt8]) {
        guard answers.count == 4, answers.allSatisfy(PrinterStatus.isAnswer) else { return nil }
        let (printer, cause, error, roll) = (answers[0], answers[1], answers[2], answers[3])
        isDrawerPinHigh = printer & 0x04 != 0
        isOffline = printer & 0x08 != 0
        isCoverOpen = cause & 0x04 != 0
        if error & 0x08 != 0 {
            fault = .cutter
        } else if error & 0x20 != 0 {
            fault = .unrecoverable
        } else if error & 0x40 != 0 {
            fault = .recoversByItself
        } else if error & 0x04 != 0 || cause & 0x40 != 0 {
            fault = .mechanism
        }
        if roll & 0x60 != 0 || cause & 0x20 != 0 {
            paper = .out
        } else if roll & 0x0C != 0 {
            paper = .nearEnd
        }
    }

    /// Why nothing would be printed now, the cause nearest to the cashier's hand first.
    public var obstacle: PrinterFault? {
        if isCoverOpen { return .coverOpen }
        if paper == .out { return .paperOut }
        switch fault {
        case .cutter: return .cutterJammed
        case .unrecoverable: return .broken
        case .mechanism: return .mechanismBlocked
        case .recoversByItself: return .recovering
        case nil: return isOffline ? .offline : nil
        }
    }

    /// Bits 1 and 4 are set and bits 0 and 7 clear in every answer to `DLE EOT`.
    static func isAnswer(_ byte: UInt8) -> Bool { byte & 0x93 == 0x12 }

    /// Bits 4 and 7 are clear in an answer to `GS r`.
    static func isConfirmation(_ byte: UInt8) -> Bool { byte & 0x90 == 0 }

    /// The four questions, `DLE EOT 1` to `4`; answered at once, even with a full buffer.
    static let questions: [UInt8] = (1...4).flatMap { [0x10, 0x04, $0] }

    /// `GS r 1`: answered in its turn, so after everything before it was taken up and printed.
    static let confirmationRequest: [UInt8] = [0x1D, 0x72, 0x01]
}
