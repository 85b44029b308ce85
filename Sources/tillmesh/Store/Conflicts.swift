import CRDT
import Encoding
import Ledger
import Node
import Replication
import Retail
import Storage

extension Subcommand {
    static let conflicts = Subcommand(
        path: ["conflicts"], summary: "List what lanes did that doesn't fit together.",
        details: """
            tie         Two lanes changed one thing under one version; time alone chose. Write it
                        anew, or `--keep HASH`, which does.
            content     One lane gave one id to two different things; the first by hash counts.
            return      More came back than was sold.
            hold        Two lanes went on with one held sale.
            unconfirmed Goods came back while the lane that sold them couldn't be asked: a
                        manager allowed it.
            stock       The shelf holds less than nothing: count it, `tillmesh stock count`.

            Exits 1 where there is anything but `unconfirmed`. --keep writes what an operation of
            a tie says as a new version, which then stands everywhere.
            """,
        options: [
            CommonOption.data, CommonOption.person, CommonOption.json,
            .value("limit", "N", "At most N of each sort (200)."),
            .value("keep", "HASH", "Write what this operation says as a new version."),
        ]
    ) { arguments in
        let limit = Int(try arguments.integer("limit", in: 1...1_000_000) ?? 200)
        if let hash = arguments.value("keep") {
            _ = try Errand.run(arguments) { try keep(hash.lowercased(), $0, limit) }
        }
        let lines = try ConflictLines(Books.open(arguments), limit: limit).all
        for line in lines { Output.line(arguments.has("json") ? line.json.text : line.text) }
        if lines.isEmpty && !arguments.has("json") { Output.line("Everything fits together.") }
        return lines.contains(where: \.isConflict) ? .failure : .success
    }

    private static func keep(_ hash: String, _ errand: Errand, _ limit: Int) throws -> ExitCode {
        let ties = try errand.shop.reader.registerTies(limit: limit)
        let found = ties.flatMap(\.operations).filter {
            Hex.encode($0.hash.bytes).hasPrefix(hash)
        }
        guard let operation = found.first?.operation, Set(found.map(\.hash)).count == 1 else {
            throw Failure(.noInput, "no tie, or more than one, has an operation '\(hash.shown)'")
        }
        let fact = try Fact.decode(kind: operation.kind, payload: operation.payload)
        let action = try errand.shop.reader.renewal(of: fact, content: Errand.newContent())
        guard let action else {
            throw Failure(.software, "a tie names something that has no versions")
        }
        try errand.perform([action])
        return .success
    }
}

/// What doesn't fit together, as people and scripts read it.
struct ConflictLines {
    struct Line {
        let text: String
        let json: JSON
        /// False for what is only to be known.
        var isConflict = true
    }

    private let books: Books
    private let story: JournalLines
    private(set) var all: [Line] = []

    init(_ books: Books, limit: Int) throws {
        self.books = books
        story = try JournalLines(books)
        let reader = books.reader
        all += try reader.registerTies(limit: limit).map(tie)
        all += try reader.contradictions(limit: limit).map(content)
        all += try reader.overReturns(limit: limit).map(overReturn)
        all += try reader.twiceFinishedHolds(limit: limit).map(hold)
        all += try reader.unconfirmedReturns(limit: limit).compactMap(unconfirmed)
        all += try reader.recountTasks(limit: limit).map(task)
    }

    private func tie(_ tie: RegisterTie) -> Line {
        let name = "\(tie.table.rawValue) \(tie.key.joined(separator: " ").shown)"
        let operations = tie.operations.map { signed in
            let mark = signed == tie.operations.last ? "stands" : ""
            return "  \(hash(signed)) \(signed.operation.log.author.short) "
                + "\(story.text(of: signed.operation)) \(mark)"
        }
        return Line(
            text: (["tie      \(name), version \(tie.version)"] + operations)
                .joined(separator: "\n"),
            json: .object([
                ("sort", .string("tie")), ("table", .string(tie.table.rawValue)),
                ("key", .array(tie.key.map { .string($0) })), ("version", .unsigned(tie.version)),
                ("operations", .array(tie.operations.map { .string(fullHash($0)) })),
            ]))
    }

    private func content(_ found: ContradictedContent) -> Line {
        let operations = found.operations.map {
            "  \(hash($0)) \($0.operation.seq) \(story.text(of: $0.operation))"
        }
        return Line(
            text: (["content  of \(found.author.short)"] + operations).joined(separator: "\n"),
            json: .object([
                ("sort", .string("content")),
                ("author", .string(Base32.encode(found.author.key.bytes))),
                ("content", .string(Hex.encode(found.content.id.bytes))),
                ("operations", .array(found.operations.map { .string(fullHash($0)) })),
            ]))
    }

    private func overReturn(_ found: OverReturn) -> Line {
        let number = found.number.map(\.description) ?? Hex.encode(found.receipt.id.bytes)
        return Line(
            text: "return   \(number), line \(found.line + 1): sold \(write(found.sold)), "
                + "came back \(write(found.returned))",
            json: .object([
                ("sort", .string("return")), ("receipt", .string(number)),
                ("line", .integer(Int64(found.line) + 1)),
                ("sold", .integer(found.sold.thousandths)),
                ("returned", .integer(found.returned.thousandths)),
            ]))
    }

    private func hold(_ found: TwiceFinishedHold) -> Line {
        let receipts = found.receipts.map(\.description)
        return Line(
            text: "hold     \(found.label.map(\.shown) ?? "without a label"): taken "
                + "\(found.recalls) times; " + receipts.joined(separator: ", "),
            json: .object([
                ("sort", .string("hold")), ("hold", .string(Hex.encode(found.hold.id.bytes))),
                ("label", found.label.map { .string($0) } ?? .null),
                ("recalls", .integer(Int64(found.recalls))),
                ("receipts", .array(receipts.map { .string($0) })),
            ]))
    }

    private func unconfirmed(_ content: ContentID) throws(StorageError) -> Line? {
        guard case .receiptCompleted(let receipt) = try books.reader.fact(content)?.fact else {
            return nil
        }
        let marks = receipt.events.filter { $0.kind == .returnUnconfirmed }
        let amount = -marks.map(\.amount).sum()
        let lanes = marks.compactMap(\.text).first ?? ""
        let currency = books.terms.settings.currency
        let shown = NumberFormat(style: .plain, currency: currency).text(amount)
        return Line(
            text: "unconfirmed \(receipt.number): \(shown) paid out, \(lanes.shown) wasn't asked",
            json: .object([
                ("sort", .string("unconfirmed")), ("receipt", .string(receipt.number.description)),
                ("amount", .integer(amount.minorUnits)),
            ]), isConflict: false)
    }

    private func task(_ task: RecountTask) -> Line {
        Line(
            text: "stock    \(task.item.text.shown) \((task.name ?? "").shown): "
                + "\(write(task.held)) at \(task.place.name.shown)",
            json: .object([
                ("sort", .string("stock")), ("item", .string(task.item.text)),
                ("place", .string(task.place.name)), ("held", .integer(task.held.thousandths)),
            ]))
    }

    private func write(_ quantity: Quantity) -> String {
        NumberFormat(style: .plain, currency: books.terms.settings.currency).text(quantity)
    }

    private func hash(_ signed: SignedOperation) -> String {
        Hex.encode(signed.hash.bytes.prefix(6))
    }

    private func fullHash(_ signed: SignedOperation) -> String { Hex.encode(signed.hash.bytes) }
}
