import Retail
import TestSupport
import Testing

/// A file's tickets counted by other code than the product's: fields by position, whole numbers.
private struct PlainCount {
    var tickets: Set<String> = []
    var cancellations: Set<String> = []
    var adjustments: Set<String> = []
    var lines = 0
    var net: Int64 = 0

    mutating func add(_ fields: [String]) {
        let (ticket, quantity) = (fields[0], Int64(fields[3]) ?? 0)
        tickets.insert(ticket)
        if ticket.hasPrefix("C") {
            cancellations.insert(ticket)
        } else if ticket.hasPrefix("A") || quantity < 0 {
            adjustments.insert(ticket)
        }
        lines += 1
        let thousandths = quantity * Self.thousandths(fields[5])
        net += (abs(thousandths) + 5) / 10 * (thousandths < 0 ? -1 : 1)
    }

    private static func thousandths(_ text: String) -> Int64 {
        let parts = text.split(separator: ".")
        let fraction = parts.count > 1 ? String(parts[1]) : ""
        let padded = (fraction + "000").prefix(3)
        let value = (Int64(parts[0].drop { $0 == "-" }) ?? 0) * 1000 + (Int64(padded) ?? 0)
        return text.hasPrefix("-") ? -value : value
    }
}

@Suite struct RealTicketsTests {
    @Test func `nine months of a real shop are rung to the last ticket and penny`() throws {
        guard let path = TestData.path("pos/online-retail.csv.zst") else { return }
        let bytes = try Files.unpacked(path)
        var reader = CSVReader()
        let rows = reader.append(bytes) + reader.finish()
        var plain = PlainCount()
        var items = TicketItems()
        var numbers = TicketReader(zone: .utc, currency: .pound)
        for case .row(_, let fields) in rows.dropFirst() { plain.add(fields) }
        let parsed = numbers.append(bytes) + numbers.finish()
        for case .success(let row) in parsed {
            if case .success(let line) = row.line { items.add(line) }
        }
        var run = ReplayRun(
            goods: items.items.map { Sellable(item: $0.item, price: $0.price, scanned: "") })
        for row in parsed { run.take(row) }
        run.endFile()
        expectEqual(run, plain)
    }

    private func expectEqual(_ run: ReplayRun, _ plain: PlainCount) {
        let counts = run.replay.counts
        #expect(run.faults.isEmpty)
        #expect(counts.skipped == [:])
        #expect(counts.tickets == plain.tickets.count)
        #expect(counts.returns == plain.cancellations.count)
        #expect(counts.adjustments == plain.adjustments.count)
        #expect(counts.lines == plain.lines)
        #expect(counts.net == Money(plain.net))
        var sum = Money.zero
        var againstReceipt = 0
        for decision in run.decisions.values {
            switch decision {
            case .sale(let receipt), .return(let receipt):
                sum += receipt.total
                againstReceipt += receipt.lines.count { $0.origin != nil }
            case .adjustment(.moneyAdjusted(let adjustment)): sum += adjustment.amount
            case .adjustment, .skipped, .already: continue
            }
        }
        #expect(sum == Money(plain.net))
        // Most cancellations name goods that the same customer bought at that price.
        #expect(againstReceipt > 4000)
        print("\(counts.tickets) tickets, net \(counts.net), against a receipt \(againstReceipt)")
    }
}
