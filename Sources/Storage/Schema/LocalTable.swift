import Replica

/// Writes and reads one of the node's own tables.
final class LocalTable {
    private let put: KeptStatement
    private let remove: KeptStatement
    private let select: KeptStatement

    init(_ table: LocalWrite.Table, _ database: Database) {
        put = KeptStatement(LocalSchema.put(table), on: database)
        remove = KeptStatement(LocalSchema.remove(table), on: database)
        select = KeptStatement(LocalSchema.select(table), on: database)
    }

    /// Sets a key's value, or removes the key where there is none.
    func put(_ key: [UInt8], _ value: [UInt8]?) throws(StorageError) {
        let statement = try (value == nil ? remove : put).prepared()
        statement.bind(1, key)
        if let value { statement.bind(2, value) }
        try statement.run()
    }

    func value(of key: [UInt8]) throws(StorageError) -> [UInt8]? {
        let statement = try select.prepared()
        defer { statement.reset() }
        statement.bind(1, key)
        return try statement.step() ? statement.bytes(0) : nil
    }
}
