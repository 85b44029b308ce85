import CRDT
import Encoding
import Node
import Replica
import Retail
import Storage
import Texts

/// Something wrong with this till, and what to do about it.
struct Ailment {
    let what: String
    let remedy: String

    init(_ what: String, _ remedy: String) {
        self.what = what
        self.remedy = remedy
    }

    var json: JSON { .object([("finding", .string(what)), ("do", .string(remedy))]) }
}

/// Looks at a data directory from its files' modes to its last row.
///
/// What can't even be opened is a finding like any other, so that one examination tells all.
struct DirectoryExamination {
    /// A day's receipts, the log and its copies need far less.
    private static let freeBytesMin: Int64 = 256 << 20
    /// A receipt's time may be this far ahead of the clock, which an adjustment of it explains.
    private static let aheadMillisecondsMax: UInt64 = 60_000

    private let directory: DataDirectory
    private(set) var ailments: [Ailment] = []

    init(_ directory: DataDirectory) { self.directory = directory }

    /// - Parameters:
    ///   - isDeep: whether every row of every table is read, and every Z counted again.
    ///   - progress: called with what is looked at next.
    mutating func run(isDeep: Bool, _ progress: (String) -> Void) {
        progress("files")
        examineFiles()
        examineDisk()
        guard let identity = examineIdentity() else { return }
        progress("database")
        do {
            let reader = try ShopReader(directory, scope: identity.store)
            let isCurrent = try reader.isCurrent()
            if !isCurrent {
                add(
                    "the tables are another version's, or a rebuild was cut short",
                    "run `tillmesh rebuild`")
            }
            for finding in try reader.examine(isDeep: isDeep && isCurrent) {
                add(finding.text, finding.remedy)
            }
            try examineClock(reader)
            if isCurrent { try examineOwnRows(reader, identity) }
            guard isDeep && isCurrent else { return }
            progress("reports")
            try examineReports(reader, identity)
        } catch {
            add(Failure(wrapping: error).message, "do what this says before anything else")
        }
    }

    private mutating func add(_ what: String, _ remedy: String) {
        ailments.append(Ailment(what, remedy))
    }

    private mutating func examineFiles() {
        let files = [
            directory.identity, directory.sealedRoot, directory.database,
            directory.database + "-wal", directory.database + "-shm", directory.lock,
            directory.controlSocket,
        ]
        checkMode(directory.path, allowed: 0o700)
        for file in files { checkMode(file, allowed: 0o600) }
        if !FileSystem.exists(directory.sealedRoot), !directory.wasEnrolledByMember {
            add(
                "\(directory.sealedRoot) is missing: commands with --root need it",
                "give them the recovery sheet, --sheet FILE, or restore the file")
        }
    }

    private mutating func checkMode(_ path: String, allowed: UInt32) {
        guard let mode = FileSystem.mode(of: path) else { return }
        let octal = String(allowed, radix: 8)
        if mode & ~allowed != 0 {
            add(
                "\(path) has mode \(String(mode, radix: 8)), so others may reach it",
                "chmod \(octal) \(path)")
        } else if mode & allowed != allowed {
            add(
                "\(path) has mode \(String(mode, radix: 8)), so this till can't use it",
                "chmod \(octal) \(path)")
        }
        if !FileSystem.isCallers(path) {
            add("\(path) belongs to another user", "chown it to the user that the till runs as")
        }
    }

    private mutating func examineDisk() {
        guard let free = FileSystem.freeBytes(at: directory.path), free < Self.freeBytesMin else {
            return
        }
        add(
            "only \(free >> 20) MiB are free on the disk of \(directory.path)",
            "free some space: a full disk stops the till")
    }

    private mutating func examineIdentity() -> IdentityFile? {
        if let absence = directory.absence {
            add("\(absence)", "do what this says before anything else")
            return nil
        }
        do {
            let identity = try IdentityFile.read(directory)
            examineSeal(identity)
            return identity
        } catch {
            add(
                Failure(wrapping: error).message,
                "without its identity this folder can't sell: make a new lane, keep this folder")
            return nil
        }
    }

    private mutating func examineSeal(_ identity: IdentityFile) {
        guard let bytes = try? FileSystem.read(directory.sealedRoot, limit: 1 << 16) else { return }
        let root = RootSeal(bytes: bytes).root
        if root == nil {
            add(
                "\(directory.sealedRoot) is damaged",
                "remove it, and give commands the recovery sheet, --sheet FILE")
        } else if root != identity.root {
            add(
                "\(directory.sealedRoot) seals another shop's root",
                "put this shop's file back, from the recovery sheet or a backup")
        }
    }

    private mutating func examineClock(_ reader: ShopReader) throws {
        let newest = try reader.heads().map(\.hlc.milliseconds).max() ?? 0
        let now = UInt64(max(0, SystemClock.wall().milliseconds))
        guard newest > now, newest - now > Self.aheadMillisecondsMax else { return }
        add(
            "the clock is \((newest - now) / 1000) s behind the newest operation",
            "set the machine's clock")
    }

    /// What a lane goes on without, and says so.
    private mutating func examineOwnRows(
        _ reader: ShopReader, _ identity: IdentityFile
    ) throws {
        let terms = LaneTerms(changes: try reader.settings(), taxRules: try reader.taxRules())
        for problem in try NodeProblem.all(reader, terms, of: identity) {
            let wording = problem.message.wording
            add("\(wording.code) \(wording.text.english)", wording.next.english)
        }
    }

    private mutating func examineReports(
        _ reader: ShopReader, _ identity: IdentityFile
    ) throws {
        let books = Books(
            directory: directory, identity: identity, reader: reader,
            terms: LaneTerms(changes: try reader.settings(), taxRules: try reader.taxRules()))
        for text in try ReportCheck(books).findings {
            add(text, "run `tillmesh rebuild`; if it stays, keep the folder as evidence")
        }
        for setting in books.terms.refused {
            add("a setting makes no sense here: \(setting)", "set it anew")
        }
    }
}
