import CSQLite
import Storage

/// Records every write of a store, transaction by transaction, for a baseline to repeat.
///
/// It listens where SQLite itself says what it runs, so nothing that the till writes is left out.
final class StatementRecorder {
    private let handle: OpaquePointer
    private var statements: [String] = []
    private var numbers: [String: Int] = [:]
    /// As they stand in the recording, so that any number fits into memory.
    private var transactions: [UInt8] = []
    private var transactionCount: UInt32 = 0
    private var open: [UInt8] = []
    private var openCount: UInt32 = 0
    private var failure: BenchmarkError?

    /// Listens to a store's writer until it is gone.
    init(_ store: SQLiteStore) {
        handle = store.database.handle
        sqlite3_trace_v2(
            handle, UInt32(SQLITE_TRACE_STMT), heard, Unmanaged.passUnretained(self).toOpaque())
    }

    deinit { sqlite3_trace_v2(handle, 0, nil, nil) }

    fileprivate func hear(_ statement: OpaquePointer) {
        guard let text = sqlite3_sql(statement) else { return }
        let sql = String(cString: text)
        switch sql.prefix(6) {
        case "COMMIT":
            // A transaction that only read wrote nothing to repeat.
            if openCount > 0 {
                transactions.append(openCount)
                transactions += open
                transactionCount += 1
            }
            clear()
        case "ROLLBA": clear()
        case "INSERT", "UPDATE", "DELETE": record(sql, statement)
        case _: return
        }
    }

    private func clear() {
        open.removeAll(keepingCapacity: true)
        openCount = 0
    }

    private func record(_ sql: String, _ statement: OpaquePointer) {
        guard let text = sqlite3_expanded_sql(statement) else { return }
        defer { sqlite3_free(text) }
        do throws(BenchmarkError) {
            let values = try StatementValues.read(sql, expanded: String(cString: text))
            open.append(UInt16(number(of: sql)))
            open.append(UInt16(values.count))
            for value in values { open.append(value) }
            openCount += 1
        } catch {
            failure = error
        }
    }

    private func number(of sql: String) -> Int {
        if let known = numbers[sql] { return known }
        numbers[sql] = statements.count
        statements.append(sql)
        return statements.count - 1
    }

    /// The recording as `baselines/rows.c` reads it; numbers are little endian.
    func finish() throws(BenchmarkError) -> [UInt8] {
        if let failure { throw failure }
        var bytes: [UInt8] = []
        bytes.append(UInt32(statements.count))
        for statement in statements { bytes.append(counted: Array(statement.utf8)) }
        bytes.append(transactionCount)
        return bytes + transactions
    }
}

extension [UInt8] {
    /// A number, little endian.
    mutating func append(_ number: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: number.littleEndian) { append(contentsOf: $0) }
    }

    /// Bytes behind their number.
    mutating func append(counted bytes: [UInt8]) {
        append(UInt32(bytes.count))
        append(contentsOf: bytes)
    }

    fileprivate mutating func append(_ value: BoundValue) {
        switch value {
        case .null: append(UInt8(0))
        case .integer(let number):
            append(UInt8(1))
            append(number)
        case .text(let bytes):
            append(UInt8(2))
            append(counted: bytes)
        case .blob(let bytes):
            append(UInt8(3))
            append(counted: bytes)
        }
    }
}

private func heard(
    _ event: UInt32, _ context: UnsafeMutableRawPointer?, _ statement: UnsafeMutableRawPointer?,
    _ text: UnsafeMutableRawPointer?
) -> Int32 {
    guard let context, let statement else { return 0 }
    Unmanaged<StatementRecorder>.fromOpaque(context).takeUnretainedValue()
        .hear(OpaquePointer(statement))
    return 0
}
