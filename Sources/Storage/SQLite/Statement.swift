import CSQLite
package import Encoding

/// A prepared statement: bind, step, read, reset.
///
/// Bound bytes lie in the statement's own scratch space until the next reset, so that binding
/// allocates nothing; what doesn't fit is copied by SQLite.
package final class Statement {
    private static let scratchBytes = 1024
    // SQLite's SQLITE_TRANSIENT is a cast that Swift can't import.
    private static let copies = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

    private let handle: OpaquePointer
    private unowned let database: Database
    private let sql: String
    private let scratch: UnsafeMutableRawPointer
    private var scratchUsed = 0
    private var isRunning = false

    init(_ sql: String, on database: Database) throws(StorageError) {
        var handle: OpaquePointer?
        let code = sqlite3_prepare_v3(
            database.handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &handle, nil)
        guard code == SQLITE_OK else { throw database.error(code, sql) }
        guard let handle else {
            throw .failed(code: SQLITE_MISUSE, message: "an empty statement", statement: sql)
        }
        self.handle = handle
        self.database = database
        self.sql = sql
        scratch = .allocate(byteCount: Self.scratchBytes, alignment: 8)
    }

    deinit {
        sqlite3_finalize(handle)
        scratch.deallocate()
    }

    /// The position of a named parameter, `:name`; a wrong name is a programmer's error.
    package func parameter(_ name: String) -> Int32 {
        let index = sqlite3_bind_parameter_index(handle, name)
        precondition(index > 0, "no parameter \(name) in \(sql)")
        return index
    }

    /// The position of a named parameter; nil where the statement hasn't it.
    func parameterIfAny(_ name: StaticString) -> Int32? {
        let index = sqlite3_bind_parameter_index(
            handle,
            name.utf8Start.withMemoryRebound(
                to: CChar.self, capacity: name.utf8CodeUnitCount + 1
            ) { $0 })
        return index > 0 ? index : nil
    }

    // MARK: Binding; positions count from 1.

    package func bind(_ index: Int32, _ value: Int64) {
        check(sqlite3_bind_int64(handle, index, value))
    }

    package func bind(_ index: Int32, _ value: Int64?) {
        guard let value else { return bindNull(index) }
        bind(index, value)
    }

    package func bindNull(_ index: Int32) { check(sqlite3_bind_null(handle, index)) }

    package func bind(_ index: Int32, _ bytes: [UInt8]) {
        bytes.withUnsafeBytes { bind(index, $0) }
    }

    package func bind(_ index: Int32, _ bytes: UnsafeRawBufferPointer) {
        guard bytes.count > 0 else { return check(sqlite3_bind_zeroblob(handle, index, 0)) }
        if let kept = keep(bytes) {
            check(sqlite3_bind_blob(handle, index, kept, Int32(clamping: bytes.count), nil))
        } else {
            check(
                sqlite3_bind_blob64(
                    handle, index, bytes.baseAddress, UInt64(bytes.count), Self.copies))
        }
    }

    package func bind(_ index: Int32, _ bytes: some FixedBytes) { bind(index, bytes.bytes) }

    package func bind(_ index: Int32, _ text: String) {
        // Most are Swift's own and lend their bytes as they are.
        let isBound: Void? = text.utf8.withContiguousStorageIfAvailable { bind(index, $0) }
        if isBound == nil { Array(text.utf8).withUnsafeBufferPointer { bind(index, $0) } }
    }

    private func bind(_ index: Int32, _ utf8: UnsafeBufferPointer<UInt8>) {
        if let kept = keep(UnsafeRawBufferPointer(utf8)) {
            let start = kept.assumingMemoryBound(to: CChar.self)
            check(sqlite3_bind_text(handle, index, start, Int32(clamping: utf8.count), nil))
        } else {
            utf8.withMemoryRebound(to: CChar.self) { characters in
                check(
                    sqlite3_bind_text64(
                        handle, index, characters.baseAddress, UInt64(characters.count),
                        Self.copies, UInt8(SQLITE_UTF8)))
            }
        }
    }

    package func bind(_ index: Int32, _ text: String?) {
        guard let text else { return bindNull(index) }
        bind(index, text)
    }

    /// A refused binding is a wrong position or a statement that wasn't reset: our own error.
    private func check(_ code: Int32) {
        precondition(code == SQLITE_OK, "SQLite refuses a binding (\(code)) of \(sql)")
    }

    private func keep(_ bytes: UnsafeRawBufferPointer) -> UnsafeMutableRawPointer? {
        guard bytes.count <= Self.scratchBytes - scratchUsed else { return nil }
        let place = scratch + scratchUsed
        if let start = bytes.baseAddress {
            place.copyMemory(from: start, byteCount: bytes.count)
        }
        scratchUsed += bytes.count
        return place
    }

    // MARK: Running

    /// Moves to the next row; false behind the last.
    package func step() throws(StorageError) -> Bool {
        if !isRunning {
            isRunning = true
            database.statementsRun += 1
        }
        let code = sqlite3_step(handle)
        switch code & 0xff {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default:
            let error = database.error(code, sql)
            reset()
            throw error
        }
    }

    /// Runs to the end and resets.
    package func run() throws(StorageError) {
        while try step() { continue }
        reset()
    }

    /// Makes the statement ready to be bound anew.
    package func reset() {
        sqlite3_reset(handle)
        scratchUsed = 0
        isRunning = false
    }

    // MARK: Reading; columns count from 0.

    package func isNull(_ column: Int32) -> Bool {
        sqlite3_column_type(handle, column) == SQLITE_NULL
    }

    package func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(handle, column) }

    package func integerOrNil(_ column: Int32) -> Int64? {
        isNull(column) ? nil : integer(column)
    }

    package func text(_ column: Int32) -> String {
        guard let start = sqlite3_column_text(handle, column) else { return "" }
        let count = Int(sqlite3_column_bytes(handle, column))
        return String(
            decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    }

    package func textOrNil(_ column: Int32) -> String? { isNull(column) ? nil : text(column) }

    package func bytes(_ column: Int32) -> [UInt8] { withBytes(column) { Array($0) } }

    package func bytesOrNil(_ column: Int32) -> [UInt8]? { isNull(column) ? nil : bytes(column) }

    /// Lends the bytes where SQLite keeps them, until the next step or reset.
    package func withBytes<Result>(
        _ column: Int32, _ body: (UnsafeRawBufferPointer) -> Result
    ) -> Result {
        let start = sqlite3_column_blob(handle, column)
        let count = Int(sqlite3_column_bytes(handle, column))
        return body(UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : count))
    }

    /// Bytes of a fixed length; another length means that the row was changed by hand.
    package func fixed<Value: FixedBytes>(
        _ column: Int32, _ type: Value.Type = Value.self
    ) throws(StorageError) -> Value {
        guard let value = withBytes(column, { Value(Array($0)) }) else {
            throw .damaged(
                path: database.path, detail: "\(Value.count) bytes expected in: \(sql.prefix(60))")
        }
        return value
    }
}
