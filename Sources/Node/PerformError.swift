public import Crypto
public import Retail
public import Storage

/// Why a command came to nothing.
public enum PerformError: Error, Equatable {
    /// Who asked may not, or what was asked makes no sense now.
    case refused(Refusal)
    /// The machine's trouble; the command can be given again when it is gone.
    case storage(StorageError)
    /// The log took no further operation: the clock or the key; a programmer's trouble.
    case log(String)
    case pin(PasswordHash.Failure)
}

extension PerformError {
    /// The machine's trouble in words; a refusal's words are the asker's.
    public var text: String {
        switch self {
        case .refused(let refusal): "refused: \(refusal)"
        case .storage(let error): "\(error)"
        case .log(let detail):
            "the log took nothing more (\(detail)): run `tillmesh doctor`"
        case .pin(let failure): "the PIN can't be hashed: \(failure)"
        }
    }
}

extension PerformError {
    /// Where the machine's trouble lies.
    public var cause: StorageError.Cause {
        switch self {
        case .storage(let error): error.cause
        case .refused, .log, .pin: .program
        }
    }
}

/// What a performed command came to.
public struct Performed: Hashable, Sendable {
    public var outcome: Outcome
    /// The job that prints it, where anything is printed.
    public var job: PrintJob?
    /// True where all of it had been done before.
    public var already: Bool

    public init(outcome: Outcome, job: PrintJob? = nil, already: Bool = false) {
        self.outcome = outcome
        self.job = job
        self.already = already
    }
}
