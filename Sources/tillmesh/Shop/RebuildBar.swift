import Synchronization

/// A progress bar of a rebuild, which reports from whatever thread it runs on.
final class RebuildBar: Sendable {
    private let bar = Mutex<ProgressBar?>(nil)
    private let title: String

    init(title: String = "rebuild") { self.title = title }

    func show(_ done: UInt64, of all: UInt64) {
        bar.withLock { bar in
            var shown = bar ?? ProgressBar(title, total: Int(clamping: all))
            shown.show(Int(clamping: done), note: "\(done) of \(all) operations")
            bar = shown
        }
    }

    func finish() {
        bar.withLock { bar in
            bar?.finish()
            bar = nil
        }
    }
}
