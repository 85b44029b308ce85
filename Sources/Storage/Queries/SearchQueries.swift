public import Retail

extension ShopReader {
    /// Items by the beginnings of words, for search while typing; best matches first.
    ///
    /// A code that matches as a whole comes first, then codes and names that begin with the first
    /// word, then items that have all the words anywhere. Accents and case don't matter; items
    /// that aren't sold any more are left out. Where nothing matches, words of four
    /// letters or more may be one letter wrong.
    ///
    /// - Parameters:
    ///   - text: words, an item's code, or the digits of a barcode.
    ///   - limit: the most items to find; ask for one more to learn whether there are more.
    /// - Returns: items as they are now.
    /// - Throws: ``StorageError``.
    public func search(_ text: String, limit: Int) throws(StorageError) -> [Item] {
        let words = Self.words(of: text)
        guard !words.isEmpty, limit > 0 else { return [] }
        var found = try whole(text, words)
        try append(words, limit, to: &found)
        if found.isEmpty, let near = try corrected(words) { try append(near, limit, to: &found) }
        return Array(found.prefix(limit))
    }

    private func append(
        _ words: [String], _ limit: Int, to found: inout [Item]
    ) throws(StorageError) {
        for expression in Self.expressions(words) where found.count < limit {
            try append(try items(matching: expression, limit: limit), to: &found)
        }
    }

    /// Departments that have an item, with the taxes of their goods, by name.
    ///
    /// A department whose goods are taxed in two ways stands here twice.
    public func departments() throws(StorageError) -> [(name: String, taxCategory: String)] {
        var found: [(name: String, taxCategory: String)] = []
        // Leaps from one department's first item to the next one's.
        while found.count < Self.departmentsMax {
            let last = found.last ?? (name: "", taxCategory: "")
            let next = try first(
                SearchSQL.nextDepartment,
                bind: {
                    $0.bind(2, last.name)
                    $0.bind(3, last.taxCategory)
                }
            ) { row throws(StorageError) in (name: row.text(0), taxCategory: row.text(1)) }
            guard let next else { break }
            found.append(next)
        }
        return found.filter { !$0.name.isEmpty }
    }

    private static var departmentsMax: Int { 1000 }
    private static var wordsMax: Int { 8 }

    /// Runs of letters and digits, as the index cuts its texts.
    private static func words(of text: String) -> [String] {
        let runs = text.split { !$0.isLetter && !$0.isNumber }
        return runs.prefix(wordsMax).map { String($0.prefix(32)) }
    }

    /// Queries from the best kind of match to the widest.
    private static func expressions(_ words: [String]) -> [String] {
        let rest = words.dropFirst().map { " AND \"\($0)\"*" }.joined()
        return [
            "(code : ^ \"\(words[0])\"*)\(rest)", "(name : ^ \"\(words[0])\"*)\(rest)",
            words.map { "\"\($0)\"*" }.joined(separator: " AND "),
        ]
    }

    private func append(_ items: [Item], to found: inout [Item]) throws(StorageError) {
        let known = Set(found.map(\.code))
        found += items.filter { !known.contains($0.code) }
    }

    /// The items whose code or barcode the whole text is.
    private func whole(_ text: String, _ words: [String]) throws(StorageError) -> [Item] {
        var codes = [ItemCode(text)]
        if words.count == 1, let code = Self.lookup(words[0]) {
            codes += try items(behind: code)
        }
        var found: [Item] = []
        for code in codes where !found.contains(where: { $0.code == code }) {
            if let item = try item(code), item.isActive { found.append(item) }
        }
        return found
    }

    static func lookup(_ digits: String) -> LookupCode? {
        guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        if [4, 5].contains(digits.utf8.count) { return LookupCode(digits) }
        return try? GTIN(digits).lookup
    }

    private func items(
        matching expression: String, limit: Int
    ) throws(StorageError) -> [Item] {
        let codes = try each(
            SearchSQL.matches,
            bind: {
                $0.bind(2, expression)
                $0.bind(3, Int64(limit))
            }
        ) { row throws(StorageError) in ItemCode(row.text(0)) }
        var found: [Item] = []
        for code in codes { if let item = try item(code), item.isActive { found.append(item) } }
        return found.sorted { ($0.name, $0.code) < ($1.name, $1.code) }
    }

    /// The same words, each as the catalogue spells it, short ones as they are; nil where one is
    /// like none there, or all are short.
    private func corrected(_ words: [String]) throws(StorageError) -> [String]? {
        let folded = words.map(FoldedText.fold)
        guard folded.contains(where: Self.isCorrectable) else { return nil }
        var near: [String] = []
        for word in folded {
            guard Self.isCorrectable(word) else {
                near.append(word)
                continue
            }
            guard let found = try nearest(word) else { return nil }
            near.append(found)
        }
        return near
    }

    private static func isCorrectable(_ word: String) -> Bool { word.count >= 4 }

    /// The most used word of the catalogue that begins alike and is at most one letter off.
    private func nearest(_ word: String) throws(StorageError) -> String? {
        guard let initial = word.unicodeScalars.first,
            let behind = Unicode.Scalar(initial.value + 1)
        else { return nil }
        let typed = Array(word.unicodeScalars)
        let statement = try database.statement(SearchSQL.vocabulary)
        defer { statement.reset() }
        statement.bind(1, String(initial))
        statement.bind(2, String(behind))
        var best: (word: String, uses: Int64)?
        while try statement.step() {
            let candidate = statement.text(0)
            let uses = statement.integer(1)
            guard uses > best?.uses ?? 0, Spelling.isNear(typed, Array(candidate.unicodeScalars))
            else { continue }
            best = (candidate, uses)
        }
        return best?.word
    }
}

enum SearchSQL {
    /// In the order of the index, so that nothing has to be sorted.
    static let matches = """
        SELECT n.item
        FROM   item_word w JOIN item_number n ON n.number = w.rowid
        WHERE  n.scope = :scope AND w.item_word MATCH :expression
        ORDER  BY w.rowid
        LIMIT  :limit
        """

    static let nextDepartment = """
        SELECT department, tax_category
        FROM   item_number
        WHERE  scope = :scope AND (department, tax_category) > (:department, :tax)
        ORDER  BY department, tax_category
        LIMIT  1
        """

    /// Words with one initial; how many items have each.
    static let vocabulary = """
        SELECT term, doc
        FROM   item_vocabulary
        WHERE  term >= :initial AND term < :behind
        ORDER  BY term
        LIMIT  100000
        """
}
