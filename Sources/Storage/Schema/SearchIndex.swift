import CRDT
import Ledger
import Replica

/// The words and departments of the items that are sold, for search while typing; made from the
/// current candidates of `item`, local.
///
/// Kept in the transaction that changes an item, so no reader sees one without the other. Items of
/// a publication wait in `item_waiting` until it is visible, and are taken in some at a time: what
/// a search finds is looked up before it's shown, so no one sees more than a late word.
final class SearchIndex {
    /// An item whose candidates changed, as a row of `item` names it.
    struct Place: Hashable {
        let scope: ScopeID
        let code: String
    }

    private let database: Database
    private let numbers: Numbers
    private var touched: Set<Place> = []
    /// Parts of publications, and publications that count no more.
    private var parts: [Row] = []
    private var withdrawn: [Row] = []
    /// Store time when ``settle(at:limit:)`` last looked, in milliseconds.
    private var now = Int64.min

    init(_ database: Database, _ numbers: Numbers) {
        self.database = database
        self.numbers = numbers
    }

    /// Notes that a row was written; other tables' rows don't matter here.
    func note(_ write: RowWrite) {
        switch write.table {
        case .item: note(item: write)
        case .publication:
            if case .delete(let row) = write { withdrawn.append(row) }
        case _: return
        }
    }

    private func note(item write: RowWrite) {
        let row = write.row
        guard row.values.count > 1, case .scope(let scope) = row.values[0],
            case .text(let code) = row.values[1]
        else { return }
        touched.insert(Place(scope: scope, code: code))
        if case .insert = write, row.values[Self.publicationColumn] != .null { parts.append(row) }
    }

    /// The last columns of `item` are its publication and its place in it.
    private static let publicationColumn = TableName.item.table.columns.count - 2

    /// Forgets what was noted in a transaction that was undone.
    func forget() {
        touched.removeAll()
        parts.removeAll()
        withdrawn.removeAll()
    }

    /// Brings the index to what is current of the items that were noted.
    func update() throws(StorageError) {
        for row in parts { try wait(row) }
        parts.removeAll()
        for row in withdrawn { try touchItems(of: row) }
        withdrawn.removeAll()
        guard !touched.isEmpty else { return }
        // Sorted: rows get numbers in an order that another process would give them too.
        let places = touched.sorted { $0.code.utf8.lexicographicallyPrecedes($1.code.utf8) }
        touched.removeAll(keepingCapacity: true)
        for place in places { try update(place) }
    }

    private func wait(_ row: Row) throws(StorageError) {
        guard case .scope(let scope) = row.values[0], case .text(let code) = row.values[1],
            case .bytes(let publication) = row.values[Self.publicationColumn]
        else { return }
        let scopeNumber = try numbers.scopeMade(scope)
        try run(Self.insertWaiting) {
            $0.bind(1, scopeNumber)
            $0.bind(2, publication)
            $0.bind(3, code)
        }
    }

    /// What a revocation took back shows what was before, at once.
    private func touchItems(of publication: Row) throws(StorageError) {
        guard case .scope(let scope) = publication.values[0],
            case .bytes(let id) = publication.values[1]
        else { return }
        let statement = try database.statement(Self.selectItems)
        defer { statement.reset() }
        statement.bind(1, try numbers.scopeMade(scope))
        statement.bind(2, id)
        while try statement.step() {
            touched.insert(Place(scope: scope, code: statement.text(0)))
        }
    }

    /// Takes in items of publications that are visible at a moment of store time, some of them.
    ///
    /// - Returns: whether more may wait.
    func settle(at now: Int64, limit: Int) throws(StorageError) -> Bool {
        self.now = now
        var ready: [(scope: Int64, publication: [UInt8], code: String)] = []
        let statement = try database.statement(Self.selectReady)
        defer { statement.reset() }
        statement.bind(1, now)
        statement.bind(2, Int64(limit))
        while try statement.step() {
            ready.append((statement.integer(0), statement.bytes(1), statement.text(2)))
        }
        for item in ready {
            try update(item.code, item.scope)
            try run(Self.deleteWaiting) {
                $0.bind(1, item.scope)
                $0.bind(2, item.publication)
                $0.bind(3, item.code)
            }
        }
        return ready.count == limit
    }

    private func update(_ place: Place) throws(StorageError) {
        try update(place.code, try numbers.scopeMade(place.scope))
    }

