import Node
import Retail
import Storage

/// The one door through which commands act on a shop.
///
/// Where no process owns the data directory this one does until ``close()``; else the same
/// commands go to its owner through the control socket.
final class Shop {
    private enum Door {
        case own(RunningNode)
        case owner(ControlClient)
    }

    let directory: DataDirectory
    /// For look-ups; never waits for the writer.
    let reader: ShopReader
    let isTraining: Bool
    private let door: Door
    /// The store's rules, as this process last changed or read them.
    private(set) var terms: LaneTerms

    /// Opens the data directory that the command names, for a command that acts.
    ///
    /// - Throws: a ``Failure``; ``ExitCode/temporary`` names the process that owns the directory
    ///   and doesn't answer.
    convenience init(_ arguments: Arguments) throws(Failure) {
        let directory = DataDirectory(try arguments.dataDirectory())
        do {
            try self.init(directory, Self.door(directory))
        } catch {
            throw Failure(wrapping: error)
        }
    }

    private init(_ directory: DataDirectory, _ door: Door) throws {
        self.directory = directory
        self.door = door
        switch door {
        case .own(let node):
            reader = try node.makeReader()
            (isTraining, terms) = (node.isTraining, node.terms)
        case .owner:
            let identity = try IdentityFile.read(directory)
            reader = try ShopReader(directory, scope: identity.store)
            isTraining = identity.isTraining
            terms = try Self.terms(reader)
        }
    }

    private static func door(_ directory: DataDirectory) throws -> Door {
        do {
            return .own(try openNode(directory))
        } catch OpenError.storage(.inUse(_, let process)) {
            return .owner(try owner(of: directory, process))
        }
    }

    /// The process that has the lock, if it answers.
    static func owner(
        of directory: DataDirectory, _ process: Int32?
    ) throws(Failure) -> ControlClient {
        do throws(ControlError) {
            return try ControlClient(directory)
        } catch {
            let name = process.map { "process \($0)" } ?? "another process"
            throw Failure(
                .temporary,
                "\(directory.path) is in use by \(name), which takes no commands (\(error)): "
                    + "wait until it ends, or close it")
        }
    }

    private static func terms(_ reader: ShopReader) throws(StorageError) -> LaneTerms {
        LaneTerms(changes: try reader.settings(), taxRules: try reader.taxRules())
    }

    /// Performs up to 64 commands as one transaction, here or where the directory's owner is.
    ///
    /// - Parameters:
    ///   - commands: none of which may look at what another of them did, but for the drawer.
    ///   - recorded: when they happened, where that was recorded elsewhere.
    /// - Returns: one answer a command; all of it is on disk.
    /// - Throws: ``ShopError``; nothing has changed then.
    func perform(
        _ commands: [Command], recorded: Instant? = nil
    ) throws(ShopError) -> [Performed] {
        let performed: [Performed]
        switch door {
        case .own(let node): performed = try Self.perform(commands, recorded, node)
        case .owner(let client): performed = try Self.ask(client, commands, recorded)
        }
        do throws(StorageError) {
            terms = try Self.terms(reader)
        } catch {
            throw .failed(Failure(error))
        }
        return performed
    }

    private static func perform(
        _ commands: [Command], _ recorded: Instant?, _ node: RunningNode
    ) throws(ShopError) -> [Performed] {
        do throws(PerformError) {
            return try node.perform(commands, recorded: recorded)
        } catch {
            if case .refused(let refusal) = error { throw .refused(refusal) }
            throw .failed(Failure(error))
        }
    }

    private static func ask(
        _ client: ControlClient, _ commands: [Command], _ recorded: Instant?
    ) throws(ShopError) -> [Performed] {
        switch try answer(client, .perform(commands, recorded: recorded)) {
        case .performed(let performed) where performed.count == commands.count: return performed
        case .refused(let refusal): throw .refused(refusal)
        case .failed(let cause, let text): throw .failed(Failure(cause, text))
        case .malformed(let text): throw .failed(Failure(ControlError.malformed(text)))
        case .pong, .performed, .status, .testPage, .mesh, .invitation, .store, .customer,
            .customerRefused:
            throw .failed(Failure(ControlError.malformed("another question's answer")))
        }
    }

