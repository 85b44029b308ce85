import CRDT
import Encoding
import Replica
import Replication

/// Writes and reads the `operation` table: whole bodies go in, the same bits come out.
final class OperationTable {
    let database: Database
    let numbers: Numbers
    let codec: PayloadCodec
    private var bases = PayloadBases()
    /// The highest sequence stored, by log number; filled as logs are met.
    private var tops: [Int64: Int64] = [:]
    /// Rows of this connection that have no signature yet: the run that a later one will end.
    private var unsigned: Set<Int64> = []
    // Wanted for every operation.
    private let insertion: KeptStatement
    private let replacement: KeptStatement
    private let deletion: KeptStatement

    init(_ database: Database, _ numbers: Numbers, _ codec: PayloadCodec) {
        self.database = database
        self.numbers = numbers
        self.codec = codec
        insertion = KeptStatement(Self.insert, on: database)
        replacement = KeptStatement(Self.replaceLatestSignature, on: database)
        deletion = KeptStatement(Self.deleteLatestSignature, on: database)
    }

    func forget() {
        tops = [:]
        unsigned = []
        bases.forget()
    }

    // MARK: Writing

    /// Appends an operation whose predecessor is stored, on whichever branch.
    func append(_ signed: SignedOperation) throws(StorageError) {
        let operation = signed.operation
        let log = try numbers.logMade(operation.log)
        let previous = try previous(of: operation)
        // No operation without a signature has a latest one either: within a run there is nothing
        // to cover.
        let isInRun = previous.map { unsigned.remove($0) != nil } ?? false
        let isKept = isInRun || keepsSignature(signed)
        let (packed, isBase) = try pack(operation, log, previous)
        let statement = try insertion.prepared()
        statement.bind(1, log)
        // Sequences are below 2^63; stamps use all 64 bits and keep them.
        statement.bind(2, Int64(bitPattern: operation.seq))
        statement.bind(3, previous)
        statement.bind(4, Int64(bitPattern: operation.hlc.raw))
        statement.bind(5, Int64(operation.kind))
        statement.bind(6, packed)
        statement.bind(7, signed.hash)
        if isKept, let signature = signed.signature {
            statement.bind(8, signature)
        } else {
            statement.bindNull(8)
        }
        statement.bind(9, try numbers.takeName(of: signed.hash))
        try statement.run()
        let number = database.lastNumber
        numbers.remember(signed.hash, number)
        if isKept {
            if !isInRun { try coverLatest(at: previous, isKept: signed.beginsRun) }
        } else if let signature = signed.signature {
            try replaceLatest(by: signature, of: number, after: previous)
        }
        if signed.signature == nil { unsigned.insert(number) }
        if isBase { try begin(operation, log, at: number) }
        try raiseTop(of: log, to: Int64(bitPattern: operation.seq))
    }

    /// Takes back an operation that was forgotten, under the number that it had; the one before it
    /// is named or stored.
    ///
    /// Packed by itself: of a log's operations that are packed beside another's payload none may
    /// need an earlier one than the one before it does, see ``LogBase``.
    func restore(_ signed: SignedOperation, in log: Int64) throws(StorageError) {
        let operation = signed.operation
        let previous = try previous(of: operation)
        guard let number = try numbers.takeName(of: signed.hash) else {
            throw .contradiction("operation \(operation.seq) comes back that was never forgotten")
        }
        let statement = try insertion.prepared()
        statement.bind(1, log)
        statement.bind(2, Int64(bitPattern: operation.seq))
        statement.bind(3, previous)
        statement.bind(4, Int64(bitPattern: operation.hlc.raw))
        statement.bind(5, Int64(operation.kind))
        do {
            statement.bind(6, try codec.pack(operation.payload))
        } catch {
            throw .compression(error)
        }
        statement.bind(7, signed.hash)
        if let signature = signed.signature {
            statement.bind(8, signature)
        } else {
            statement.bindNull(8)
        }
        statement.bind(9, number)
        try statement.run()
        numbers.remember(signed.hash, number)
    }

    // MARK: Signatures

    /// Whether a signature, where there is one, stands in its row for good.
    ///
    /// One that ends a run does too: between two that stay there are single operations or one run.
    private func keepsSignature(_ signed: SignedOperation) -> Bool {
        signed.signature == nil || SignatureKeeping.mustKeep(signed.operation)
    }

    /// Keeps the signature of a branch's end until the next operation's covers it.
    private func replaceLatest(
        by signature: Bytes64, of number: Int64, after previous: Int64?
    ) throws(StorageError) {
        let update = try replacement.prepared()
        update.bind(1, number)
        update.bind(2, signature)
        update.bind(3, previous)
        try update.run()
        guard database.changes == 0 else { return }
        let insert = try database.statement(Self.insertLatestSignature)
        insert.bind(1, number)
        insert.bind(2, signature)
        try insert.run()
    }

