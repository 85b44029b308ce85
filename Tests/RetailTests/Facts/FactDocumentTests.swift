import Encoding
import Retail
import TestSupport
import Testing

/// Holds the keys in `docs/facts.md` against those that facts are written with.
@Suite struct FactDocumentTests {
    @Test(arguments: Fact.kinds)
    func `a kind's keys are the written ones, neither more nor fewer`(kind: UInt16) throws {
        let document = try KeyDocument()
        let (told, written) = (try document.keys(of: kind), Self.written(kind).keys)
        #expect(told == written, "told \(told.sorted()), written \(written.sorted())")
    }

    @Test func `so are the keys of maps inside facts`() throws {
        let document = try KeyDocument()
        let items = try document.mapKeys(after: "| 79 | item.changed |")
        #expect(items == Self.inner(79) { $0[8]?.asMap.map { [$0] } ?? [] })
        let report = try document.mapKeys(after: "**The report of kind 72**")
        #expect(report == Self.inner(72) { $0[10]?.asMap.map { [$0] } ?? [] })
        let events = try document.mapKeys(after: "**Events** (key 19)")
        #expect(events == Self.inner(64) { $0[19]?.asArray?.compactMap(\.asMap) ?? [] })
        let stock = try document.mapKeys(after: "| 77 | stock.moved |")
        #expect(stock == Self.inner(77) { Self.last(of: $0[9], at: 2) })
        let lines = try document.mapKeys(after: "where a line has more:")
        #expect(lines == Self.inner(64) { Self.last(of: $0[11], at: 5) })
    }

    /// Enough random facts that each key is written in one of them.
    private static func facts(_ kind: UInt16) -> [CBORMap] {
        var random = SplitMix64(seed: UInt64(kind))
        return (0..<400).flatMap { _ in
            let fact = Fact.random(kind: kind, using: &random)
            return [fact, unusual(fact)].compactMap { (try? CBOR.decode($0.encode()))?.asMap }
        }
    }

    /// With amounts in thousandths, as some currencies have them, or an item under another's code.
    private static func unusual(_ fact: Fact) -> Fact {
        if case .itemChanged(var change) = fact {
            change.item?.code = ItemCode("ANOTHER")
            return .itemChanged(change)
        }
        if case .receiptCompleted(var receipt) = fact {
            receipt.lines = inDinars(receipt.lines)
            return .receiptCompleted(receipt)
        }
        if case .receiptVoided(var void) = fact {
            void.lines = inDinars(void.lines)
            return .receiptVoided(void)
        }
        if case .basketCancelled(var record) = fact {
            record.lines = inDinars(record.lines)
            return .basketCancelled(record)
        }
        if case .basketHeld(var record) = fact {
            record.lines = inDinars(record.lines)
            return .basketHeld(record)
        }
        return fact
    }

    private static func inDinars(_ lines: [ReceiptLine]) -> [ReceiptLine] {
        lines.map { line in
            var line = line
            line.price = UnitPrice(tenThousandths: 12_340)
            line.gross = line.price.amount(for: line.quantity, digits: 3)
            return line
        }
    }

    private static func written(_ kind: UInt16) -> Keys { Keys(of: facts(kind)) }

    /// The keys of all maps that the closure finds in facts of a kind.
    private static func inner(_ kind: UInt16, _ maps: (CBORMap) -> [CBORMap]) -> Set<UInt64> {
        Keys(of: facts(kind).flatMap(maps)).keys
    }

    /// The maps that stand in an array's elements at a place.
    private static func last(of list: CBOR?, at place: Int) -> [CBORMap] {
        (list?.asArray ?? []).compactMap { element in
            guard let parts = element.asArray, parts.count > place else { return nil }
            return parts[place].asMap
        }
    }

    /// The unsigned keys of some maps.
    private struct Keys {
        let keys: Set<UInt64>

        init(of maps: [CBORMap]) {
            keys = Set(
                maps.flatMap(\.entries).compactMap { entry in
                    if case .unsigned(let number) = entry.key { number } else { nil }
                })
        }
    }
}

/// The registry as a person reads it.
private struct KeyDocument {
    private let text: String

    init() throws {
        let root = "\(#filePath)".split(separator: "/").dropLast(4)
            .reduce(into: "") { $0 += "/\($1)" }
        text = String(decoding: try Files.bytes("\(root)/docs/facts.md"), as: UTF8.self)
    }

    /// The keys in the row of a kind, such as `0–5; 6 series, 7 number; 8 kind: 0 drop, 1 paid in`.
    ///
    /// Keys ascend; a smaller number tells of a value.
    func keys(of kind: UInt16) throws -> Set<UInt64> {
        let row = try #require(
            text.split(separator: "\n").last { $0.hasPrefix("| \(kind) | ") }, "kind \(kind)")
        let cell = row.split(separator: "|").dropFirst(2).joined(separator: "|")
        if let other = cell.split(separator: "as ").last.flatMap({ UInt16(Self.trimmed($0)) }) {
            return try keys(of: other)
        }
        return Self.bare(cell).split(separator: ";").reduce(into: []) { keys, part in
            // What follows a colon tells of a key's values.
            let named = part.prefix { $0 != ":" }
            let isAlone = named.count < part.count
            for piece in isAlone ? [named] : part.split(separator: ",") {
                keys.formUnion(Self.numbers(piece).filter { $0 > keys.max() ?? 0 || keys.isEmpty })
            }
        }
    }

    /// The keys of the first map that is written out behind some words, as `{0: name, 1: unit}`.
    func mapKeys(after words: String) throws -> Set<UInt64> {
        let found = try #require(text.ranges(of: words).first, "no words '\(words)'")
        let map = text[found.upperBound...].drop { $0 != "{" }.prefix { $0 != "}" }
        let marked = map.split { !$0.isNumber && $0 != ":" }.filter { $0.hasSuffix(":") }
        return Set(marked.compactMap { UInt64($0.dropLast()) })
    }

    /// The text without codes in back quotes and words in parentheses, which tell of values.
    private static func bare(_ text: String) -> String {
        var (kept, isCode, depth) = ("", false, 0)
        for character in text {
            switch (character, isCode) {
            case ("`", _): isCode.toggle()
            case ("(", false): depth += 1
            case (")", false): depth -= 1
            case _: if !isCode && depth == 0 { kept.append(character) }
            }
        }
        return kept
    }

    /// `9` or `9–11` at the beginning of a piece; nothing where it begins with a word.
    private static func numbers(_ piece: Substring) -> [UInt64] {
        let ends = piece.drop { $0 == " " }.prefix { $0.isNumber || $0 == "–" }
            .split(separator: "–").compactMap { UInt64($0) }
        guard let first = ends.first, let last = ends.last else { return [] }
        return Array(first...max(first, last))
    }

    private static func trimmed(_ text: Substring) -> Substring {
        var text = text.drop { $0 == " " }
        while text.last == " " { text.removeLast() }
        return text
    }
}
