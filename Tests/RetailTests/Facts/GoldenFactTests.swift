import Encoding
import Retail
import TestSupport
import Testing

/// `golden-facts.txt` holds payloads as they were first written: `kind hex`, lines never edited.
@Suite struct GoldenFactTests {
    private static let folder = "\(#filePath)".split(separator: "/").dropLast()
        .reduce(into: "") { $0 += "/\($1)" }

    private static func payloads() throws -> [(kind: UInt16, payload: [UInt8])] {
        let text = String(decoding: try Files.bytes("\(folder)/golden-facts.txt"), as: UTF8.self)
        return try text.split(separator: "\n").map { line in
            let parts = line.split(separator: " ")
            return (
                try #require(parts.first.flatMap { UInt16($0) }),
                try #require(parts.last.flatMap { Hex.decode(String($0)) })
            )
        }
    }

    @Test func `payloads of earlier versions are read and written as they were`() throws {
        let payloads = try Self.payloads()
        #expect(Set(payloads.map(\.kind)) == Set(Fact.kinds))
        for (kind, payload) in payloads {
            let fact = try Fact.decode(kind: kind, payload: payload)
            #expect(fact.kind == kind)
            #expect(Hex.encode(fact.encode()) == Hex.encode(payload))
        }
    }

    @Test func `the first receipt means what it meant`() throws {
        let first = try #require(try Self.payloads().first { $0.kind == 64 })
        guard
            case .receiptCompleted(let receipt) = try Fact.decode(
                kind: 64, payload: first.payload)
        else { return #expect(Bool(false), "kind 64 is a receipt") }
        try receipt.verify(digits: 2)
        #expect(receipt.number.description == "014-03-000123")
        #expect(receipt.time.instant == Instant(milliseconds: 1_790_000_045_000))
        #expect(receipt.time.offsetSeconds == 3600)
        #expect(receipt.businessDate == BusinessDate(days: 20717))
        #expect(receipt.lines.map(\.taxCategory) == ["F", "F", "F", "G", "G"])
        #expect(receipt.taxes.map(\.rate.millionths) == [50_000, 200_000])
        #expect(receipt.tenders.map(\.tender) == ["cash"])
    }
}
