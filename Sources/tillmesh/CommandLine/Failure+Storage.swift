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

    /// The same trouble of the process that owns the directory.
    init(_ cause: StorageError.Cause, _ text: String) {
        self.init(Self.code(of: cause), text)
    }

    private static func code(of error: StorageError) -> ExitCode { code(of: error.cause) }

    private static func code(of cause: StorageError.Cause) -> ExitCode {
        switch cause {
        case .data: .badData
        case .device: .inputOutput
        case .permission: .noPermission
        case .absent: .noInput
        case .busy: .temporary
        case .program: .software
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
