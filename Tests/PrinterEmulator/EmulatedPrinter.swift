import CPosix
import Glibc
public import Peripherals
import Synchronization

/// Why an emulated printer couldn't start.
public struct EmulatorError: Error, Equatable {
    public let call: String
    public let errno: CInt
}

/// A receipt printer on 127.0.0.1: prints to memory, answers for its state, fails as told.
///
/// It serves one connection after another, as real ones do. Each byte is in the log file before
/// it has any effect.
public final class EmulatedPrinter: Sendable {
    public let port: UInt16
    private let shared: SharedState
    private let stopSignal = StopSignal()
    private let thread: Mutex<DeviceThread?> = Mutex(nil)

    /// Starts to listen.
    ///
    /// - Parameters:
    ///   - profile: the model to play.
    ///   - behaviour: what goes wrong from the start.
    ///   - port: 0 takes any free one.
    ///   - log: a file to which each received byte is appended at once.
    /// - Throws: ``EmulatorError`` when the port or the file can't be opened.
    public init(
        _ profile: PrinterProfile, behaviour: Behaviour = Behaviour(), port: UInt16 = 0,
        log: String? = nil
    ) throws(EmulatorError) {
        let listener = try Listener(port: port)
        self.port = listener.port
        shared = try SharedState(profile, behaviour, log: log)
        let server = EmulatorServer(listener: listener, shared: shared, stop: stopSignal)
        let started = DeviceThread { server.serve() }
        thread.withLock { $0 = started }
    }

    deinit { stop() }

    /// What was printed so far.
    public var paper: Paper { shared.state.withLock { $0.decoder.paper } }

    /// Every byte that was received so far.
    public var received: [UInt8] { shared.state.withLock { $0.received } }

    /// Loads paper, closes the cover, breaks the cutter; takes effect at once.
    public func change(_ change: (inout Behaviour) -> Void) {
        shared.state.withLock { change(&$0.behaviour) }
        shared.changed.signal()
    }

    /// Waits until the paper is as wished; false when that takes longer.
    public func waitForPaper(
        milliseconds: Int = 10_000, _ isAsWished: (Paper) -> Bool
    ) -> Bool {
        let deadline = Deadline.after(milliseconds: milliseconds)
        while !isAsWished(paper) {
            guard shared.progress.wait(until: deadline, stop: stopSignal) else {
                return isAsWished(paper)
            }
        }
        return true
    }

    /// Closes everything; again is harmless.
    public func stop() {
        stopSignal.raise()
        thread.withLock { $0 }?.join()
    }
}

/// The printer's state, shared by its thread and the test.
final class SharedState: Sendable {
    struct State: Sendable {
        var decoder: PaperDecoder
        var behaviour: Behaviour
        var received: [UInt8] = []
    }

    let state: Mutex<State>
    /// Tells the printer's thread that its behaviour changed.
    let changed = Bell()
    /// Tells a waiting test that more was printed.
    let progress = Bell()
    private let log: CInt?

    init(_ profile: PrinterProfile, _ behaviour: Behaviour, log: String?) throws(EmulatorError) {
        state = Mutex(State(decoder: PaperDecoder(profile), behaviour: behaviour))
        if let log {
            let file = open(log, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
            guard file >= 0 else { throw EmulatorError(call: "open \(log)", errno: errno) }
            self.log = file
        } else {
            self.log = nil
        }
    }

    deinit { if let log { close(log) } }

    /// Logs and takes in bytes, prints what can be printed, and returns what to answer.
    func receive(_ bytes: [UInt8]) -> [UInt8] {
        if let log {
            let written = write(log, bytes, bytes.count)
            precondition(written == bytes.count, "the log took \(written) of \(bytes.count) bytes")
        }
        state.withLock { state in
            state.received += bytes
            state.decoder.receive(bytes)
        }
        return work()
    }

    /// Prints what can be printed now and returns what to answer.
    func work() -> [UInt8] {
        let answers = state.withLock { state in
            let behaviour = state.behaviour
            var questions: [PaperDecoder.Question] = []
            if !behaviour.isHalted(lines: state.decoder.lineCount) {
                questions = state.decoder.run { behaviour.isHalted(lines: $0.lineCount) }
            }
            let lines = state.decoder.lineCount
            if behaviour.isHalted(lines: lines) { questions += state.decoder.realTimeQuestions() }
            return behaviour.isMute ? [] : questions.map { behaviour.answer($0, lines: lines) }
        }
        progress.signal()
        return answers
    }
}