    private func update(_ code: String, _ scope: Int64) throws(StorageError) {
        let found = try current(code, scope)
        let number = try number(of: code, scope)
        switch (found, number) {
        case (nil, nil): return
        case (nil, let number?):
            try run(Self.deleteWords) { $0.bind(1, number) }
            try run(Self.deleteNumber) { $0.bind(1, number) }
        case (let entry?, nil):
            try run(Self.insertNumber) {
                $0.bind(1, scope)
                $0.bind(2, code)
                $0.bind(3, entry.department)
                $0.bind(4, entry.taxCategory)
            }
            let made = database.lastNumber
            try put(entry, made, code, Self.insertWords)
        case (let entry?, let number?):
            try run(Self.updateNumber) {
                $0.bind(1, entry.department)
                $0.bind(2, entry.taxCategory)
                $0.bind(3, number)
            }
            try put(entry, number, code, Self.updateWords)
        }
    }

    private struct Entry {
        let name: String
        let department: String
        let taxCategory: String

        init(_ item: Statement) {
            (name, department, taxCategory) = (item.text(4), item.text(5), item.text(6))
        }
    }

    private func put(
        _ entry: Entry, _ number: Int64, _ code: String, _ sql: String
    ) throws(StorageError) {
        try run(sql) {
            $0.bind(1, entry.name)
            $0.bind(2, code)
            $0.bind(3, number)
        }
    }

    /// The item as it is sold now; nil where it isn't.
    private func current(_ code: String, _ scope: Int64) throws(StorageError) -> Entry? {
        let statement = try database.statement(CatalogueSQL.item)
        defer { statement.reset() }
        statement.bind(1, scope)
        statement.bind(2, code)
        statement.bind(3, now)
        var choice = CandidateChoice<Int>()
        var current: Entry?
        while try statement.step() {
            guard try choice.take(statement, key: 0, numbers) != .below else { continue }
            current = statement.integer(11) == 0 ? nil : Entry(statement)
        }
        return current
    }

    private func number(of code: String, _ scope: Int64) throws(StorageError) -> Int64? {
        let statement = try database.statement(Self.selectNumber)
        defer { statement.reset() }
        statement.bind(1, scope)
        statement.bind(2, code)
        return try statement.step() ? statement.integer(0) : nil
    }

    private func run(_ sql: String, bind: (Statement) -> Void) throws(StorageError) {
        let statement = try database.statement(sql)
        bind(statement)
        try statement.run()
    }
}

extension SearchIndex {
    static let tables = ["item_number", "item_waiting", "item_word", "item_vocabulary"]

    /// `item_vocabulary` shows the words of `item_word`, for words that are one letter wrong.
    static let create = """
        CREATE TABLE item_number (
            number       INTEGER PRIMARY KEY,
            scope        INTEGER NOT NULL,
            item         TEXT NOT NULL,
            department   TEXT NOT NULL,
            tax_category TEXT NOT NULL,
            UNIQUE (scope, item)
        ) STRICT;
        CREATE INDEX item_number_by_department
        ON     item_number (scope, department, tax_category);
        CREATE TABLE item_waiting (
            scope       INTEGER NOT NULL,
            publication BLOB NOT NULL,
            item        TEXT NOT NULL,
            PRIMARY KEY (scope, publication, item)
        ) STRICT, WITHOUT ROWID;
        CREATE VIRTUAL TABLE item_word USING fts5 (
            name, code, tokenize = "unicode61 remove_diacritics 2", prefix = '1 2 3'
        );
        CREATE VIRTUAL TABLE item_vocabulary USING fts5vocab (item_word, row)
        """

    static let selectNumber = """
        SELECT number
        FROM   item_number
        WHERE  scope = :scope AND item = :item
        """

    static let insertWaiting = """
        INSERT OR IGNORE INTO item_waiting (scope, publication, item)
        VALUES (:scope, :publication, :item)
        """

    static let deleteWaiting = """
        DELETE FROM item_waiting
        WHERE  scope = :scope AND publication = :publication AND item = :item
        """

    /// Items that wait and whose publication is visible; whose log it is, the item's rows tell.
    static let selectReady = """
        SELECT w.scope, w.publication, w.item
        FROM   publication v CROSS JOIN item_waiting w
               ON w.scope = v.scope AND w.publication = v.publication
        WHERE  v.effective_time <= :now
        LIMIT  :limit
        """

    static let selectItems = """
        SELECT DISTINCT code
        FROM   item
        WHERE  scope = :scope AND publication = :publication
        """

    static let insertNumber = """
        INSERT INTO item_number (scope, item, department, tax_category)
        VALUES (:scope, :item, :department, :tax)
        """

    static let updateNumber = """
        UPDATE item_number
        SET    department = :department, tax_category = :tax
        WHERE  number = :number
        """

    static let deleteNumber = """
        DELETE FROM item_number
        WHERE  number = :number
        """

    static let insertWords = """
        INSERT INTO item_word (name, code, rowid)
        VALUES (:name, :code, :number)
        """

    static let updateWords = """
        UPDATE item_word
        SET    name = :name, code = :code
        WHERE  rowid = :number
        """

    static let deleteWords = """
        DELETE FROM item_word
        WHERE  rowid = :number
        """
}
