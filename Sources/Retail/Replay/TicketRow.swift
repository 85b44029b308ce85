/// One row of a file of tickets: a line of goods of one ticket.
public struct TicketLine: Hashable, Sendable {
    public var item: ItemCode
    public var description: String
    /// Negative on cancellations and write-offs.
    public var quantity: Quantity
    /// Negative on some adjustments.
    public var price: UnitPrice

    public init(item: ItemCode, description: String, quantity: Quantity, price: UnitPrice) {
        self.item = item
        self.description = description
        self.quantity = quantity
        self.price = price
    }

    /// Quantity × price, rounded once.
    public func amount(digits: Int) -> Money { price.amount(for: quantity, digits: digits) }
}

/// A row with the ticket it belongs to; a row that can't be read makes its ticket unreadable.
public struct TicketRow: Hashable, Sendable {
    public var ticket: String
    public var time: LocalTime
    /// As the file names the customer, without the `.0` of a spreadsheet; nil: none.
    public var customer: String?
    public var line: Result<TicketLine, ImportFault>
}

/// Reads tickets from CSV, with the columns of either kind of file, in any order and case.
public struct TicketReader: Sendable {
    /// What a column says, under the names that files give it.
    private enum Column: Int, CaseIterable {
        case ticket, time, item, description, quantity, price, customer

        init?(header: String) {
            switch header {
            case "invoiceno", "ticket": self = .ticket
            case "invoicedate", "time": self = .time
            case "stockcode", "item": self = .item
            case "description": self = .description
            case "quantity": self = .quantity
            case "unitprice", "price": self = .price
            case "customerid", "customer": self = .customer
            default: return nil
            }
        }

        var name: String {
            switch self {
            case .ticket: "ticket"
            case .time: "time"
            case .item: "item"
            case .description: "description"
            case .quantity: "quantity"
            case .price: "price"
            case .customer: "customer"
            }
        }
    }

    private var reader = CSVReader()
    private let zone: Zone
    private let numbers: NumberFormat
    private var places: [Column: Int]?
    private var lastTime: (text: String, time: LocalTime)?
    /// False once the header was refused: then nothing of the file is taken.
    public private(set) var isUsable = true

    /// Times are on the store's wall clock.
    public init(zone: Zone, currency: Currency) {
        self.zone = zone
        numbers = NumberFormat(style: .plain, currency: currency)
    }

    /// Takes the next bytes; a failure is a row without a ticket, or the header.
    public mutating func append(
        _ bytes: some Collection<UInt8>
    ) -> [Result<TicketRow, ImportFault>] {
        reader.append(bytes).compactMap { take($0) }
    }

    /// Ends the file.
    public mutating func finish() -> [Result<TicketRow, ImportFault>] {
        let rows = reader.finish().compactMap { take($0) }
        guard places == nil, isUsable else { return rows }
        isUsable = false
        return rows + [.failure(Self.missing(.ticket, line: 1))]
    }

    private mutating func take(_ row: CSVReader.Row) -> Result<TicketRow, ImportFault>? {
        guard isUsable else { return nil }
        switch row {
        case .refused(let line, let error):
            if places == nil { isUsable = false }
            return .failure(ImportFault(line: line, column: nil, reason: .csv(error)))
        case .row(let line, let fields):
            guard let places else { return header(fields, line: line) }
            do throws(ImportFault) {
                return .success(try ticketRow(Fields(fields, places, line: line)))
            } catch {
                return .failure(error)
            }
        }
    }

    private mutating func header(
        _ fields: [String], line: Int
    ) -> Result<TicketRow, ImportFault>? {
        var found: [Column: Int] = [:]
        for (index, field) in fields.enumerated() {
            guard let column = Column(header: field.trimmed.lowercased()) else { continue }
            guard found.updateValue(index, forKey: column) == nil else {
                return refuse(column, .repeatedColumn, line)
            }
        }
        places = found
        let missing = Column.allCases.first { found[$0] == nil && $0 != .customer }
        return missing.flatMap { refuse($0, .missingColumn, line) }
    }

    private mutating func refuse(
        _ column: Column, _ reason: ImportFault.Reason, _ line: Int
    ) -> Result<TicketRow, ImportFault> {
        isUsable = false
        return .failure(ImportFault(line: line, column: column.name, reason: reason))
    }

