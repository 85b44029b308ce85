import CRDT
import Node
import Peripherals
import Replication
import Retail
import Storage

extension Subcommand {
    static let reportX = Subcommand(
        path: ["report", "x"],
        summary: "Read the open drawer session, and record that it was read.",
        details: "Another lane's is shown as far as it is known here, and nothing is recorded.",
        options: [
            CommonOption.data, CommonOption.person,
            .value("lane", "NUMBER", "Of this lane; else of this till's own."), CommonOption.json,
        ]
    ) { arguments in
        if let lane = try arguments.integer("lane", in: 1...99) {
            return try showOpenDrawer(of: UInt8(lane), arguments)
        }
        let shop = try Shop(arguments)
        defer { shop.close() }
        let person = try Shop.person(arguments, in: shop.reader)
        let performed = try shop.perform([Command(.takeX, by: person.person)])
        guard case .report(let report)? = performed.first?.outcome,
            let content = performed.first?.job?.request.content
        else { throw Failure(.software, "the X report came without its figures") }
        try ReportPaper(arguments, reader: shop.reader).show(content, report, [])
        return .success
    }

    private static let drawersMost = 1000

    private static func showOpenDrawer(
        of lane: UInt8, _ arguments: Arguments
    ) throws -> ExitCode {
        let member = try StoreDoor.members(arguments).members.first { $0.lane == lane }
        let books = try Books.open(arguments)
        let drawer = try books.reader.openDrawers(limit: drawersMost).first { content in
            try books.reader.log(of: content)?.author == member?.node
        }
        let series = SeriesName.plain(store: books.identity.storeNumber, lane: lane)
        guard member != nil, let drawer,
            case .drawerOpened(let opening) = try books.reader.fact(drawer)?.fact,
            let report = try books.reader.openReport(
                of: drawer, in: series, settings: books.terms.settings)
        else {
            throw Failure(.noInput, "no drawer of lane \(lane) is open, as far as is known here")
        }
        if arguments.has("json") {
            Output.line(JSON.object(report.members).text)
        } else {
            try show(report, of: opening, books, lane)
        }
        return .success
    }

    /// On paper as it stands now, under the name of whoever opened the drawer.
    private static func show(
        _ report: DrawerReport, of opening: DrawerOpening, _ books: Books, _ lane: UInt8
    ) throws {
        let now = SystemClock.wall()
        let taken = ReportTaken(
            content: opening.content, drawer: opening.content, time: books.terms.zone.local(now),
            businessDate: books.terms.calendar.businessDate(at: now), person: opening.person)
        let document = books.stationery(lane: lane).xReport(
            report, taken: taken, opened: opening.time,
            cashier: try books.reader.person(opening.person)?.number ?? 0)
        for line in PlainText.lines(of: document, columns: ReportPaper.columns) {
            Output.line(line)
        }
    }

    static let reportZ = Subcommand(
        path: ["report", "z"], summary: "Show a past Z report again.",
        details: """
            Nothing is closed: a drawer is counted and closed at the lane. Every lane's Z reports
            are here once the lanes have met.
            """,
        operands: [
            Operand(name: "N", help: "The Z's number; the last one unless told.", isRequired: false)
        ],
        options: [
            CommonOption.data, .value("lane", "NUMBER", "Of this lane; else of this till's own."),
            .flag("list", "List the Z reports of all lanes, the newest first."), CommonOption.json,
        ]
    ) { arguments in
        let books = try Books.open(arguments)
        if arguments.has("list") { return try listClosings(books, arguments) }
        var number: UInt32?
        if let text = arguments.operands.first {
            number = UInt32(text)
            guard number != nil else {
                throw Failure(.usage, "report z: '\(text)' is no number of a Z")
            }
        }
        guard let content = try closing(number, books, arguments),
            case .drawerClosed(let closing) = try books.reader.fact(content)?.fact
        else {
            throw Failure(
                .noInput,
                number.map { "there is no Z \($0)" } ?? "no drawer was closed yet: there is no Z")
        }
        try ReportPaper(arguments, reader: books.reader).show(
            content, closing.report,
            [
                ("z", .integer(Int64(closing.zNumber))),
                ("counted", .integer(closing.counted.minorUnits)),
                ("difference", .integer(closing.difference.minorUnits)),
            ])
        return .success
    }

    private static func closing(
        _ number: UInt32?, _ books: Books, _ arguments: Arguments
    ) throws -> ContentID? {
        guard let lane = try arguments.integer("lane", in: 1...99) else {
            return try books.reader.closing(number, of: books.ownLog())
        }
        let series = SeriesName.plain(store: books.identity.storeNumber, lane: UInt8(lane))
        return try books.reader.closing(number, inSeriesOf: series)
    }

    private static let closingsMost = 1000

