import CRDT
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
        guard arguments.has("root") else { return try show(.decide(decision), arguments) }
        let root = try RootSigner(arguments)
        return try show(.take(try root.words(decision)), arguments)
    }

    /// Has something done that is a decision, and says that it was.
    static func show(_ request: StoreRequest, _ arguments: Arguments) throws -> ExitCode {
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
    static let options =
        [Option.flag("root", "Decide as the store's root: its passphrase is asked for.")]
        + rootOptions

    /// Options of a command that only the root may give.
    static let rootOptions = [
        CommonOption.data,
        Option.value("passphrase-file", "FILE", "The passphrase is this file's first line."),
        .value(
            "sheet", "FILE",
            "The recovery sheet, typed back into this file; else its rows are asked for."),
        CommonOption.json,
    ]
}
