import Encoding

// Lines of goods are most of a log, so what follows from something else isn't written: the amount
// from price and quantity, the list price from the price; department, category and unit stand once.

/// What lines have in common with others of the same receipt.
private struct LineGroup {
    let department: String
    let taxCategory: String
    let unit: Item.Unit

    func matches(_ line: ReceiptLine) -> Bool {
        // Bytes, as `==` takes different spellings of one character for equal.
        unit == line.unit && taxCategory.utf8.elementsEqual(line.taxCategory.utf8)
            && department.utf8.elementsEqual(line.department.utf8)
    }
}

extension FieldWriter {
    /// Keys 9 to 11: digits, groups, lines.
    mutating func lines(_ lines: [ReceiptLine]) {
        guard !lines.isEmpty else { return }
        let digits = Self.digits(of: lines)
        var groups: [LineGroup] = []
        let places = lines.map { Self.place(of: $0, in: &groups) }
        number(9, digits, unless: 2)
        list(10, groups) { group, encoder in
            encoder.array(group.unit == .piece ? 2 : 3)
            encoder.text(group.department)
            encoder.text(group.taxCategory)
            if group.unit != .piece { encoder.unsigned(UInt64(group.unit.rawValue)) }
        }
        field(11) { encoder in
            encoder.array(lines.count)
            for (line, place) in zip(lines, places) {
                line.encode(into: &encoder, group: place, digits: digits)
            }
        }
    }

    /// The minor-unit digits from which the most amounts follow; the usual two where equal.
    private static func digits(of lines: [ReceiptLine]) -> Int {
        var best = (digits: 2, misses: Int.max)
        for digits in [2, 0, 3, 1, 4] where best.misses > 0 {
            let misses = lines.count {
                $0.gross != $0.price.amount(for: $0.quantity, digits: digits)
            }
            if misses < best.misses { best = (digits, misses) }
        }
        return best.digits
    }

    private static func place(of line: ReceiptLine, in groups: inout [LineGroup]) -> Int {
        if let known = groups.firstIndex(where: { $0.matches(line) }) { return known }
        groups.append(
            LineGroup(
                department: line.department, taxCategory: line.taxCategory, unit: line.unit))
        return groups.count - 1
    }
}

extension ReceiptLine {
    /// `[group, item or null, name, price, tax]`, then a map of what isn't usual.
    fileprivate func encode(into encoder: inout CBOREncoder, group: Int, digits: Int) {
        let hasMore = hasMore(digits: digits)
        encoder.array(hasMore ? 6 : 5)
        encoder.unsigned(UInt64(group))
        encoder.optional(item) { $1.text($0.text) }
        encoder.text(name)
        encoder.scaled(price.tenThousandths)
        encoder.integer(tax.minorUnits)
        if hasMore { encoder.fields { more(&$0, digits: digits) } }
    }

    private func hasMore(digits: Int) -> Bool {
        quantity != .one || listPrice != price || discount != .zero || scanned != nil
            || origin != nil || note != nil
            || gross != price.amount(for: quantity, digits: digits)
    }

    private func more(_ writer: inout FieldWriter, digits: Int) {
        writer.number(0, quantity.thousandths, unless: Quantity.one.thousandths)
        if listPrice != price { writer.field(1) { $0.scaled(listPrice.tenThousandths) } }
        writer.money(2, gross, unless: price.amount(for: quantity, digits: digits))
        writer.money(3, discount, unless: .zero)
        writer.text(4, scanned)
        if let origin {
            writer.field(5) {
                $0.array(2)
                $0.fixed(origin.receipt.id)
                $0.unsigned(UInt64(origin.line))
            }
        }
        writer.text(6, note)
    }
}

extension FieldReader {
    /// Keys 9 to 11.
    mutating func lines() throws(FactError) -> [ReceiptLine] {
        let digits = try has(9) ? Int(try integer(in: 0...4)) : 2
        let groups = try list(10) { reader throws(FactError) in
            let count = try reader.array(2...3)
            return LineGroup(
                department: try reader.label(), taxCategory: try reader.label(),
                unit: count == 3 ? try reader.named() : .piece)
        }
        return try list(11) { reader throws(FactError) in
            try reader.line(groups, digits: digits)
        }
    }

    private mutating func line(
        _ groups: [LineGroup], digits: Int
    ) throws(FactError) -> ReceiptLine {
        let count = try array(5...6)
        let begin = offset
        let place: UInt32 = try number()
        guard place < groups.count else { throw error(.range, at: begin) }
        let group = groups[Int(place)]
        let item = isNull() ? nil : try item()
        let name = try text(FactLimit.nameBytesMax)
        let price = try price()
        var line = ReceiptLine(
            item: item, name: name, department: group.department, taxCategory: group.taxCategory,
            unit: group.unit, quantity: .one, listPrice: price, price: price,
            gross: price.amount(for: .one, digits: digits), tax: try money())
        guard count == 6 else { return line }
        try map { reader throws(FactError) in try reader.more(&line, digits: digits) }
        return line
    }

    private mutating func more(_ line: inout ReceiptLine, digits: Int) throws(FactError) {
        if try has(0) { line.quantity = try quantity() }
        if try has(1) { line.listPrice = try price() }
        line.gross = try money(2, else: line.price.amount(for: line.quantity, digits: digits))
        line.discount = try money(3, else: .zero)
        line.scanned = try textIfAny(4, FactLimit.labelBytesMax)
        if try has(5) {
            try array(2)
            line.origin = LineOrigin(receipt: ContentID(try id()), line: try number())
        }
        line.note = try textIfAny(6, FactLimit.textBytesMax)
    }
}