    /// Makes, changes or erases a customer, here or where the directory's owner is.
    ///
    /// - Returns: as they stand now.
    func perform(_ wish: CustomerWish, by person: PersonID) throws -> Customer {
        let id: CustomerID =
            switch door {
            case .own(let node):
                try Failure.ofCustomer { () throws(CustomerError) in
                    try node.perform(wish, by: person)
                }
            case .owner(let client): try Self.ask(client, wish, person)
            }
        guard let customer = try customers().customer(id) else {
            throw Failure(CustomerError.unknown(id))
        }
        return customer
    }

    private static func ask(
        _ client: ControlClient, _ wish: CustomerWish, _ person: PersonID
    ) throws -> CustomerID {
        switch try answer(client, .customer(wish, by: person)) {
        case .customer(let customer): return customer
        case .customerRefused(let error): throw Failure(error)
        case .refused(let refusal): throw Failure(refusal)
        case .failed(let cause, let text): throw Failure(cause, text)
        case .malformed(let text): throw Failure(ControlError.malformed(text))
        case .pong, .performed, .status, .testPage, .mesh, .invitation, .store:
            throw Failure(ControlError.malformed("another question's answer"))
        }
    }

    /// Customers as this shop's keys open them.
    func customers() throws -> CustomerReader {
        CustomerReader(reader, key: try IdentityFile.read(directory).pinKey)
    }

    private static func answer(
        _ client: ControlClient, _ request: ControlRequest
    ) throws(ShopError) -> ControlAnswer {
        do throws(ControlError) {
            return try client.ask(request)
        } catch {
            throw .failed(Failure(error))
        }
    }

    /// Lets the directory go; all is checkpointed when it returns.
    func close() {
        if case .own(let node) = door { node.close() }
    }
}

/// Why a shop did nothing.
enum ShopError: Error {
    /// Who asked may not, or it makes no sense now.
    case refused(Refusal)
    /// The machine's trouble.
    case failed(Failure)

    var failure: Failure {
        switch self {
        case .refused(let refusal): Failure(refusal)
        case .failed(let failure): failure
        }
    }
}

extension Shop {
    /// The node of the directory, owned by this process until it is closed.
    ///
    /// A read model of another version is made anew first, with a progress bar.
    static func openNode(_ arguments: Arguments) throws(Failure) -> RunningNode {
        let directory = DataDirectory(try arguments.dataDirectory())
        do throws(OpenError) {
            return try openNode(directory)
        } catch {
            throw Failure(error)
        }
    }

    /// Makes a read model of another version anew, for who only reads: no life of the database
    /// begins or ends by that.
    static func bringUpToDate(_ directory: DataDirectory) throws(Failure) {
        let bar = RebuildBar()
        defer { bar.finish() }
        do throws(OpenError) {
            try RunningNode.bringUpToDate(directory) { bar.show($0, of: $1) }
        } catch {
            throw Failure(error)
        }
    }

    static func openNode(_ directory: DataDirectory) throws(OpenError) -> RunningNode {
        let bar = RebuildBar()
        defer { bar.finish() }
        return try RunningNode(directory) { bar.show($0, of: $1) }
    }

    /// Whoever `--as` names; without it the first admin, for the owner of the folder alone.
    static func person(
        _ arguments: Arguments, in reader: ShopReader
    ) throws -> StaffMember {
        if let number = try arguments.integer("as", in: 0...Int64(UInt32.max)) {
            let found = try reader.people(withNumber: UInt32(number)).first { $0.isActive }
            guard let found else {
                throw Failure(
                    .noPermission,
                    "nobody who works here has the number \(number); "
                        + "`tillmesh import people` adds people")
            }
            return found
        }
        let directory = DataDirectory(try arguments.dataDirectory())
        guard FileSystem.isCallers(directory.path) else {
            throw Failure(
                .noPermission,
                "\(directory.path) belongs to another user: say who acts with --as NUMBER")
        }
        let admin = try reader.people().first { $0.isActive && $0.roles.contains("admin") }
        guard let admin else {
            throw Failure(.noPermission, "no admin works here; say who acts with --as NUMBER")
        }
        return admin
    }
}
