import Glibc

/// Why a printer didn't print, or may not have.
public enum PrinterFault: Error, Hashable, Sendable {
    case paperOut
    case coverOpen
    case cutterJammed
    case mechanismBlocked
    /// An error that only its maker mends.
    case broken
    /// Too hot, or another state that passes by itself.
    case recovering
    /// Offline without saying why: its own button, or another host.
    case offline
    /// It didn't answer when asked for its status.
    case noAnswer
    /// Host name unknown on this network.
    case unknownHost
    case openTimedOut
    /// It couldn't be opened; the number is the system's `errno`.
    case unreachable(errno: Int32)
    /// It stopped taking bytes.
    case stalled
    /// It closed the connection.
    case hungUp
    case ioError(errno: Int32)
    /// The caller took the job back before its first byte.
    case withdrawn
    /// This program is closing down.
    case stopped

    /// What a person does about it; the texts are the lane's.
    public enum NextStep: Hashable, Sendable {
        case loadPaper
        case closeCover
        case clearCutter
        case clearPaperJam
        case wait
        case pressOnlineButton
        case checkCableAndPower
        case checkAddress
        case callService
        case none
    }

    public var nextStep: NextStep {
        switch self {
        case .paperOut: .loadPaper
        case .coverOpen: .closeCover
        case .cutterJammed: .clearCutter
        case .mechanismBlocked: .clearPaperJam
        case .broken: .callService
        case .recovering: .wait
        case .offline: .pressOnlineButton
        // A folder, a file in a file, or a serial line that is none.
        case .unreachable(EISDIR), .unreachable(ENOTDIR), .unreachable(ENOTTY): .checkAddress
        case .noAnswer, .openTimedOut, .unreachable, .stalled, .hungUp, .ioError:
            .checkCableAndPower
        case .unknownHost: .checkAddress
        case .withdrawn, .stopped: .none
        }
    }

    /// Whether the connection is still there, so that the printer can be asked what is wrong.
    var leavesConnection: Bool {
        switch self {
        case .noAnswer, .stalled: true
        case .paperOut, .coverOpen, .cutterJammed, .mechanismBlocked, .broken, .recovering,
            .offline, .unknownHost, .openTimedOut, .unreachable, .hungUp, .ioError, .withdrawn,
            .stopped:
            false
        }
    }
}

/// What became of a job; decides whether it may be printed again without asking.
public enum PrintOutcome: Hashable, Sendable {
    case printed
    /// Not one byte of it left: print it again when the fault is gone.
    case notPrinted(PrinterFault)
    /// Bytes of it left and the end wasn't confirmed: ask "Did it come out?".
    case unknown(PrinterFault, bytesSent: Int)
}
