import Node
import Retail
import Storage

/// A shop's books for commands that only read: no lock, and nobody waits for them.
struct Books {
    let directory: DataDirectory
    let identity: IdentityFile
    let reader: ShopReader
    let terms: LaneTerms

    /// Opens the data directory that the command names.
    ///
    /// A read model of another version is made anew first, which needs the directory's lock.
    static func open(_ arguments: Arguments) throws(Failure) -> Books {
        let directory = DataDirectory(try arguments.dataDirectory())
        if let books = try read(directory) { return books }
        try Shop.openNode(arguments).close()
        guard let books = try read(directory) else {
            throw Failure(.temporary, "\(directory.path) was changed meanwhile; try again")
        }
        return books
    }

    private static func read(_ directory: DataDirectory) throws(Failure) -> Books? {
        do {
            guard directory.isInitialised else {
                throw StorageError.absent(path: directory.path)
            }
            let identity = try IdentityFile.read(directory)
            let reader = try ShopReader(path: directory.database, scope: identity.store)
            guard try reader.isCurrent() else { return nil }
            return Books(
                directory: directory, identity: identity, reader: reader,
                terms: LaneTerms(
                    changes: try reader.settings(), taxRules: try reader.taxRules()))
        } catch {
            throw Failure(wrapping: error)
        }
    }
}
