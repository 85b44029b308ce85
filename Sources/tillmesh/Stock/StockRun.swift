import Retail
import Storage

/// Moves stock: by one item on the command line, or by a file.
struct StockRun {
    /// Lines of one movement: 64 rows are far below an operation's size.
    private static let linesMax = 64
    private static let quantityMost = Quantity(units: 1_000_000)

    let errand: Errand
    let kind: StockMovement.Kind
    let place: Place
    let reason: String
    private let finder: GoodsFinder

    init(_ errand: Errand, kind: StockMovement.Kind, place: Place, reason: String) {
        self.errand = errand
        self.kind = kind
        self.place = place
        self.reason = reason
        finder = GoodsFinder(errand)
    }

    /// One item and what came, changed or was counted of it.
    func move(_ code: String, _ text: String) throws -> [Moved] {
        let quantity: Quantity
        do throws(NumberError) {
            quantity = try errand.numbers.quantity(text)
        } catch {
            throw Failure(.usage, "stock: \(error.text("'\(text.shown)'"))")
        }
        let item: Item
        switch try finder.find(code) {
        case .item(let found, _): item = found
        case .unknown, .didYouMean, .unreadable, .ambiguous:
            throw try finder.failure(for: code)
        }
        if let reason = fault(quantity, of: item) {
            throw Failure(.usage, "stock: " + reason.text("'\(text.shown)'"))
        }
        return try perform([StockRequest.Line(item: item.code, quantity: quantity)])
    }

    /// A file's rows; bad ones are reported by line.
    func move(_ file: ImportFile) throws -> (outcome: ImportOutcome, moved: [Moved]) {
        try errand.need(.moveStock, .importFiles)
        var rows = StockImport(kind: kind, currency: errand.currency)
        var outcome = ImportOutcome()
        var moved: [Moved] = []
        var pending: [StockRequest.Line] = []
        var lines: [ItemCode: Int] = [:]
        try file.read(&rows, into: &outcome) { row, outcome in
            switch try line(row, lines) {
            case .success(let line):
                lines[line.item] = row.line
                pending.append(line)
            case .failure(let fault): outcome.refuse(fault, of: file.path)
            }
            guard pending.count == Self.linesMax else { return }
            moved += try perform(pending)
            outcome.taken += pending.count
            pending.removeAll()
        }
        if !pending.isEmpty { moved += try perform(pending) }
        outcome.taken += pending.count
        if outcome.taken > 0 { try errand.perform([errand.record(of: file, .stock, outcome)]) }
        return (outcome, moved)
    }

    private func line(
        _ row: StockRow, _ lines: [ItemCode: Int]
    ) throws -> Result<StockRequest.Line, ImportFault> {
        guard case .item(let item, _) = try finder.find(row.code) else {
            return .failure(fault(row, .code, row.code, try finder.reason(for: row.code)))
        }
        if let line = lines[item.code] {
            return .failure(fault(row, .code, row.code, .repeated(line: line)))
        }
        if let reason = fault(row.quantity, of: item) {
            let text = errand.numbers.text(row.quantity)
            return .failure(fault(row, .quantity, text, reason))
        }
        return .success(
            StockRequest.Line(
                item: item.code, quantity: row.quantity, cost: row.cost,
                reason: row.reason.isEmpty ? nil : row.reason))
    }

    private func fault(
        _ row: StockRow, _ column: StockColumn, _ value: String, _ reason: ImportFault.Reason
    ) -> ImportFault {
        ImportFault(line: row.line, column: column.rawValue, value: value, reason: reason)
    }

    /// Why so much of an item can't be moved; nil where it can.
    private func fault(_ quantity: Quantity, of item: Item) -> ImportFault.Reason? {
        let most = errand.numbers.text(Self.quantityMost)
        guard -Self.quantityMost...Self.quantityMost ~= quantity else {
            return .outOfRange(least: kind == .adjusted ? "-\(most)" : "0", most: most)
        }
        let isAllowed =
            switch kind {
            case .received: quantity > .zero
            case .adjusted: quantity != .zero
            case .counted: quantity >= .zero
            }
        guard isAllowed else {
            return .outOfRange(least: kind == .counted ? "0" : "0.001", most: most)
        }
        let isWhole = quantity.thousandths.isMultiple(of: 1000)
        return item.unit == .piece && !isWhole ? .notWhole : nil
    }

    private func perform(_ lines: [StockRequest.Line]) throws -> [Moved] {
        let reader = errand.shop.reader
        let before = try lines.map { try reader.stock(of: $0.item, at: place) }
        try errand.perform([
            .moveStock(StockRequest(kind: kind, place: place, reason: reason, lines: lines))
        ])
        return try zip(lines, before).map { line, before in
            Moved(
                item: try reader.item(line.item) ?? Item(code: line.item, name: ""),
                before: before, held: try reader.stock(of: line.item, at: place))
        }
    }
}

/// An item and what the counters held of it before and after.
struct Moved {
    let item: Item
    let before: Quantity
    let held: Quantity
}
