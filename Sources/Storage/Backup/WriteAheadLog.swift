/// The write-ahead log of a database that nobody has open.
public enum WriteAheadLog {
    /// Moves what it holds into the database file, so that the file alone is all of it.
    ///
    /// - Throws: ``StorageError`` of a database that can't be written; then nothing was moved.
    public static func empty(_ path: String) throws(StorageError) {
        let database = try Database(path: path, access: .readWrite)
        try database.run("PRAGMA wal_checkpoint(TRUNCATE)")
    }
}
