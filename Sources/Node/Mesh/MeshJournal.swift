import Retail
import Synchronization

/// What a mesh refused and noticed lately, for those who look after the store; in memory alone.
final class MeshJournal: Sendable {
    /// The same thing again is one entry, so that this is many.
    private static let entriesMost = 32

    private let held = Mutex<[MeshNotice]>([])

    /// The latest first.
    var notices: [MeshNotice] { held.withLock { $0 } }

    func add(_ text: String, at moment: Instant) {
        held.withLock { held in
            let before = held.firstIndex { $0.text == text }.map { held.remove(at: $0) }
            held.insert(
                MeshNotice(text: text, last: moment, count: (before?.count ?? 0) + 1), at: 0)
            if held.count > Self.entriesMost { held.removeLast() }
        }
    }
}

extension MeshNote {
    /// The note without the port of a caller, which is another one at every call.
    var withoutPort: String {
        switch self {
        case .channel(let whose, let fault): MeshNote.channel(Self.host(whose), fault).text
        case .mesh(let whose, let alarm): MeshNote.mesh(Self.host(whose), alarm).text
        case .answer(let whose, let fault): MeshNote.answer(Self.host(whose), fault).text
        case .storage, .discovery, .listening, .joined, .invitationEnded, .lifeEnded, .lifeStays,
            .file, .snapshot:
            text
        }
    }

    private static func host(_ whose: String) -> String {
        guard let colon = whose.lastIndex(of: ":"),
            UInt16(whose[whose.index(after: colon)...]) != nil
        else { return whose }
        return String(whose[..<colon])
    }
}
