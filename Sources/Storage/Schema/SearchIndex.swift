/// The words of the items' names, for search while typing; made from `item`, local.
enum SearchIndex {
    static let create = """
        CREATE TABLE item_number (
            number INTEGER PRIMARY KEY,
            scope  INTEGER NOT NULL,
            item   TEXT NOT NULL,
            UNIQUE (scope, item)
        ) STRICT;
        CREATE VIRTUAL TABLE item_word USING fts5 (
            name, code, tokenize = "unicode61 remove_diacritics 2", prefix = '2 3'
        )
        """
}
