import CRDT
import Crypto
import Encoding
import Node
import Replica
import Replication
import Storage

/// Asks about the store: the process that owns the data directory, or this one where none does.
enum StoreDoor {
    static func ask(
        _ request: StoreRequest, _ arguments: Arguments
    ) throws(Failure) -> StoreAnswer {
        let directory = DataDirectory(try arguments.dataDirectory())
        let answer: StoreAnswer
        do {
            let node = try Shop.openNode(directory)
            defer { node.close() }
            answer = StoreOffice(node).answer(request)
        } catch .storage(.inUse(_, let process)) {
            let client = try Shop.owner(of: directory, process)
            answer = try ask(request, client)
        } catch {
            throw Failure(error)
        }
        guard case .refused(let text, let isOfPermission) = answer else { return answer }
        throw Failure(isOfPermission ? .noPermission : .failure, text)
    }

    private static func ask(
        _ request: StoreRequest, _ client: ControlClient
    ) throws(Failure) -> StoreAnswer {
        do throws(ControlError) {
            if case .store(let answer) = try client.ask(.store(request)) { return answer }
        } catch {
            throw Failure(error)
        }
        throw Failure(ControlError.malformed("another question's answer"))
    }

    static func members(_ arguments: Arguments) throws(Failure) -> MembersReport {
        guard case .members(let report) = try ask(.members, arguments) else {
            throw Failure(.software, "another question's answer")
        }
        return report
    }

    /// Has something decided, by this node's own right or by the root's.
    static func decide(_ decision: StoreDecision, _ arguments: Arguments) throws -> ExitCode {
        let request: StoreRequest =
            arguments.has("root")
            ? .take(try RootSigner(arguments).word(decision).encoded()) : .decide(decision)
        guard case .decided(let id, let epoch) = try ask(request, arguments) else {
            throw Failure(.software, "another question's answer")
        }
        if arguments.has("json") {
            Output.line(
                JSON.object([
                    ("log", .string(id.log.name)), ("seq", .unsigned(id.seq)),
                    ("hash", .string(Hex.encode(id.hash.bytes))),
                    ("meshKeyEpoch", epoch.map { .unsigned(UInt64($0)) } ?? .null),
                ]).text)
        } else {
            Output.line(
                "Decided: \(Hex.encode(id.hash.bytes.prefix(6))) of \(id.log.author.short).")
            if let epoch { Output.line("The store has a new mesh key, epoch \(epoch).") }
        }
        return .success
    }

    /// Options of a command that decides.
    static let options = [
        CommonOption.data,
        Option.flag("root", "Decide as the store's root: its passphrase is asked for."),
        .value("passphrase-file", "FILE", "The passphrase is this file's first line."),
        CommonOption.json,
    ]
}

/// Opens the store's sealed root for one word, and forgets it.
private struct RootSigner {
    private let arguments: Arguments
    private let books: Books

    init(_ arguments: Arguments) throws {
        self.arguments = arguments
        books = try Books.open(arguments)
    }

    func word(_ decision: StoreDecision) throws -> Segment {
        let path = books.directory.sealedRoot
        guard FileSystem.exists(path) else {
            throw Failure(
                .noInput,
                "no sealed root lies here (\(path)): decide on the lane that `init` made, or bring "
                    + "root.sealed from there")
        }
        let seal = RootSeal(bytes: try FileSystem.read(path, limit: 1 << 16))
        let root: Identity
        do throws(RootSeal.Failure) {
            root = try seal.open(passphrase: try passphrase())
        } catch {
            throw Failure(error == .wrongPassphrase ? .noPermission : .badData, "\(error)")
        }
        let (frontier, last) = try standing(seal.root)
        return try RootWord.segment(
            root, store: books.identity.store, payload: decision.payload(at: frontier),
            previous: last)
    }

    /// Where all logs stand here, and the end of the root's last one.
    private func standing(_ root: NodeID?) throws -> (Frontier, OperationID?) {
        let heads = try books.reader.heads()
        var frontier = Frontier()
        for head in heads {
            frontier.replace(
                head.log, with: frontier[head.log] + [LogPoint(seq: head.seq, hash: head.hash)])
        }
        let last = heads.filter { $0.log.author == root }.max { $0.hlc < $1.hlc }
        return (
            frontier, last.map { OperationID(log: $0.log, seq: $0.seq, hash: $0.hash) }
        )
    }

    private func passphrase() throws(RootSeal.Failure) -> [UInt8] {
        guard let file = arguments.value("passphrase-file") else {
            guard Terminal.isInteractive,
                let typed = try? Terminal.secret("Passphrase of the store's root: ")
            else { throw .wrongPassphrase }
            return typed
        }
        guard let bytes = try? FileSystem.read(file, limit: 1 << 12) else { throw .wrongPassphrase }
        return Array(bytes.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") })
    }
}
