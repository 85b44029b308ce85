import Retail
import TestSupport
import Testing

private func rows(_ text: String, chunk: Int = .max) -> [CSVReader.Row] {
    rows(Array(text.utf8), chunk: chunk)
}

private func rows(_ bytes: [UInt8], chunk: Int = .max) -> [CSVReader.Row] {
    var reader = CSVReader()
    var rows: [CSVReader.Row] = []
    var rest = bytes[...]
    while !rest.isEmpty {
        rows += reader.append(rest.prefix(chunk))
        rest = rest.dropFirst(chunk)
    }
    return rows + reader.finish()
}

@Suite struct CSVReaderTests {
    @Test func `quotes, line ends, empty lines and the byte-order mark`() {
        let text = "\u{FEFF}a,b\r\n1,\"x,\"\"y\"\"\nz\"\r\n\n,\n\"\"\r3,4"
        #expect(
            rows(text) == [
                .row(line: 1, fields: ["a", "b"]), .row(line: 2, fields: ["1", "x,\"y\"\nz"]),
                .row(line: 5, fields: ["", ""]), .row(line: 6, fields: [""]),
                .row(line: 7, fields: ["3", "4"]),
            ])
        #expect(rows("") == [])
        #expect(rows("\u{FEFF}") == [])
        #expect(
            rows("a;b,c\n1;2") == [
                .row(line: 1, fields: ["a", "b,c"]), .row(line: 2, fields: ["1", "2"]),
            ])
        #expect(rows([0xEF, 0xBB, UInt8(ascii: "\n")]) == [.refused(line: 1, .notUTF8(field: 1))])
    }

    @Test func `a bad row costs only itself`() {
        let long = String(repeating: "x", count: 4097)
        let text = "a,b\n1,x\"y\n2,\"z\"!\n3,\(long)\n4,ok\n"
        #expect(
            rows(text) == [
                .row(line: 1, fields: ["a", "b"]), .refused(line: 2, .strayQuote(field: 2)),
                .refused(line: 3, .strayQuote(field: 2)),
                .refused(line: 4, .fieldTooLong(field: 2, bytesMost: 4096)),
                .row(line: 5, fields: ["4", "ok"]),
            ])
        let wide = String(repeating: ",", count: 300)
        #expect(
            rows("\(wide)\n1\n") == [
                .refused(line: 1, .tooManyFields(most: 256)), .row(line: 2, fields: ["1"]),
            ])
        let bytes = Array("1,".utf8) + [0xFF] + Array("\n2,b\n".utf8)
        #expect(
            rows(bytes) == [
                .refused(line: 1, .notUTF8(field: 2)), .row(line: 2, fields: ["2", "b"]),
            ])
    }

    @Test func `a quote that is never closed costs its line, not the file`() {
        let tail = (2...2000).map { "\($0),good" }
        let text = (["1,\"open"] + tail).joined(separator: "\n")
        let all = rows(text)
        #expect(all.first == .refused(line: 1, .unclosedQuote(field: 2)))
        #expect(all.count == 2000)
        #expect(all.last == .row(line: 2000, fields: ["2000", "good"]))
        #expect(rows("1,\"open") == [.refused(line: 1, .unclosedQuote(field: 2))])
        #expect(rows("1,\"a\n2,\"b\n3,c\n").last == .row(line: 3, fields: ["3", "c"]))
    }

    @Test(arguments: UInt64(0)..<30)
    func `what was written is read back, in chunks of any size`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let alphabet = Array("ab1,\"\n\r;é =+-@'\t")
        for _ in 0..<30 {
            let table = (0..<Int.random(in: 1...6, using: &random)).map { _ in
                ["k"]
                    + (0..<3).map { _ in
                        String(
                            (0..<Int.random(in: 0...8, using: &random)).map { _ in
                                alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
                            })
                    }
            }
            let text = table.map(CSVWriter.row).joined()
            let whole = rows(text)
            let guarded = table.map { row in row.map { guardedText($0) } }
            let read: [[String]] = whole.compactMap { row in
                guard case .row(_, let fields) = row else { return nil }
                return fields
            }
            #expect(read == guarded)
            for chunk in [1, 2, 3, 7] { #expect(rows(text, chunk: chunk) == whole) }
        }
    }

    /// Independent of the writer: quoting undone, the guard stays.
    private func guardedText(_ text: String) -> String {
        let field = CSVWriter.field(text)
        guard field.utf8.first == UInt8(ascii: "\"") else { return field }
        var inner = field.dropFirst().dropLast()
        var result = ""
        while let first = inner.unicodeScalars.first {
            inner = Substring(inner.unicodeScalars.dropFirst())
            if first == "\"" { inner = Substring(inner.unicodeScalars.dropFirst()) }
            result.unicodeScalars.append(first)
        }
        return result
    }

    @Test func `a field at its limit is taken, one byte more is not`() {
        for count in [4095, 4096, 4097] {
            for quote in ["", "\""] {
                let field = String(repeating: "x", count: count)
                let text = "a,b\n\(quote)\(field)\(quote),y\n"
                let isTaken = rows(text).last == .row(line: 2, fields: [field, "y"])
                #expect(isTaken == (count <= 4096), "\(count) \(quote)")
                #expect(rows(text) == rows(text, chunk: 1))
                #expect(rows(text) == rows(text, chunk: 1000))
            }
        }
    }

    @Test func `nothing that a spreadsheet would run`() {
        let rows = [
            ("=1+1", "'=1+1"), ("@SUM(A1)", "'@SUM(A1)"), ("+44 20", "'+44 20"), ("-5", "-5"),
            ("-5.25", "-5.25"), ("-", "'-"), ("+1", "+1"), ("-1-1", "'-1-1"),
            ("\tx", "'\tx"), ("a=b", "a=b"), ("=A,\"B\"", "\"'=A,\"\"B\"\"\""), ("", ""),
        ]
        for (text, field) in rows { #expect(CSVWriter.field(text) == field, "\(text)") }
        #expect(CSVWriter.row(["a", "b"]) == "a,b\r\n")
    }

    @Test(arguments: UInt64(0)..<30)
    func `no bytes trap the reader, and no row grows without end`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let alphabet =
            Array("aaaaaaaaaaaaaaaa,\"\n\r;".utf8) + [0xFF, 0xC3, 0xEF, 0xBB, 0xBF]
        let bytes = (0..<20_000).map { _ in
            alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
        }
        #expect(rows(bytes) == rows(bytes, chunk: 1))
        // A collection without storage of its own goes byte by byte, never in runs.
        var slow = CSVReader()
        let one = slow.append(bytes.lazy.map { $0 ^ 0 })
        #expect(one + slow.finish() == rows(bytes))
    }
}
