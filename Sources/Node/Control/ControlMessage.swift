import Encoding
public import Retail
public import Storage

/// What a process asks of the one that owns the data directory.
public enum ControlRequest: Hashable, Sendable {
    case ping
    /// Up to 64 commands as one transaction; `recorded` is when they happened elsewhere.
    case perform([Command], recorded: Instant?)
    case status
    case printTest
    /// Who is met, and how far behind this node is.
    case mesh
    /// An invitation for one newcomer.
    case invite(Guest)
    /// Something about the store's members and logs.
    case store(StoreRequest)
    /// Makes, changes or erases a customer; what is personal is sealed by whoever answers.
    ///
    /// It crosses the socket as it was typed: nobody but this user and root can listen, and neither
    /// end writes it down unsealed.
    case customer(CustomerWish, by: PersonID)

    /// The most commands that one request takes.
    public static let commandsMax = 64
}

/// What it answers.
public enum ControlAnswer: Equatable, Sendable {
    case pong(process: Int32)
    case performed([Performed])
    /// Nothing changed: who asked may not, or it makes no sense now.
    case refused(Refusal)
    /// Nothing changed: the machine's trouble, and in words with what to do.
    case failed(StorageError.Cause, String)
    case status(ControlStatus)
    /// The test page is on its way to this printer.
    case testPage(printer: String)
    /// Nil: this process takes no part in a mesh.
    case mesh(MeshReport?)
    /// The line that lets a newcomer in, and the number that it gets; 0 where it rings nothing.
    case invitation(String, lane: UInt8)
    case store(StoreAnswer)
    /// The customer is as was wished; look them up to see how.
    case customer(CustomerID)
    /// Nothing changed: what was typed can't stand there.
    case customerRefused(CustomerError)
    /// The request wasn't understood.
    case malformed(String)
}

/// What only the process that owns the data directory knows.
public struct ControlStatus: Hashable, Sendable {
    public var process: Int32
    public var started: Instant
    /// Requests to perform that it took from other processes.
    public var performed: UInt64
    /// Why the last checkpoint failed.
    public var checkpointFailure: String?
    /// What it can't read of its own rows and settings, each with what to do, in English.
    public var problems: [String]

    public init(
        process: Int32, started: Instant, performed: UInt64, checkpointFailure: String? = nil,
        problems: [String] = []
    ) {
        self.process = process
        self.started = started
        self.performed = performed
        self.checkpointFailure = checkpointFailure
        self.problems = problems
    }
}

extension ControlRequest {
    /// `[number, value …]`.
    func encode() -> [UInt8] {
        switch self {
        case .ping: CBOR.array([0]).encoded
        case .perform(let commands, let recorded):
            CBOR.array([
                1, .array(commands.map { .bytes($0.encode()) }),
                recorded.map { .integer($0.milliseconds) } ?? .null,
            ]).encoded
        case .status: CBOR.array([2]).encoded
        case .printTest: CBOR.array([3]).encoded
        case .mesh: CBOR.array([4]).encoded
        case .invite(let guest): CBOR.array([5, guest.coded]).encoded
        case .store(let request): CBOR.array([6, request.coded]).encoded
        case .customer(let wish, let person):
            CBOR.array([7, .fixed(person.id), wish.coded]).encoded
        }
    }

    /// Reads a request; refuses one that isn't exactly what ``encode()`` writes.
    init(decoding bytes: [UInt8]) throws(ControlError) {
        let parts = try Self.parts(bytes)
        switch (parts.first?.asUnsigned, parts.count) {
        case (0, 1): self = .ping
        case (1, 3): self = .perform(try Self.commands(parts[1]), recorded: try Self.time(parts[2]))
        case (2, 1): self = .status
        case (3, 1): self = .printTest
        case (4, 1): self = .mesh
        case (5, 2): self = .invite(try Guest(parts[1]))
        case (6, 2): self = .store(try StoreRequest(parts[1]))
        case (7, 3):
            guard let person = parts[1].asFixed(Bytes16.self).map(PersonID.init) else {
                throw .malformed("a person")
            }
            self = .customer(try CustomerWish(parts[2]), by: person)
        case _: throw .malformed("no such request")
        }
    }

    private static func parts(_ bytes: [UInt8]) throws(ControlError) -> [CBOR] {
        guard let parts = try? CBOR.decode(bytes).asArray else { throw .malformed("no request") }
        return parts
    }

    private static func commands(_ item: CBOR) throws(ControlError) -> [Command] {
        guard let items = item.asArray, (1...commandsMax).contains(items.count) else {
            throw .malformed("1 to \(commandsMax) commands a request")
        }
        var commands: [Command] = []
        for item in items {
            guard let bytes = item.asBytes else { throw .malformed("a command is a byte string") }
            do throws(CommandCodingError) {
                commands.append(try Command(decoding: bytes))
            } catch {
                throw .malformed("command \(commands.count + 1): \(error)")
            }
        }
        return commands
    }

    private static func time(_ item: CBOR) throws(ControlError) -> Instant? {
        if item.isNull { return nil }
        guard let milliseconds = item.asInt64,
            milliseconds.magnitude <= FactLimit.millisecondsMax.magnitude
        else { throw .malformed("the recorded time") }
        return Instant(milliseconds: milliseconds)
    }
}
