import Node
import Storage

// What the lower modules refuse, with the exit code that a script can act on.

extension Failure {
    init(_ error: StorageError) {
        self.init(Self.code(of: error), "\(error)")
    }

    init(_ error: FileError) {
        self.init(Self.code(of: error), "\(error)")
    }

    init(_ error: FoundingError) {
        let code: ExitCode =
            switch error {
            case .alreadyThere, .booksWithoutIdentity, .notEmpty: .cannotCreate
            case .file(let error): Self.code(of: error)
            case .storage(let error): Self.code(of: error)
            case .root(.shortPassphrase): .badData
            case .root, .key: .software
            }
        self.init(code, "\(error)")
    }

    private static func code(of error: StorageError) -> ExitCode {
        switch error {
        case .damaged, .notADatabase, .foreign, .newer, .contradiction, .payload: .badData
        case .full, .disk, .cannotOpen, .compression: .inputOutput
        case .readOnly: .noPermission
        case .absent: .noInput
        case .inUse, .busy: .temporary
        case .failed: .software
        }
    }

    private static func code(of error: FileError) -> ExitCode {
        if error.isMissing { return .noInput }
        if error.isForbidden { return .noPermission }
        switch error.doing {
        case .create: return .cannotCreate
        case .read, .write, .lock: return .inputOutput
        }
    }
}
