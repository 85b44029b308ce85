import Glibc

/// A cashier's place: the real lane in a terminal, a printer beside it, and a watch.
final class LaneSession {
    let terminal: TerminalProgram
    let printer: LoopbackPrinter
    /// What the lane wrote since the last ``begin()``.
    private(set) var shown: [UInt8] = []
    /// When the last of it was read.
    private(set) var shownAt: UInt64 = 0
    private var block = [UInt8](repeating: 0, count: 65_536)

    private static let longestNanoseconds: UInt64 = 20_000_000_000

    init(_ words: [String], printer: LoopbackPrinter) throws(BenchmarkError) {
        self.printer = printer
        terminal = try TerminalProgram(words)
    }

    /// Forgets what was shown and printed, and returns the time.
    func begin() -> UInt64 {
        shown = []
        printer.expectReceipt()
        return monotonicNanoseconds()
    }

    /// Types from a clean slate, and returns the time before the first key.
    func type(_ text: String) throws(BenchmarkError) -> UInt64 {
        let begun = begin()
        try terminal.type(text)
        return begun
    }

    /// Waits until a text was shown and the screen has been still for a moment.
    ///
    /// - Returns: when the last byte of it was read.
    func await(
        _ text: String, stillMilliseconds: Int32 = 10
    ) throws(BenchmarkError) -> UInt64 {
        let wanted = Array(text.utf8)
        try watch(stillMilliseconds, for: text) { $0.shown.contains(wanted) }
        return shownAt
    }

    /// Waits for a whole receipt, and returns when its first byte came.
    func awaitReceipt() throws(BenchmarkError) -> UInt64 {
        try watch(10, for: "a receipt") { $0.printer.isDone }
        return printer.begunAt ?? 0
    }

    private func watch(
        _ stillMilliseconds: Int32, for awaited: String, until isEnough: (LaneSession) -> Bool
    ) throws(BenchmarkError) {
        let deadline = monotonicNanoseconds() + Self.longestNanoseconds
        while monotonicNanoseconds() < deadline {
            var polled = ([terminal.descriptor] + printer.descriptors).map {
                pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
            }
            let count = poll(&polled, nfds_t(polled.count), stillMilliseconds)
            if count == 0, isEnough(self) { return }
            readTerminal()
            printer.serve()
        }
        throw .lane(awaited: awaited, shown: String(decoding: shown, as: UTF8.self))
    }

    private func readTerminal() {
        while true {
            let bytes = terminal.read(into: &block)
            guard !bytes.isEmpty else { return }
            shownAt = monotonicNanoseconds()
            shown += bytes
        }
    }
}