    private static func missing(_ column: Column, line: Int) -> ImportFault {
        ImportFault(line: line, column: column.name, reason: .missingColumn)
    }
}

extension TicketReader {
    /// A row's fields by column.
    private struct Fields {
        let fields: [String]
        let places: [Column: Int]
        let line: Int

        init(_ fields: [String], _ places: [Column: Int], line: Int) {
            self.fields = fields
            self.places = places
            self.line = line
        }

        subscript(column: Column) -> String {
            guard let place = places[column], place < fields.count else { return "" }
            return fields[place].trimmed
        }

        func fault(_ column: Column, _ reason: ImportFault.Reason) -> ImportFault {
            ImportFault(line: line, column: column.name, value: self[column], reason: reason)
        }
    }

    private mutating func ticketRow(_ fields: Fields) throws(ImportFault) -> TicketRow {
        let ticket = fields[.ticket]
        guard !ticket.isEmpty else { throw fields.fault(.ticket, .missing) }
        guard ticket.count <= Self.ticketCharactersMost else {
            throw fields.fault(.ticket, .tooLong(charactersMost: Self.ticketCharactersMost))
        }
        let time = time(fields)
        let customer = fields[.customer]
        let name = customer.hasSuffix(".0") ? String(customer.dropLast(2)) : customer
        return TicketRow(
            ticket: ticket, time: time ?? LocalTime(Instant(milliseconds: 0), offsetSeconds: 0),
            customer: name.isEmpty ? nil : name,
            line: time == nil ? .failure(fields.fault(.time, .notDate)) : line(fields))
    }

    private func line(_ fields: Fields) -> Result<TicketLine, ImportFault> {
        do throws(ImportFault) {
            let item = fields[.item]
            guard !item.isEmpty else { throw fields.fault(.item, .missing) }
            guard item.count <= Self.itemCharactersMost else {
                throw fields.fault(.item, .tooLong(charactersMost: Self.itemCharactersMost))
            }
            for column in [Column.item, .description] {
                guard !CardNumber.isProbable(in: fields[column]) else {
                    throw fields.fault(column, .cardNumber)
                }
            }
            return .success(
                TicketLine(
                    item: ItemCode(item),
                    description: String(fields[.description].prefix(Basket.Limit.textCharacters)),
                    quantity: try number(.quantity, fields, numbers.quantity),
                    price: try number(.price, fields, numbers.price)))
        } catch {
            return .failure(error)
        }
    }

    private func number<Value>(
        _ column: Column, _ fields: Fields, _ read: (String) throws(NumberError) -> Value
    ) throws(ImportFault) -> Value {
        do throws(NumberError) {
            return try read(fields[column])
        } catch {
            throw fields.fault(column, .number(error))
        }
    }

    /// `2010-12-01 08:26:00`, with `T` or without seconds too; nil for anything else.
    private mutating func time(_ fields: Fields) -> LocalTime? {
        let text = fields[.time]
        // Rows of a ticket, and tickets of a minute, say the same time.
        if let lastTime, lastTime.text == text { return lastTime.time }
        let parts = text.split { $0 == " " || $0 == "T" }
        guard parts.count == 2, let date = CivilDate(iso: String(parts[0])),
            let second = Self.secondOfDay(parts[1])
        else { return nil }
        let instant = zone.instant(on: date.businessDate, secondOfDay: second)
        let time = LocalTime(instant, offsetSeconds: zone.offsetSeconds(at: instant))
        lastTime = (text, time)
        return time
    }

    private static func secondOfDay(_ text: Substring) -> Int64? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        let numbers = parts.compactMap { $0.utf8.count == 2 && Digits.areAll($0) ? Int64($0) : nil }
        guard (2...3).contains(parts.count), numbers.count == parts.count, numbers[0] < 24,
            numbers.dropFirst().allSatisfy({ $0 < 60 })
        else { return nil }
        return numbers[0] * 3600 + numbers[1] * 60 + (numbers.count == 3 ? numbers[2] : 0)
    }

    private static let ticketCharactersMost = 32
    private static let itemCharactersMost = 32
}