    /// Ends the keeping of a branch's former end; where `isKept`, its signature moves to its row.
    private func coverLatest(at previous: Int64?, isKept: Bool) throws(StorageError) {
        guard let previous else { return }
        if isKept {
            let keep = try database.statement(Self.keepLatestSignature)
            keep.bind(1, previous)
            try keep.run()
        }
        let delete = try deletion.prepared()
        delete.bind(1, previous)
        try delete.run()
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

    // MARK: Payloads

    /// The payload as it is stored, and whether later ones may be packed beside it.
    private func pack(
        _ operation: Operation, _ log: Int64, _ previous: Int64?
    ) throws(StorageError) -> (packed: [UInt8], isBase: Bool) {
        let series = PayloadBases.Series(log: log, kind: operation.kind)
        let isUsual = PayloadBases.payloadBytes.contains(operation.payload.count)
        do {
            if isUsual, let previous, let base = bases.next(of: series), base.number <= previous {
                let packed = try codec.pack(
                    operation.payload, beside: base.dictionary, distance: previous - base.number)
                return (packed, false)
            }
            return (try codec.pack(operation.payload), isUsual)
        } catch {
            throw .compression(error)
        }
    }

    private func begin(
        _ operation: Operation, _ log: Int64, at number: Int64
    ) throws(StorageError) {
        do {
            bases.begin(
                PayloadBases.Series(log: log, kind: operation.kind), at: number,
                try codec.base(operation.payload))
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
    ///
    /// Where `takesDamaged`, one whose payload can't be unpacked comes with an empty one, which its
    /// hash then contradicts; else it is an error.
    func operations(
        of log: LogID, from seq: UInt64, limit: Int, takesDamaged: Bool = false
    ) throws(StorageError) -> [SignedOperation] {
        guard let number = try numbers.log(log), seq <= Operation.seqMax else { return [] }
        let statement = try database.statement(Self.selectFrom)
        defer { statement.reset() }
        statement.bind(1, number)
        statement.bind(2, Int64(seq))
        statement.bind(3, Int64(clamping: limit))
        var found: [SignedOperation] = []
        while try statement.step() {
            found.append(try read(statement, of: log, takesDamaged: takesDamaged))
        }
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
            found.append(try read(statement, of: log, takesDamaged: false))
        }
        return (found, last)
    }

    /// The operation with this hash.
    func operation(_ hash: Bytes32) throws(StorageError) -> SignedOperation? {
        guard let number = try numbers.operation(hash) else { return nil }
        let found = try operations(after: number - 1, limit: 1).operations.first
        // One that rows name has a number and may not be here.
        return found?.hash == hash ? found : nil
    }

    private func read(
        _ statement: Statement, of log: LogID, takesDamaged: Bool
    ) throws(StorageError) -> SignedOperation {
        let payload = try payload(statement)
        guard payload != nil || takesDamaged else {
            throw .payload(operation: statement.integer(0))
        }
        let operation = Operation(
            log: log, seq: UInt64(bitPattern: statement.integer(1)),
            prev: statement.isNull(8) ? .zero : try statement.fixed(8),
            hlc: HLC(raw: UInt64(bitPattern: statement.integer(2))),
            kind: UInt16(truncatingIfNeeded: statement.integer(3)), payload: payload ?? [])
        return SignedOperation(
            operation: operation, hash: try statement.fixed(5),
            signature: statement.isNull(6) ? nil : try statement.fixed(6))
    }

    /// The payload of the row on which a statement stands; nil where it can't be unpacked.
    private func payload(_ statement: Statement) throws(StorageError) -> [UInt8]? {
        let packed = statement.bytes(4)
        switch codec.form(packed) {
        case .alone: return codec.unpack(packed)
        case .unknown: return nil
        case .based(let distance):
            let (number, isBelow) = statement.integer(9).subtractingReportingOverflow(distance)
            guard !isBelow, let base = try base(number, of: packed) else { return nil }
            return codec.unpack(packed, beside: base)
        }
    }

    /// The dictionary with which a payload was packed beside another row's.
    private func base(
        _ number: Int64, of packed: [UInt8]
    ) throws(StorageError) -> ZstdDictionary? {
        guard let form = packed.first else { return nil }
        let name = PayloadBases.Name(number: number, form: form)
        if let known = bases.known(name) { return known }
        let statement = try database.statement(Self.selectPayload)
        defer { statement.reset() }
        statement.bind(1, number)
        guard try statement.step(), let payload = codec.unpack(statement.bytes(0)),
            let base = codec.base(payload, of: packed)
        else { return nil }
        bases.remember(name, base)
        return base
    }
}

extension SignedOperation {
    /// Whether runs are better cut before it: another signature's run, or a long payload.
    fileprivate var beginsRun: Bool {
        signature == nil || operation.payload.count > SignatureKeeping.payloadBytesMax
    }
}
