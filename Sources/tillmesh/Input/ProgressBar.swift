import Glibc
import Node

/// Shows on standard error how far long work is; silent where that is no terminal.
struct ProgressBar {
    private let title: String
    private let total: Int?
    private let isShown: Bool
    private var lastShown: Int64 = 0

    init(_ title: String, total: Int?) {
        self.title = title
        self.total = total
        isShown = isatty(STDERR_FILENO) == 1
    }

    /// Draws at most ten times a second.
    mutating func show(_ done: Int, note: String) {
        let now = SystemClock.monotonicNanoseconds()
        guard isShown, now - lastShown > 100_000_000 else { return }
        lastShown = now
        draw(done, note)
    }

    private func draw(_ done: Int, _ note: String) {
        guard let total, total > 0 else { return Output.status("\r\(title) \(note)") }
        let percent = min(100, done * 100 / total)
        let filled = percent * 30 / 100
        let bar =
            String(repeating: "#", count: filled) + String(repeating: ".", count: 30 - filled)
        Output.status("\r\(title) [\(bar)] \(percent)% \(note)")
    }

    /// Takes the bar off the screen.
    func finish() {
        if isShown { Output.status("\r\u{1B}[K") }
    }
}
