import Glibc
public import Storage
public import Texts

// The machine's trouble as a cashier is told of it; its words, for support, are the node's log's.

extension MachineMessage {
    /// What a cashier can do something about by a message of its own, anything else by what it
    /// lies at.
    public init(_ error: any Error) {
        switch error {
        case let error as PerformError: self.init(performing: error)
        case let error as StorageError: self.init(error)
        case let error as FileError: self = .failed(TroubleText(error))
        case let error as DecisionError: self.init(deciding: error)
        default: self = .failed(.program)
        }
    }

    private init(performing error: PerformError) {
        switch error {
        case .storage(let error): self.init(error)
        case .refused, .log, .pin: self = .failed(.program)
        }
    }

    private init(_ error: StorageError) {
        switch error {
        case .full: self = .diskFull
        case .readOnly: self = .readOnly
        case .damaged, .notADatabase: self = .damaged
        case .foreign, .absent, .withoutIdentity, .withoutBooks, .strangeBooks, .cannotOpen,
            .inUse, .busy, .disk, .newer, .contradiction, .compression, .payload, .failed:
            self = .failed(TroubleText(error))
        }
    }

    private init(deciding error: DecisionError) {
        switch error {
        case .storage(let error): self.init(error)
        case .file(let error): self = .failed(TroubleText(error))
        case .isSelling: self = .failed(.drawerOpen)
        case .notSteward, .needsRoot, .withoutEffect, .strangeWord, .rotatedTooOften, .isTraining,
            .other:
            self = .failed(.program)
        }
    }
}

extension TroubleText {
    /// What a database's error lies at.
    public init(_ error: StorageError) {
        switch error {
        case .full: self = .diskFull
        case .readOnly: self = .readOnly
        case .damaged, .notADatabase: self = .damaged
        case .contradiction, .payload, .compression: self = .contradiction
        case .foreign, .strangeBooks: self = .otherBooks
        case .absent, .withoutIdentity, .withoutBooks: self = .filesGone
        case .cannotOpen, .disk: self = .disk
        case .inUse, .busy: self = .busy
        case .newer: self = .newer
        case .failed: self = .program
        }
    }

    init(_ error: FileError) { self = error.code == ENOSPC ? .diskFull : .file }
}
