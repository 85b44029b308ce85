import Node
import Retail
import Storage

extension Subcommand {
    static let replay = Subcommand(
        path: ["replay"], summary: "Ring a file of recorded tickets on this lane.",
        details: """
            FILE is CSV (plain, gzip or zstd) with the columns InvoiceNo, StockCode, Description,
            Quantity, InvoiceDate, UnitPrice, CustomerID and Country, or ticket, time, item,
            description, quantity, price and customer. Each ticket goes through the same basket as
            a cashier's; its recorded time is its business time. A number that begins with C is a
            return, with A an adjustment of money; other tickets with negative quantities adjust
            stock. A second run over the same file adds nothing. With --meet the till takes part in
            the store's mesh meanwhile, as mesh.conf says.
            """,
        operands: [Operand(name: "FILE", help: "The tickets.", isRequired: true)],
        options: [
            CommonOption.data, CommonOption.person, CommonOption.json,
            .flag("create-items", "First make items that the catalogue lacks, untaxed."),
            .value("paper", "FILE", "Append each receipt as text to FILE."),
            .value(
                "printer", "ADDRESS",
                "Print each receipt: tcp:HOST:PORT, /dev/usb/lp0, serial:PATH:BAUD."),
            .flag("meet", "Meet the other lanes meanwhile."),
        ]
    ) { arguments in
        try ReplayCommand(arguments).run()
    }
}

/// Reads the file, rings it, and says what it came to.
struct ReplayCommand {
    private let arguments: Arguments
    private let path: String

    init(_ arguments: Arguments) {
        self.arguments = arguments
        path = arguments.operands[0]
    }

    func run() throws -> ExitCode {
        let node = try Shop.openNode(arguments)
        defer { node.close() }
        let seat = arguments.has("meet") ? try MeshOptions.seat(node, arguments) : nil
        defer { seat?.close() }
        let person = try Shop.person(arguments, in: try node.makeReader())
        if arguments.has("create-items") { try createItems(node, person) }
        let paper = try paper(node.stationery(), cashier: person.number)
        let run = try ReplayRun(
            node: node, person: person.person, source: TicketSource(path: path), paper: paper)
        var bar: ProgressBar?
        let faults = try forEachTicket(node) { ticket, file in
            var shown = bar ?? ProgressBar("replay", total: file.length)
            try run.ring(ticket)
            shown.show(file.position, note: "\(run.counts.tickets) tickets")
            bar = shown
        }
        try run.finish()
        bar?.finish()
        report(faults)
        try answer(run.counts, node)
        let isClean = faults.isEmpty && run.counts.skippedTickets == 0
        return isClean ? .success : .failure
    }

    private func paper(
        _ stationery: Stationery, cashier: UInt32
    ) throws -> (any ReplayPaper)? {
        if let address = arguments.value("printer") {
            return try ReplayPrinter(address, stationery: stationery, cashier: cashier)
        }
        return try arguments.value("paper").map { paper in
            guard !FileSystem.isSame(paper, path) else {
                throw Failure(
                    .usage, "replay: --paper \(paper) is the tickets' own file: name another")
            }
            return try ReplayTextFile(path: paper, stationery: stationery, cashier: cashier)
        }
    }

    /// Hands on every ticket of the file; returns rows that belong to none.
    private func forEachTicket(
        _ node: RunningNode, _ body: (Ticket, InputFile) throws -> Void
    ) throws -> [ImportFault] {
        let terms = node.terms
        let file = try InputFile(path)
        var reader = TicketReader(zone: terms.zone, currency: terms.settings.currency)
        var gatherer = TicketGatherer()
        var faults: [ImportFault] = []
        func take(_ rows: [Result<TicketRow, ImportFault>]) throws {
            for row in rows {
                switch row {
                case .success(let row):
                    if let ticket = gatherer.add(row) { try body(ticket, file) }
                case .failure(let fault): faults.append(fault)
                }
            }
        }
        var isEmpty = true
        while let bytes = try file.next() {
            isEmpty = false
            try take(reader.append(bytes))
        }
        guard !isEmpty else { throw Failure.empty(path) }
        try take(reader.finish())
        guard reader.isUsable else { throw Failure(.badData, "\(path): \(Self.text(faults))") }
        for ticket in gatherer.finish() { try body(ticket, file) }
        return faults
    }

    private static func text(_ faults: [ImportFault]) -> String {
        faults.first?.text ?? "this file has no header"
    }

    /// Items that the tickets name and the catalogue lacks.
    private func createItems(_ node: RunningNode, _ person: StaffMember) throws {
        guard path != "-" else {
            throw Failure(.usage, "replay: --create-items reads the file twice; name a file, not -")
        }
        var items = TicketItems()
        _ = try forEachTicket(node) { ticket, _ in
            for line in ticket.lines { items.add(line) }
        }
        let reader = try node.makeReader()
        var changes: [ItemChange] = []
        for (item, price) in items.items where try reader.item(item.code) == nil {
            changes.append(
                ItemChange(
                    content: ContentID(SystemRandom().bytes16()), version: 1, code: item.code,
                    item: item,
                    prices: [DatedPrice(from: Instant(milliseconds: 0), price: price)]))
        }
        for start in stride(from: 0, to: changes.count, by: ImportRun.factsMax) {
            let some = Array(changes[start..<min(start + ImportRun.factsMax, changes.count)])
            _ = try node.perform(Command(.changeItems(some), by: person.person))
        }
    }

    private func report(_ faults: [ImportFault]) {
        for fault in faults { Output.error("\(path): \(fault.text)") }
    }

    private func answer(_ counts: ReplayCounts, _ node: RunningNode) throws {
        let operations = node.books.operations
        guard arguments.has("json") else { return answerText(counts, operations) }
        let skipped = counts.skipped.sorted { $0.key.rawValue < $1.key.rawValue }
        Output.line(
            JSON.object([
                ("tickets", .integer(Int64(counts.tickets))),
                ("sales", .integer(Int64(counts.sales))),
                ("returns", .integer(Int64(counts.returns))),
                ("adjustments", .integer(Int64(counts.adjustments))),
                ("skipped", .object(skipped.map { ($0.key.rawValue, .integer(Int64($0.value))) })),
                ("skippedTickets", .integer(Int64(counts.skippedTickets))),
                ("already", .integer(Int64(counts.already))),
                ("lines", .integer(Int64(counts.lines))),
                ("netMinorUnits", .integer(counts.net.minorUnits)),
                ("operations", .unsigned(operations)),
            ]).text)
    }

    private func answerText(_ counts: ReplayCounts, _ operations: UInt64) {
        Output.line("tickets      \(counts.tickets)")
        Output.line("sales        \(counts.sales)")
        Output.line("returns      \(counts.returns)")
        Output.line("adjustments  \(counts.adjustments)")
        for (reason, count) in counts.skipped.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            Output.line("skipped      \(count) (\(reason.rawValue))")
        }
        Output.line("already      \(counts.already)")
        Output.line("lines        \(counts.lines)")
        Output.line("net          \(counts.net.minorUnits) minor units")
        Output.line("operations   \(operations)")
    }
}
