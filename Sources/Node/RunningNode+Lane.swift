import Crypto
public import Retail
public import Storage
public import Texts

// What a lane's loop needs beside commands: nothing here waits for the disk.

extension RunningNode {
    /// Saves the open basket, or takes it off; waits for no writer and no disk.
    ///
    /// Nobody has paid for it yet: when this returns it outlives this process, and a power cut may
    /// take its last steps.
    ///
    /// - Throws: ``PerformError/storage(_:)``; then the basket saved before still is.
    public func saveBasket(_ row: OpenBasketRow?) throws(PerformError) {
        do throws(FileError) {
            try baskets.save(row)
        } catch {
            throw .storage(StorageError(path: error.path, code: error.code))
        }
    }

    /// The basket that is open, or was when the program last ended.
    public var openBasket: OpenBasketRow? { baskets.state.open }

    /// Waits until all that was asked of the writer is done.
    public func settle() { writer.wait {} }
}

/// Who signed on, with their rights as they are now.
public struct Signer: Hashable, Sendable {
    public let authority: Authority
    /// What reports and receipts show.
    public let number: UInt32
    /// Nil: the store's.
    public let language: Language?
}

extension StaffMember {
    public func signer(among roles: [Role]) -> Signer {
        Signer(
            authority: Authority(
                person: person, rights: Rights(of: self.roles, among: roles)),
            number: number, language: language.flatMap(Language.init))
    }
}
