import CRDT
import Encoding

// Operations that rows name and that are not here: not yet, or no more.

extension Numbers {
    /// Gives numbers to operations that are named and have none yet.
    func name(_ hashes: [Bytes32]) throws(StorageError) {
        guard !hashes.isEmpty else { return }
        hasNames = true
        for hash in hashes where try operation(hash) == nil {
            let statement = try database.statement(Self.insertName)
            statement.bind(1, hash)
            try statement.run()
            remember(hash, database.lastNumber)
        }
    }

    /// The number under which an operation is named that isn't here.
    func name(of hash: Bytes32) throws(StorageError) -> Int64? {
        guard try mayHaveNames() else { return nil }
        let statement = try database.statement(Self.selectName)
        defer { statement.reset() }
        statement.bind(1, hash)
        guard try statement.step() else { return nil }
        let number = statement.integer(0)
        remember(hash, number)
        return number
    }

    /// Takes the number for an operation that is about to be stored; nil: it was never named.
    func takeName(of hash: Bytes32) throws(StorageError) -> Int64? {
        guard try mayHaveNames() else { return nil }
        let statement = try database.statement(Self.takeName)
        statement.bind(1, hash)
        defer { statement.reset() }
        return try statement.step() ? statement.integer(0) : nil
    }

    /// The hashes of operations that aren't here and that begin so, ascending.
    func hashesNamed(_ prefix: Bytes8) throws(StorageError) -> [Bytes32] {
        let statement = try database.statement(Self.selectNames)
        defer { statement.reset() }
        statement.bind(1, prefix.bytes + [UInt8](repeating: 0, count: 24))
        statement.bind(2, prefix.bytes + [UInt8](repeating: 0xff, count: 24))
        var found: [Bytes32] = []
        while try statement.step() { found.append(try statement.fixed(0)) }
        return found
    }

    func hashNamed(_ number: Int64) throws(StorageError) -> Bytes32 {
        let statement = try database.statement(Self.selectNamed)
        defer { statement.reset() }
        statement.bind(1, number)
        guard try statement.step() else { throw unknown("operation", number) }
        return try statement.fixed(0, Bytes32.self)
    }

    private func mayHaveNames() throws(StorageError) -> Bool {
        if let hasNames { return hasNames }
        let found = try database.integer(Self.lowestName) != nil
        hasNames = found
        return found
    }
}

extension Numbers {
    /// NULL where no operation is named that isn't here.
    static let lowestName = """
        SELECT min(number)
        FROM   operation_name
        """

    static let selectName = """
        SELECT number
        FROM   operation_name
        WHERE  hash = :hash
        """

    static let selectNames = """
        SELECT hash
        FROM   operation_name
        WHERE  hash BETWEEN :first AND :last
        ORDER  BY hash
        LIMIT  64
        """

    static let selectNamed = """
        SELECT hash
        FROM   operation_name
        WHERE  number = :number
        """

    /// One below the lowest number that any operation has.
    static let insertName = """
        INSERT INTO operation_name (number, hash)
        SELECT min(
                   coalesce((SELECT min(number) FROM operation_name), 0),
                   coalesce((SELECT min(number) FROM operation), 0), 0) - 1,
               :hash
        """

    static let takeName = """
        DELETE FROM operation_name
        WHERE  hash = :hash
        RETURNING number
        """
}
