import CRDT
public import Encoding
public import Replica
public import Replication

/// A valid operation that is stored and can't be applied, with the reason (protocol.md §9).
public struct QuarantinedOperation: Hashable, Sendable {
    public let signed: SignedOperation
    /// Nil for a number that a later version wrote.
    public let reason: QuarantineReason?

    public var id: OperationID { OperationID(signed.head, of: signed.operation.log) }
}

extension ShopReader {
    /// Operations that can't be applied, log by log, of the store and of its control scope.
    ///
    /// - Parameters:
    ///   - last: the one behind which the list goes on; nil: from its beginning.
    ///   - limit: at most so many.
    /// - Returns: those of the store first.
    /// - Throws: ``StorageError`` where the database can't be read.
    public func quarantine(
        after last: OperationID? = nil, limit: Int
    ) throws(StorageError) -> [QuarantinedOperation] {
        var found: [QuarantinedOperation] = []
        for scope in [scope, scope.control] where found.count < limit {
            if let last, last.log.scope != scope {
                // What it goes on behind stands in the scope that is listed first, or last.
                if last.log.scope == self.scope.control { continue }
                found += try quarantine(in: scope, after: nil, limit: limit - found.count)
            } else {
                found += try quarantine(in: scope, after: last, limit: limit - found.count)
            }
        }
        return found
    }

    private func quarantine(
        in scope: ScopeID, after last: OperationID?, limit: Int
    ) throws(StorageError) -> [QuarantinedOperation] {
        let log: Int64? = if let last { try numbers.log(last.log) } else { nil }
        let numbers = try each(QuarantineSQL.page, in: scope) { statement in
            statement.bind(2, log ?? 0)
            statement.bind(3, last.map { Int64(bitPattern: $0.seq) } ?? 0)
            statement.bind(4, Int64(limit))
        } read: { row throws(StorageError) in
            (operation: row.integer(0), reason: row.integer(1))
        }
        var found: [QuarantinedOperation] = []
        for entry in numbers {
            guard let signed = try operation(number: entry.operation) else { continue }
            found.append(
                QuarantinedOperation(
                    signed: signed, reason: QuarantineReason(rawValue: entry.reason)))
        }
        return found
    }

    /// How many operations can't be applied, by reason, in the order of the reasons' numbers.
    public func quarantineCounts() throws(StorageError) -> [(reason: Int64, count: Int)] {
        var counts: [Int64: Int] = [:]
        for scope in [scope, scope.control] {
            let found = try each(QuarantineSQL.counts, in: scope) { _ in
            } read: { row throws(StorageError) in
                (row.integer(0), Int(row.integer(1)))
            }
            for (reason, count) in found { counts[reason, default: 0] += count }
        }
        return counts.keys.sorted().map { ($0, counts[$0] ?? 0) }
    }

    /// Why an operation isn't applied; nil where it is, or isn't here.
    public func quarantineReason(of id: OperationID) throws(StorageError) -> QuarantineReason? {
        guard let log = try numbers.log(id.log), let operation = try numbers.operation(id.hash)
        else { return nil }
        let found = try each(QuarantineSQL.ofOperation, in: id.log.scope) { statement in
            statement.bind(2, log)
            statement.bind(3, Int64(bitPattern: id.seq))
            statement.bind(4, operation)
        } read: { row throws(StorageError) in
            row.integer(0)
        }
        return found.first.flatMap { QuarantineReason(rawValue: $0) }
    }

    /// The operation with this hash; nil where it isn't here.
    public func operation(_ hash: Bytes32) throws(StorageError) -> SignedOperation? {
        try operations.operation(hash)
    }

    /// The operation with this number.
    func operation(number: Int64) throws(StorageError) -> SignedOperation? {
        try operations.operations(after: number - 1, limit: 1).operations.first
    }
}

enum QuarantineSQL {
    static let page = """
        SELECT operation, reason
        FROM   quarantine
        WHERE  scope = :scope AND (log, seq) > (:log, :seq)
        ORDER  BY log, seq, operation
        LIMIT  :limit
        """

    static let counts = """
        SELECT reason, count(*)
        FROM   quarantine
        WHERE  scope = :scope
        GROUP  BY reason
        """

    static let ofOperation = """
        SELECT reason
        FROM   quarantine
        WHERE  scope = :scope AND log = :log AND seq = :seq AND operation = :operation
        """
}
