/// Reads comma-separated values as bytes arrive, row by row; one bad row costs only itself.
///
/// Quotes as in RFC 4180; lines end with CRLF, LF or CR; a byte-order mark is skipped; the first of
/// `,`, `;` and tab outside quotes is the separator; empty lines are skipped.
public struct CSVReader: Sendable {
    /// A row, or why it was refused; lines count from 1, a row has that of its beginning.
    public enum Row: Hashable, Sendable {
        case row(line: Int, fields: [String])
        case refused(line: Int, CSVError)
    }

    /// What one row may cost.
    public struct Limits: Hashable, Sendable {
        public var fieldBytesMost = 4096
        public var fieldsMost = 256
        public init() {}
    }

    private enum State {
        case fieldStart
        case plain
        case quoted
        /// After a quote within quotes: the field's end, or the first half of a quote.
        case quote
        /// A row was refused; its line's rest is skipped.
        case skipping
    }

    private let limits: Limits
    private var separator: UInt8?
    private var state = State.fieldStart
    private var line = 1
    private var rowLine = 1
    private var field: [UInt8] = []
    private var fields: [String] = []
    /// Everything since the row began, for a second look when a quote is never closed.
    private var raw: [UInt8] = []
    private var endedWithReturn = false
    private var markBytesSeen = 0
    private var rows: [Row] = []

    /// Takes a separator that is known; nil finds it.
    public init(separator: Unicode.Scalar? = nil, limits: Limits = Limits()) {
        self.separator = separator.map { UInt8(truncatingIfNeeded: $0.value) }
        self.limits = limits
    }

    /// Takes the next bytes and returns the rows that they end.
    public mutating func append(_ bytes: some Collection<UInt8>) -> [Row] {
        let isWhole: Void? = bytes.withContiguousStorageIfAvailable { take($0) }
        if isWhole == nil { for byte in bytes { take(byte) } }
        defer { rows = [] }
        return rows
    }

    /// Ends the text and returns what is left of it.
    public mutating func finish() -> [Row] {
        while state == .quoted { lookAgain() }
        if !raw.isEmpty { endRow() }
        defer { rows = [] }
        return rows
    }

    /// Takes text between marks in one piece; all that decides anything goes through ``step(_:)``.
    private mutating func take(_ bytes: UnsafeBufferPointer<UInt8>) {
        var index = 0
        while index < bytes.count {
            let end = runEnd(bytes, from: index)
            if end > index {
                let run = UnsafeBufferPointer(rebasing: bytes[index..<end])
                field.append(contentsOf: run)
                raw.append(contentsOf: run)
                if state == .fieldStart { state = .plain }
                index = end
            } else {
                take(bytes[index])
                index += 1
            }
        }
    }

    /// Where plain text that begins here ends; the index itself where a mark stands or a limit is
    /// near, so that one place alone decides.
    private func runEnd(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        guard let separator, markBytesSeen == 3, !endedWithReturn,
            state == .fieldStart || state == .plain || state == .quoted
        else { return start }
        let room = limits.fieldBytesMost - field.count
        let isQuoted = state == .quoted
        var end = start
        while end < bytes.count {
            let byte = bytes[end]
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\n") { break }
            if !isQuoted, byte == separator || byte == UInt8(ascii: "\r") { break }
            end += 1
        }
        return end - start <= room ? end : start
    }

    private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

    private mutating func take(_ byte: UInt8) {
        if markBytesSeen < 3 {
            if byte == Self.mark[markBytesSeen] {
                markBytesSeen += 1
                return
            }
            let seen = Self.mark.prefix(markBytesSeen)
            markBytesSeen = 3
            for held in seen { step(held) }
        }
        step(byte)
    }

    private mutating func step(_ byte: UInt8) {
        if endedWithReturn {
            endedWithReturn = false
            if byte == UInt8(ascii: "\n") { return }
        }
        let isLineEnd = byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
        if isLineEnd, state != .quoted {
            endedWithReturn = byte == UInt8(ascii: "\r")
            endRow()
            return
        }
        if state != .skipping { raw.append(byte) }
        switch state {
        case .fieldStart, .plain: plain(byte)
        case .quoted: quoted(byte)
        case .quote: afterQuote(byte)
        case .skipping: break
        }
    }

    private mutating func plain(_ byte: UInt8) {
        if isSeparator(byte) { return endField() }
        if byte == UInt8(ascii: "\"") {
            guard state == .fieldStart else { return refuse(.strayQuote(field: fields.count + 1)) }
            state = .quoted
            return
        }
        state = .plain
        add(byte)
    }

    private mutating func quoted(_ byte: UInt8) {
        if byte == UInt8(ascii: "\"") {
            state = .quote
            return
        }
        if byte == UInt8(ascii: "\n") { line += 1 }
        guard field.count < limits.fieldBytesMost else { return lookAgain() }
        field.append(byte)
    }

    private mutating func afterQuote(_ byte: UInt8) {
        if isSeparator(byte) { return endField() }
        guard byte == UInt8(ascii: "\"") else {
            return refuse(.strayQuote(field: fields.count + 1))
        }
        state = .quoted
        add(byte)
    }

    private mutating func add(_ byte: UInt8) {
        guard field.count < limits.fieldBytesMost else {
            return refuse(
                .fieldTooLong(field: fields.count + 1, bytesMost: limits.fieldBytesMost))
        }
        field.append(byte)
    }

    private mutating func isSeparator(_ byte: UInt8) -> Bool {
        if let separator { return byte == separator }
        guard byte == UInt8(ascii: ",") || byte == UInt8(ascii: ";") || byte == 9 else {
            return false
        }
        separator = byte
        return true
    }

    private mutating func endField() {
        guard fields.count < limits.fieldsMost else {
            return refuse(.tooManyFields(most: limits.fieldsMost))
        }
        guard let text = String(validating: field, as: UTF8.self) else {
            return refuse(.notUTF8(field: fields.count + 1))
        }
        fields.append(text)
        field.removeAll(keepingCapacity: true)
        state = .fieldStart
    }

    private mutating func endRow() {
        let isEmpty = raw.isEmpty
        if state != .skipping, !isEmpty { endField() }
        if state != .skipping, !isEmpty { rows.append(.row(line: rowLine, fields: fields)) }
        beginRow()
    }

    private mutating func beginRow() {
        line += 1
        rowLine = line
        fields = []
        field.removeAll(keepingCapacity: true)
        raw.removeAll(keepingCapacity: true)
        state = .fieldStart
    }

    private mutating func refuse(_ error: CSVError) {
        rows.append(.refused(line: rowLine, error))
        raw.removeAll(keepingCapacity: true)
        state = .skipping
    }

    /// A quote was never closed: only its first line is lost, the next ones are read afresh.
    private mutating func lookAgain() {
        let bytes = raw
        line = rowLine
        refuse(.unclosedQuote(field: fields.count + 1))
        guard let end = bytes.firstIndex(of: UInt8(ascii: "\n")) else {
            // All of it is one line: skip to that line's end.
            return
        }
        beginRow()
        for byte in bytes[(end + 1)...] { step(byte) }
    }
}

/// Why a row is no row; fields count from 1.
public enum CSVError: Error, Hashable, Sendable {
    case notUTF8(field: Int)
    case fieldTooLong(field: Int, bytesMost: Int)
    case tooManyFields(most: Int)
    /// A quote inside a field that doesn't begin with one, or text after a closing quote.
    case strayQuote(field: Int)
    case unclosedQuote(field: Int)
}
