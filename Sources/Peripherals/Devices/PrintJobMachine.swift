/// Decides how one job goes to a printer and what became of it; performs no I/O.
///
/// Open, ask how it is, tell the caller that the first byte is about to leave, write, and wait
/// until the printer says that it took up the last byte. A fault before the first byte leaves is
/// ``PrintOutcome/notPrinted(_:)``, any later one ``PrintOutcome/unknown(_:bytesSent:)``.
public struct PrintJobMachine: Sendable {
    public enum State: Hashable, Sendable {
        case idle
        case opening
        case asking
        case announcing
        case writing(sent: Int)
        /// All bytes left; the printer is to confirm them. Rounds count the questions so far.
        case confirming(round: Int)
        /// No confirmation for a while: is something the matter?
        case checking(round: Int)
        /// All bytes left and no answers are to be had: the system's own queue is to empty.
        case draining
        /// Something is wrong after the first byte; the printer is asked what.
        case diagnosing(PrinterFault, sent: Int)
        case done(PrintOutcome)
    }

    public enum Event: Hashable, Sendable {
        case start
        case opened
        /// How the printer is, and whether the confirmation came in among the answers.
        case status(PrinterStatus, isConfirmed: Bool)
        /// The caller knows that the first byte is about to leave (true), or takes it back.
        case announced(Bool)
        /// So many more bytes left.
        case wrote(Int)
        case confirmed
        case drained
        case failed(PrinterFault)
    }

    public enum Directive: Hashable, Sendable {
        case open
        case askStatus
        case announce
        /// Write some or all of these bytes of the job.
        case write(Range<Int>)
        /// Ask for a confirmation behind the job, and wait for it.
        case confirm
        /// Wait on for the confirmation that was asked for.
        case awaitConfirmation
        case drain
        case close
        case finish(PrintOutcome)
    }

    /// An event that the state has no place for: a fault in the shell, never in the printer.
    public struct MisplacedEvent: Error, Equatable {
        public let event: Event
        public let state: State

        public init(event: Event, state: State) {
            self.event = event
            self.state = state
        }
    }

    /// Bytes written at a time, so that a stop is noticed between two pieces.
    static let pieceBytesMax = 4_096

    public private(set) var state = State.idle
    private let byteCount: Int
    private let asksStatus: Bool
    private let roundsMax: Int

    /// - Parameters:
    ///   - byteCount: the job's length.
    ///   - asksStatus: whether the printer answers `DLE EOT` and `GS r`.
    ///   - roundsMax: how many waits for the confirmation there are before giving up.
    public init(byteCount: Int, asksStatus: Bool, roundsMax: Int) {
        self.byteCount = byteCount
        self.asksStatus = asksStatus
        self.roundsMax = roundsMax
    }

    /// Advances and returns what the shell must now do, in order.
    ///
    /// - Throws: ``MisplacedEvent`` when the event doesn't belong to the state, which stays.
    public mutating func step(_ event: Event) throws(MisplacedEvent) -> [Directive] {
        switch (state, event) {
        case (.idle, .start):
            state = .opening
            return [.open]
        case (.opening, .opened):
            state = asksStatus ? .asking : .announcing
            return [asksStatus ? .askStatus : .announce]
        case (.asking, .status(let status, _)):
            if let obstacle = status.obstacle { return finish(.notPrinted(obstacle)) }
            state = .announcing
            return [.announce]
        case (.announcing, .announced(true)): return proceed(sent: 0)
        case (.announcing, .announced(false)): return finish(.notPrinted(.withdrawn))
        case (.writing(let sent), .wrote(let count)):
            return proceed(sent: min(sent + max(count, 0), byteCount))
        case (.confirming, .confirmed), (.checking, .confirmed), (.draining, .drained):
            return finish(.printed)
        case (.checking, .status(_, isConfirmed: true)): return finish(.printed)
        case (.checking(let round), .status(let status, isConfirmed: false)):
            return check(status, round: round)
        case (.diagnosing(let fault, let sent), .status(let status, _)):
            return finish(.unknown(status.obstacle ?? fault, bytesSent: sent))
        case (_, .failed(let fault)): return try fail(fault, event)
        case (.idle, _), (.opening, _), (.asking, _), (.announcing, _), (.writing, _),
            (.confirming, _), (.checking, _), (.draining, _), (.diagnosing, _), (.done, _):
            throw MisplacedEvent(event: event, state: state)
        }
    }

    private mutating func proceed(sent: Int) -> [Directive] {
        guard sent >= byteCount else {
            state = .writing(sent: sent)
            let end = min(sent + PrintJobMachine.pieceBytesMax, byteCount)
            return [.write(sent..<end)]
        }
        if asksStatus {
            state = .confirming(round: 1)
            return [.confirm]
        }
        state = .draining
        return [.drain]
    }

    private mutating func check(_ status: PrinterStatus, round: Int) -> [Directive] {
        if let obstacle = status.obstacle {
            return finish(.unknown(obstacle, bytesSent: byteCount))
        }
        guard round < roundsMax else {
            return finish(.unknown(.noAnswer, bytesSent: byteCount))
        }
        state = .confirming(round: round + 1)
        return [.awaitConfirmation]
    }

    private mutating func fail(
        _ fault: PrinterFault, _ event: Event
    ) throws(MisplacedEvent) -> [Directive] {
        switch state {
        case .opening, .asking, .announcing, .writing(sent: 0): return finish(.notPrinted(fault))
        case .writing(let sent):
            guard asksStatus, fault.leavesConnection else {
                return finish(.unknown(fault, bytesSent: sent))
            }
            state = .diagnosing(fault, sent: sent)
            return [.askStatus]
        case .confirming(let round):
            // A printer that is slow, not silent, still answers for its state.
            guard fault == .noAnswer else {
                return finish(.unknown(fault, bytesSent: byteCount))
            }
            state = .checking(round: round)
            return [.askStatus]
        case .checking, .draining: return finish(.unknown(fault, bytesSent: byteCount))
        case .diagnosing(let first, let sent):
            return finish(.unknown(first, bytesSent: sent))
        case .idle, .done: throw MisplacedEvent(event: event, state: state)
        }
    }

    private mutating func finish(_ outcome: PrintOutcome) -> [Directive] {
        let wasOpen = state != .opening
        state = .done(outcome)
        return wasOpen ? [.close, .finish(outcome)] : [.finish(outcome)]
    }
}
