import Node
import Retail
import Storage

extension Failure {
    /// Any error of the lower modules, with the code that fits it.
    init(wrapping error: any Error) {
        switch error {
        case let failure as Failure: self = failure
        case let error as StorageError: self.init(error)
        case let error as FileError: self.init(error)
        case let error as IdentityFile.Failure: self.init(error)
        case let error as OpenError: self.init(error)
        case let error as ShopError: self = error.failure
        case let error as PerformError: self.init(error)
        case let error as ControlError: self.init(error)
        case let error: self.init(.software, "\(error)")
        }
    }

    init(_ error: IdentityFile.Failure) {
        if case .file(let error) = error {
            self.init(error)
        } else {
            self.init(.badData, "\(error)")
        }
    }

    init(_ error: OpenError) {
        switch error {
        case .storage(let error): self.init(error)
        case .identity(let error): self.init(error)
        case .other(let text): self.init(.software, text)
        }
    }

    init(_ error: PerformError) {
        switch error {
        case .refused(let refusal): self.init(refusal)
        case .storage(let error): self.init(error)
        case .log, .pin: self.init(.software, error.text)
        }
    }

    init(_ refusal: Refusal) {
        self.init(refusal.isOfRights ? .noPermission : .failure, refusal.text)
    }

    init(_ error: ControlError) {
        let code: ExitCode =
            switch error {
            case .absent, .timedOut, .closed, .malformed: .temporary
            case .stranger, .openFolder: .noPermission
            case .pathTooLong, .tooLarge: .usage
            case .file: .inputOutput
            }
        self.init(code, "\(error)")
    }
}
