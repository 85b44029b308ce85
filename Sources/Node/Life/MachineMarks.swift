import CPosix
import Crypto
import Encoding
import Glibc

/// What tells this machine and this folder from a copy of them (protocol.md §5, Incarnations).
///
/// Each mark is a hash of something that a cloned disk doesn't take along; nil where the machine
/// doesn't tell it, or not to this user. Marks stay in this database.
struct MachineMarks: Hashable, Sendable {
    /// DMI's product UUID, the first physical card's address, the machine id, the folder.
    static let kinds = 4

    let marks: [Bytes8?]

    /// Reads this machine's marks and those of a data directory.
    static func read(_ directory: DataDirectory) -> MachineMarks {
        MachineMarks(marks: [
            mark(text("/sys/class/dmi/id/product_uuid")),
            mark(firstCard()),
            mark(text("/etc/machine-id")),
            mark(birth(directory.path)),
        ])
    }

    /// Whether a mark that both know differs.
    func isOther(than other: MachineMarks) -> Bool {
        zip(marks, other.marks).contains { own, foreign in
            own != nil && foreign != nil && own != foreign
        }
    }

    /// These, and what only the other one knows: a mark that root once read is remembered.
    func completed(by other: MachineMarks) -> MachineMarks {
        MachineMarks(marks: zip(marks, other.marks).map { $0 ?? $1 })
    }

    private static func mark(_ text: String?) -> Bytes8? {
        guard let text, !text.isEmpty else { return nil }
        return Bytes8(
            BLAKE2b.hash(Array(text.utf8), length: Bytes8.count, label: "tillmesh-machine"))
    }

    private static func text(_ path: String) -> String? {
        guard let bytes = try? FileSystem.read(path, limit: 256) else { return nil }
        return String(decoding: bytes.prefix { $0 > 0x20 }, as: UTF8.self)
    }

    /// The address of the first network card, by name, that is a device and not made by software.
    private static func firstCard() -> String? {
        let cards = "/sys/class/net"
        let names = (try? FileSystem.names(in: cards)) ?? []
        let physical = names.first { FileSystem.exists("\(cards)/\($0)/device") }
        return physical.flatMap { text("\(cards)/\($0)/address") }
    }

    /// A folder's number and when it was made: two that were made in one tick differ all the same.
    private static func birth(_ path: String) -> String? {
        var (birth, status) = (timespec(), stat())
        guard tillmesh_birth_time(path, &birth) == 0, stat(path, &status) == 0 else { return nil }
        return "\(birth.tv_sec).\(birth.tv_nsec) \(status.st_ino)"
    }
}