    private static func listClosings(
        _ books: Books, _ arguments: Arguments
    ) throws -> ExitCode {
        for content in try books.reader.closings(limit: closingsMost) {
            guard case .drawerClosed(let closing) = try books.reader.fact(content)?.fact else {
                continue
            }
            let (series, date) = (closing.report.series, CivilDate(closing.businessDate).iso)
            Output.line(
                arguments.has("json")
                    ? JSON.object([
                        ("series", .string(series)), ("z", .integer(Int64(closing.zNumber))),
                        ("date", .string(date)),
                        ("counted", .integer(closing.counted.minorUnits)),
                        ("difference", .integer(closing.difference.minorUnits)),
                    ]).text
                    : "\(Help.pad(series, 10)) Z \(Help.pad("\(closing.zNumber)", 5)) \(date)  "
                        + "counted \(books.write(closing.counted)), difference "
                        + books.write(closing.difference))
        }
        return .success
    }

    static let reportJournal = Subcommand(
        path: ["report", "journal"], summary: "List all that happened on a business date.",
        options: [
            CommonOption.data,
            .value("date", "YYYY-MM-DD", "The business date; today's unless told."),
            CommonOption.json,
        ]
    ) { arguments in
        let books = try Books.open(arguments)
        let date = try businessDate(arguments, books)
        let lines = try JournalLines(books)
        var totals = JournalTotals()
        for stored in try books.reader.facts(on: date) {
            totals.add(stored.fact)
            Output.line(
                arguments.has("json") ? lines.json(stored).text : lines.text(of: stored.fact))
        }
        if arguments.has("json") {
            Output.line(
                JSON.object([
                    ("date", .string(CivilDate(date).iso)), ("totals", totals.json),
                ]).text)
        } else {
            Output.line("")
            for line in totals.lines(books.write) { Output.line(line) }
        }
        return .success
    }

    private static func businessDate(
        _ arguments: Arguments, _ books: Books
    ) throws(Failure) -> BusinessDate {
        guard let text = arguments.value("date") else {
            return books.terms.calendar.businessDate(at: SystemClock.wall())
        }
        guard let date = CivilDate(iso: text) else {
            throw Failure(.usage, "report journal: '\(text)' is no date such as 2026-11-21")
        }
        return date.businessDate
    }

    static let reportCheck = Subcommand(
        path: ["report", "check"], summary: "Count every Z again from the log and compare.",
        details: """
            Every figure of every Z is folded anew from its session's operations; the Zs and the
            open session together must hold every receipt. Exits 1 where anything differs.
            """,
        options: [CommonOption.data, CommonOption.json]
    ) { arguments in
        let check = try ReportCheck(Books.open(arguments))
        if arguments.has("json") {
            Output.line(
                JSON.object([
                    ("closings", .integer(Int64(check.closings))),
                    ("findings", .array(check.findings.map { .string($0) })),
                ]).text)
        } else {
            for text in check.findings { Output.line(text) }
            if check.findings.isEmpty {
                Output.line("\(check.closings) Z reports agree with the log")
            }
        }
        return check.findings.isEmpty ? .success : .failure
    }
}

/// Shows a report as the paper would, or as an object.
struct ReportPaper {
    static let columns = 42

    private let arguments: Arguments
    private let reader: ShopReader

    init(_ arguments: Arguments, reader: ShopReader) {
        self.arguments = arguments
        self.reader = reader
    }

    func show(
        _ content: ContentID, _ report: DrawerReport, _ extra: [(String, JSON)]
    ) throws {
        if arguments.has("json") { return Output.line(JSON.object(extra + report.members).text) }
        let books = try Books.open(arguments)
        let lane = try arguments.integer("lane", in: 1...99) ?? Int64(books.identity.lane)
        let document = try reader.document(
            for: PrintRequest(content), on: books.stationery(lane: UInt8(lane)),
            series: report.series,
            isTraining: books.identity.isTraining)
        guard let document else {
            throw Failure(.software, "the report's session isn't in the log")
        }
        for line in PlainText.lines(of: document, columns: Self.columns) { Output.line(line) }
    }
}

/// Holds every Z against the log, and all of them against the receipts.
struct ReportCheck {
    private(set) var closings = 0
    private(set) var findings: [String] = []

    init(_ books: Books) throws {
        let settings = books.terms.settings
        var (found, count): ([String], Int) = ([], 0)
        var sum = Tally()
        try books.reader.checkClosings(settings: settings) { check in
            count += 1
            sum.take(check.closing.report)
            found += check.differences.map { "Z \(check.closing.zNumber): \($0)" }
        }
        for open in try books.reader.openSessions() {
            let report = try books.reader.openReport(of: open, in: "", settings: settings)
            if let report { sum.take(report) }
        }
        let receipts = try books.reader.receiptsTotal()
        if receipts != sum {
            found.append(
                "all receipts: \(receipts.count), \(books.write(receipts.amount)); in the drawers' "
                    + "sessions: \(sum.count), \(books.write(sum.amount))")
        }
        (closings, findings) = (count, found)
    }
}

extension Tally {
    fileprivate mutating func take(_ report: DrawerReport) {
        count += report.sales.count + report.returns.count
        amount += report.sales.amount + report.returns.amount
    }
}
