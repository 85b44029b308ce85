import CRDT
import Encoding
import Replica
import Replication

/// Writes and reads the `operation` table: whole bodies go in, the same bits come out.
final class OperationTable {
    let database: Database
    let numbers: Numbers
    private let codec: PayloadCodec
    /// The highest sequence stored, by log number; filled as logs are met.
    private var tops: [Int64: Int64] = [:]

    init(_ database: Database, _ numbers: Numbers, _ codec: PayloadCodec) {
        self.database = database
        self.numbers = numbers
        self.codec = codec
    }

    func forget() { tops = [:] }

    // MARK: Writing

    /// Appends an operation whose predecessor is stored, on whichever branch.
    func append(_ signed: SignedOperation) throws(StorageError) {
        let operation = signed.operation
        let log = try numbers.logMade(operation.log)
        let statement = try database.statement(Self.insert)
        statement.bind(1, log)
        // Sequences are below 2^63; stamps use all 64 bits and keep them.
        statement.bind(2, Int64(bitPattern: operation.seq))
        statement.bind(3, try previous(of: operation))
        statement.bind(4, Int64(bitPattern: operation.hlc.raw))
        statement.bind(5, Int64(operation.kind))
        statement.bind(6, try pack(operation.payload))
        statement.bind(7, signed.hash)
        if let signature = signed.signature {
            statement.bind(8, signature)
        } else {
            statement.bindNull(8)
        }
        try statement.run()
        numbers.remember(signed.hash, database.lastNumber)
        try raiseTop(of: log, to: Int64(bitPattern: operation.seq))
    }

    /// Adds a signature to an operation that was stored without one.
    func sign(_ late: LateSignature) throws(StorageError) {
        guard let number = try numbers.operation(late.hash) else {
            throw .contradiction("a signature for an operation that isn't here")
        }
        let statement = try database.statement(Self.updateSignature)
        statement.bind(1, late.signature)
        statement.bind(2, number)
        try statement.run()
    }

    private func pack(_ payload: [UInt8]) throws(StorageError) -> [UInt8] {
        do {
            return try codec.pack(payload)
        } catch {
            throw .compression(error)
        }
    }

    private func previous(of operation: Operation) throws(StorageError) -> Int64? {
        guard operation.seq > 1 else { return nil }
        guard let number = try numbers.operation(operation.prev) else {
            throw .contradiction("operation \(operation.seq) of a log whose one before isn't here")
        }
        return number
    }

    /// Notes a second operation at one sequence: the log is forked from then on.
    private func raiseTop(of log: Int64, to seq: Int64) throws(StorageError) {
        let top: Int64
        if let known = tops[log] { top = known } else { top = try storedTop(of: log, besides: seq) }
        tops[log] = max(top, seq)
        guard seq <= top else { return }
        let statement = try database.statement(Self.updateForked)
        statement.bind(1, log)
        try statement.run()
    }

    /// The highest sequence of a log apart from the one just stored at `seq`.
    private func storedTop(of log: Int64, besides seq: Int64) throws(StorageError) -> Int64 {
        let statement = try database.statement(Self.selectTops)
        defer { statement.reset() }
        statement.bind(1, log)
        var isOwnSeen = false
        while try statement.step() {
            let found = statement.integer(0)
            guard found == seq && !isOwnSeen else { return found }
            isOwnSeen = true
        }
        return 0
    }

    // MARK: Reading

    /// Operations of a log from a sequence on, ascending, all branches.
    func operations(
        of log: LogID, from seq: UInt64, limit: Int
    ) throws(StorageError) -> [SignedOperation] {
        guard let number = try numbers.log(log), seq <= Operation.seqMax else { return [] }
        let statement = try database.statement(Self.selectFrom)
        defer { statement.reset() }
        statement.bind(1, number)
        statement.bind(2, Int64(seq))
        statement.bind(3, Int64(clamping: limit))
        var found: [SignedOperation] = []
        while try statement.step() { found.append(try read(statement, of: log)) }
        return found
    }

    /// Operations of all logs in the order in which they were stored, after a number.
    func operations(
        after number: Int64, limit: Int
    ) throws(StorageError) -> (operations: [SignedOperation], last: Int64) {
        let statement = try database.statement(Self.selectAfter)
        defer { statement.reset() }
        statement.bind(1, number)
        statement.bind(2, Int64(clamping: limit))
        var found: [SignedOperation] = []
        var last = number
        while try statement.step() {
            last = statement.integer(0)
            let log = try numbers.log(number: statement.integer(7))
            found.append(try read(statement, of: log))
        }
        return (found, last)
    }

    /// The operation with this hash.
    func operation(_ hash: Bytes32) throws(StorageError) -> SignedOperation? {
        guard let number = try numbers.operation(hash) else { return nil }
        return try operations(after: number - 1, limit: 1).operations.first
    }

    private func read(
        _ statement: Statement, of log: LogID
    ) throws(StorageError) -> SignedOperation {
        let number = statement.integer(0)
        guard let payload = statement.withBytes(4, codec.unpack) else {
            throw .payload(operation: number)
        }
        let operation = Operation(
            log: log, seq: UInt64(bitPattern: statement.integer(1)),
            prev: statement.isNull(8) ? .zero : try statement.fixed(8),
            hlc: HLC(raw: UInt64(bitPattern: statement.integer(2))),
            kind: UInt16(truncatingIfNeeded: statement.integer(3)), payload: payload)
        return SignedOperation(
            operation: operation, hash: try statement.fixed(5),
            signature: statement.isNull(6) ? nil : try statement.fixed(6))
    }
}
