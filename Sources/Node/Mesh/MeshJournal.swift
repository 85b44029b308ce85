import Retail
import Synchronization
import Texts

/// What a mesh refused and noticed lately, for those who look after the store; in memory alone.
final class MeshJournal: Sendable {
    /// The same thing again is one entry, so that this is many.
    private static let entriesMost = 32

    private let held = Mutex<[MeshNotice]>([])

    /// The latest first.
    var notices: [MeshNotice] { held.withLock { $0 } }

    func add(_ text: Translation, at moment: Instant) {
        held.withLock { held in
            let before = held.firstIndex { $0.text == text }.map { held.remove(at: $0) }
            held.insert(
                MeshNotice(text: text, last: moment, count: (before?.count ?? 0) + 1), at: 0)
            if held.count > Self.entriesMost { held.removeLast() }
        }
    }
}
