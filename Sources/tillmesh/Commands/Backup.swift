import Encoding
import Node

extension Subcommand {
    static let backup = Subcommand(
        path: ["backup"], summary: "Copy the books into one file, and examine the copy.",
        details: """
            Copies the database as it is at this moment while the lane goes on selling, reads every
            page, chain and row of the copy, and compares its digests with the till's. FILE appears
            only once all is well. It holds no key of the node: nobody can sign with it. Personal
            data can be read in it: keep it like the till itself.
            """,
        operands: [Operand(name: "FILE", help: "Where the copy goes; nothing may be there yet.")],
        options: [CommonOption.data, CommonOption.json]
    ) { arguments in
        let directory = DataDirectory(try arguments.dataDirectory())
        guard FileSystem.exists(directory.path) else {
            throw Failure(.noInput, "there is no folder \(directory.path)")
        }
        let path = arguments.operands[0]
        var bar = ProgressBar("backup", total: 100)
        defer { bar.finish() }
        let content = try Failure.of { () throws(BackupError) in
            try Backup.make(of: directory, to: path) { bar.show($0) }
        }
        bar.finish()
        BackupReport(content: content, path: path, aside: nil).print(arguments)
        return .success
    }

    static let restore = Subcommand(
        path: ["restore"], summary: "Put a backup in the place of this lane's books.",
        details: """
            Examines FILE first; it must be a backup of this lane. The books that were here are put
            aside under another name, never removed. At its next start the lane begins a new
            incarnation: its receipts get a series of their own, no number comes twice, and what the
            backup lacks comes back from the neighbours that have it.

            Where the books here hold operations that FILE lacks, nothing is changed; --replace puts
            them aside all the same. A machine without this lane's identity can't restore: a new
            machine takes everything from its neighbours with `tillmesh join`.
            """,
        operands: [Operand(name: "FILE", help: "What `tillmesh backup` wrote.")],
        options: [
            CommonOption.data,
            .flag("replace", "Even if the books here know more than FILE."), CommonOption.json,
        ]
    ) { arguments in
        let directory = DataDirectory(try arguments.dataDirectory())
        guard directory.isInitialised else {
            throw Failure(
                .noInput,
                "there is no lane's identity in \(directory.path): a new machine takes its data "
                    + "from its neighbours with `tillmesh join`")
        }
        let path = arguments.operands[0]
        var bar = ProgressBar("restore", total: 100)
        defer { bar.finish() }
        let restored = try Failure.of { () throws(BackupError) in
            try Backup.restore(path, to: directory, replacing: arguments.has("replace")) {
                bar.show($0)
            }
        }
        bar.finish()
        BackupReport(content: restored.content, path: path, aside: restored.aside)
            .print(arguments)
        return .success
    }
}

/// What a backup or a restore did.
private struct BackupReport {
    let content: Backup.Content
    let path: String
    /// Where the earlier books lie.
    let aside: String?

    func print(_ arguments: Arguments) {
        let digest = Hex.encode(content.stateDigest.bytes)
        if arguments.has("json") {
            Output.line(
                JSON.object([
                    ("file", .string(path)), ("operations", .unsigned(content.operations)),
                    ("stateDigest", .string(digest)), ("bytes", .integer(content.bytes)),
                    ("aside", aside.map { .string($0) } ?? .null),
                ]).text)
            return
        }
        Output.line("file        \(path)")
        Output.line("operations  \(content.operations)")
        Output.line("size        \(content.bytes / 1024) KiB")
        Output.line("state       \(digest)")
        if let aside { Output.line("The books that were here are \(aside)") }
    }
}

extension ProgressBar {
    fileprivate mutating func show(_ step: Backup.Step) {
        switch step {
        case .copying(let done, let all): show(done * 90 / max(all, 1), note: "copying")
        case .examining: show(90, note: "examining the copy")
        }
    }
}

extension Failure {
    /// Does the work; its refusals become this command's.
    fileprivate static func of<Result>(
        _ work: () throws(BackupError) -> Result
    ) throws(Failure) -> Result {
        do throws(BackupError) {
            return try work()
        } catch {
            switch error {
            case .storage(let error): throw Failure(error)
            case .file(let error) where error.doing == .create:
                throw Failure(.cannotCreate, "\(error)")
            case .file(let error): throw Failure(error)
            case .exists: throw Failure(.cannotCreate, "\(error)")
            case .noBackup(_, isThere: false): throw Failure(.noInput, "\(error)")
            case .noBackup, .damaged, .differs, .anotherLane: throw Failure(.badData, "\(error)")
            case .notCurrent, .wouldForget: throw Failure(.failure, "\(error)")
            }
        }
    }
}
