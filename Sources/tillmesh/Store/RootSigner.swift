import CRDT
import Crypto
import Node
import Replica
import Replication
import Storage

/// Opens the store's sealed root for one word, and forgets it.
///
/// The seal is the file `root.sealed` of the lane that `init` made, or the recovery sheet, typed
/// back on whatever machine of the store it is needed.
struct RootSigner {
    private let arguments: Arguments
    private let books: Books

    init(_ arguments: Arguments) throws {
        self.arguments = arguments
        books = try Books.open(arguments)
    }

    /// A decision, as segments that any node of the store takes.
    ///
    /// Where it ends a steward's work, those whom that steward enrolled are enrolled anew, by the
    /// root: else their credentials would lead over somebody who is gone.
    func words(_ decision: StoreDecision) throws -> [[UInt8]] {
        let (frontier, last) = try standing()
        var payloads = [decision.payload(at: frontier)]
        if let node = decision.leavesOrphans {
            let membership = try books.reader.membership(of: books.identity)
            payloads =
                membership.restingOn(node, in: books.identity.store).map {
                    (.memberEnrolled, $0.encoded())
                } + payloads
        }
        return try signed(payloads, after: last)
    }

    /// The enrolment of a member that already is one.
    func words(_ enrolment: MemberEnrolled) throws -> [[UInt8]] {
        try signed([(.memberEnrolled, enrolment.encoded())], after: try standing().last)
    }

    var store: ScopeID { books.identity.store }

    private func signed(
        _ payloads: [(kind: Kind, payload: [UInt8])], after last: OperationID?
    ) throws -> [[UInt8]] {
        try RootWord.segments(try root(), store: store, payloads: payloads, previous: last)
            .map { $0.encoded() }
    }

    // MARK: The key

    private func root() throws -> Identity {
        let seal = try seal()
        guard seal.root == books.identity.root else {
            throw Failure(
                .badData, "that is the root of another store: look at the number on the sheet")
        }
        do throws(RootSeal.Failure) {
            return try seal.open(passphrase: try passphrase())
        } catch {
            throw Failure(error == .wrongPassphrase ? .noPermission : .badData, "\(error)")
        }
    }

    private func seal() throws -> RootSeal {
        if let sheet = arguments.value("sheet") { return try seal(onSheet: sheet) }
        let path = books.directory.sealedRoot
        guard FileSystem.exists(path) else {
            if Terminal.isInteractive { return try typedSeal() }
            throw Failure(
                .noInput,
                "no sealed root lies here (\(path)): type the recovery sheet's rows into a file "
                    + "and give --sheet FILE, or decide on the lane that `init` made")
        }
        return RootSeal(bytes: try FileSystem.read(path, limit: 1 << 16))
    }

    private func seal(onSheet path: String) throws -> RootSeal {
        let typed = try FileSystem.read(path, limit: 1 << 16)
        do throws(RecoverySheet.Failure) {
            return RootSeal(bytes: try RecoverySheet.read(String(decoding: typed, as: UTF8.self)))
        } catch {
            throw Failure(.badData, "the recovery sheet in \(path): \(error)")
        }
    }

    /// Has the sheet typed row by row; a row that isn't as on paper is asked for again.
    private func typedSeal() throws -> RootSeal {
        Output.status(
            "No root.sealed lies here. Type the rows of the recovery sheet as they stand on paper, "
                + "each with its number, 1/7.\n")
        var rows: [String] = []
        var count = 1
        while rows.count < count {
            Output.status("Row \(rows.count + 1): ")
            guard let line = readLine() else {
                throw Failure(.failure, "given up; nothing was decided")
            }
            do throws(RecoverySheet.Failure) {
                count = try RecoverySheet.check(line, row: rows.count + 1)
                rows.append(line)
            } catch {
                Output.error("\(error); this row once more.")
            }
        }
        do throws(RecoverySheet.Failure) {
            return RootSeal(bytes: try RecoverySheet.read(rows.joined(separator: "\n")))
        } catch {
            throw Failure(.badData, "the recovery sheet: \(error)")
        }
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

    // MARK: What is known here

    /// Where all logs stand here, and the end of the root's last one.
    private func standing() throws -> (frontier: Frontier, last: OperationID?) {
        let heads = try books.reader.heads()
        var frontier = Frontier()
        for head in heads {
            frontier.replace(
                head.log, with: frontier[head.log] + [LogPoint(seq: head.seq, hash: head.hash)])
        }
        let last = heads.filter { $0.log.author == books.identity.root }.max { $0.hlc < $1.hlc }
        return (
            frontier, last.map { OperationID(log: $0.log, seq: $0.seq, hash: $0.hash) }
        )
    }
}
