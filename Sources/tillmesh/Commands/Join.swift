import CRDT
import Glibc
import Node
import Replication

extension Subcommand {
    static let join = Subcommand(
        path: ["join"], summary: "Make this machine a lane of a store that is there already.",
        details: """
            LINE is what `tillmesh invite` printed on another lane of the store. This machine gets a
            key of its own, is enrolled, fetches the store's books from the lanes that it meets, and
            compares its digests with theirs. Of a store with more than 20,000 operations it first
            fetches what a lane sells by, and has another lane confirm it: then it can sell, and the
            past comes in while it runs. `tillmesh lane` opens it. Joining can be cut short and
            begun again with the same line: what was fetched stays.
            """,
        operands: [
            Operand(
                name: "LINE", help: "The invitation, from tillmesh1: on; - reads it from input.")
        ],
        options: [
            CommonOption.data,
            .value("label", "TEXT", "What people call this machine; else its host name."),
            .value(
                "snapshot-above", "COUNT",
                "Begin so if more operations are lacking than this; else 20000."),
            .flag("wait", "End only when everything is here."), CommonOption.json,
        ] + MeshOptions.all
    ) { arguments in
        let directory = DataDirectory(try arguments.dataDirectory())
        let line = arguments.operands[0] == "-" ? readLine() ?? "" : arguments.operands[0]
        let label =
            arguments.value("label") == nil ? hostName() : try arguments.text("label", most: 60)
        let file: IdentityFile
        let outcome: JoinOutcome
        do {
            let joining = try Joining(line, directory)
            try joining.enrol(label: label)
            let above = try arguments.integer("snapshot-above", in: 0...Int64.max)
            outcome = try fetch(
                joining, directory, try MeshOptions.settings(directory, arguments),
                snapshotAbove: above.map { UInt64($0) } ?? MeshService.snapshotAbove,
                waits: arguments.has("wait"))
            file = try joining.finish()
        } catch let error as JoinError {
            throw Failure(error)
        }
        report(file, outcome, directory, arguments)
        return .success
    }

    /// Meets the store's lanes and takes their books, until it can sell or, where it `waits`, until
    /// nothing is missing.
    static func fetch(
        _ joining: Joining, _ directory: DataDirectory, _ told: MeshSettings,
        snapshotAbove: UInt64 = MeshService.snapshotAbove, waits: Bool
    ) throws -> JoinOutcome {
        let node: RunningNode
        do throws(OpenError) {
            node = try RunningNode(joining: directory)
        } catch {
            throw Failure(error)
        }
        defer { node.close() }
        var settings = told
        settings.peers += joining.addresses
        let mesh = try MeshService(
            node, settings, software: "tillmesh \(releaseVersion)"
        ) { note in
            Output.error(note.text)
        }
        defer { mesh.close() }
        let bar = RebuildBar(title: "join")
        defer { bar.finish() }
        let outcome = try mesh.fetch(snapshotAbove: snapshotAbove) { bar.show($0) }
        guard waits, case .selling = outcome else { return outcome }
        try mesh.fetchAll { done, missing in bar.show(done, of: done + missing) }
        return .whole
    }

    private static func hostName() -> String {
        var name = [CChar](repeating: 0, count: 256)
        guard gethostname(&name, name.count - 1) == 0 else { return "lane" }
        let text = String(
            decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        return text.isEmpty ? "lane" : String(text.prefix(60))
    }

    private static func report(
        _ file: IdentityFile, _ outcome: JoinOutcome, _ directory: DataDirectory,
        _ arguments: Arguments
    ) {
        let missing: UInt64 =
            switch outcome {
            case .whole: 0
            case .selling(let missing): missing
            }
        if arguments.has("json") {
            return Output.line(
                JSON.object([
                    ("store", .string(file.storeNumber)), ("lane", .integer(Int64(file.lane))),
                    ("node", .string("\(file.node.short)")), ("missing", .unsigned(missing)),
                ]).text)
        }
        Output.line("This machine is lane \(file.lane) of store \(file.storeNumber).")
        if missing > 0 {
            Output.line(
                "It can sell. \(missing) operations of the past come in while it runs.")
        }
        Output.line("Sell:   tillmesh lane --data \(directory.path)")
    }
}

extension Failure {
    init(_ error: JoinError) {
        switch error {
        case .file(let error): self.init(error)
        case .storage(let error): self.init(error)
        case .line, .expired, .welcome, .channel: self.init(.badData, "\(error)")
        case .alreadyThere, .notEmpty, .anotherStore: self.init(.cannotCreate, "\(error)")
        case .unreachable, .incomplete: self.init(.temporary, "\(error)")
        case .refused: self.init(.noPermission, "\(error)")
        case .key: self.init(.software, "\(error)")
        }
    }
}
