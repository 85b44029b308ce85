import CRDT
import Node
import Replica
import Retail
import Storage
import Texts

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
        try Shop.bringUpToDate(directory)
        guard let books = try read(directory) else {
            throw Failure(.temporary, "\(directory.path) was changed meanwhile; try again")
        }
        return books
    }

    private static func read(_ directory: DataDirectory) throws(Failure) -> Books? {
        do {
            if let absence = directory.absence { throw absence }
            let identity = try IdentityFile.read(directory)
            let reader = try ShopReader(directory, scope: identity.store)
            guard try reader.isCurrent() else { return nil }
            guard try reader.knowsStore() else {
                throw StorageError.strangeBooks(path: directory.path)
            }
            return Books(
                directory: directory, identity: identity, reader: reader,
                terms: LaneTerms(
                    changes: try reader.settings(), taxRules: try reader.taxRules()))
        } catch {
            throw Failure(wrapping: error)
        }
    }
}

extension Books {
    /// This lane's log of the store in the present life of its database.
    func ownLog() throws(Failure) -> LogID {
        do throws(StorageError) {
            guard let own = try reader.ownLog(identity) else {
                throw StorageError.absent(path: directory.path)
            }
            return own
        } catch {
            throw Failure(error)
        }
    }

    /// How this lane puts things on paper.
    var stationery: Stationery { stationery(lane: identity.lane) }

    /// How another lane does.
    func stationery(lane: UInt8) -> Stationery {
        Stationery(
            settings: terms.settings,
            language: Language(rawValue: terms.settings.language) ?? .english,
            lane: lane < 10 ? "0\(lane)" : "\(lane)")
    }

    /// Numbers of all who ever worked here.
    func staffNumbers() throws(Failure) -> [PersonID: UInt32] {
        do throws(StorageError) {
            return try reader.people().reduce(into: [:]) { $0[$1.person] = $1.number }
        } catch {
            throw Failure(error)
        }
    }

    /// An amount for people, with its currency.
    func write(_ amount: Money) -> String {
        NumberFormat(style: .plain, currency: terms.settings.currency).textWithSymbol(amount)
    }
}
