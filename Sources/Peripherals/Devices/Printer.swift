import Synchronization

/// Bytes to print once, and the number by which their outcome is told.
public struct PrintJob: Hashable, Sendable {
    public let id: UInt64
    public let bytes: [UInt8]

    public init(id: UInt64, bytes: [UInt8]) {
        self.id = id
        self.bytes = bytes
    }
}

/// What a printer tells its owner, always on the printer's own thread.
public protocol PrinterObserver: Sendable {
    /// The first byte leaves after this returns true: the caller records "printing" in here.
    ///
    /// False takes the job back, unprinted.
    func willBegin(_ job: UInt64) -> Bool

    func didFinish(_ job: UInt64, _ outcome: PrintOutcome)

    /// How the printer is, whenever it was asked; the fault where it couldn't be.
    func didLearn(_ status: Result<PrinterStatus, PrinterFault>)
}

/// How long a printer may take, in milliseconds.
public struct PrinterTimeouts: Hashable, Sendable {
    public var open = 3_000
    /// For a status answer, which the printer gives at once.
    public var answer = 1_000
    /// For the next bytes to be taken.
    public var stall = 5_000
    /// For one wait on the confirmation that all was printed; between waits its state is asked.
    public var confirmation = 1_000
    /// Waits before the outcome is called unknown.
    public var confirmationRounds = 20

    public init() {}
}

/// One printer on a thread of its own; asking it for anything returns at once.
///
/// Each job has its own connection, so several lanes can share a network printer.
public final class Printer: Sendable {
    enum Request: Sendable {
        case print(PrintJob)
        case askStatus
    }

    private let mailbox = Mailbox<Request>()
    private let observer: any PrinterObserver
    private let thread: Mutex<DeviceThread?> = Mutex(nil)

    /// Starts the printer's thread; nothing is opened before the first request.
    ///
    /// - Parameters:
    ///   - address: where the printer is.
    ///   - asksStatus: whether it answers there; false too for a file.
    ///   - timeouts: how long it may take.
    ///   - observer: who is told.
    public init(
        _ address: DeviceAddress, asksStatus: Bool, timeouts: PrinterTimeouts = PrinterTimeouts(),
        observer: any PrinterObserver
    ) {
        self.observer = observer
        let session = PrinterSession(
            address: address, asksStatus: asksStatus && address.canAnswer, timeouts: timeouts,
            observer: observer, stop: mailbox.stop)
        let mailbox = mailbox
        let started = DeviceThread {
            while let request = mailbox.next() { session.perform(request) }
        }
        thread.withLock { $0 = started }
    }

    deinit { stop() }

    /// Queues a job behind those that wait.
    public func print(_ job: PrintJob) { mailbox.post(.print(job)) }

    /// Asks how the printer is, after the jobs that wait.
    public func askStatus() { mailbox.post(.askStatus) }

    /// Ends the thread: the job under way ends as it stands, those that wait are not printed.
    public func stop() {
        mailbox.stop.raise()
        thread.withLock { $0 }?.join()
        for case .print(let job) in mailbox.drain() {
            observer.didFinish(job.id, .notPrinted(.stopped))
        }
    }
}

extension DeviceAddress {
    fileprivate var canAnswer: Bool {
        switch self {
        case .network, .character, .serial: true
        case .file: false
        }
    }
}
