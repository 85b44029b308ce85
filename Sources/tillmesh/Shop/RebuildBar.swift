import Node
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

    /// How far a newcomer is.
    func show(_ progress: JoinProgress) {
        switch progress {
        case .meeting: return
        case .snapshot(let parts, let all): show(parts, of: all, "\(parts) of \(all) parts")
        case .checking: show(1, of: 1, "another lane is asked whether it's right")
        case .operations(let here, let missing): show(here, of: here + missing)
        }
    }

    private func show(_ done: Int, of all: Int, _ note: String) {
        bar.withLock { bar in
            var shown = bar ?? ProgressBar(title, total: all)
            shown.show(done, note: note)
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
