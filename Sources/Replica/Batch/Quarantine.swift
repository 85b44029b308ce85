/// Why an operation is stored and not applied; the number stands in the `quarantine` table.
public enum QuarantineReason: Int64, Hashable, Sendable, CaseIterable {
    /// A later version may know the kind.
    case unknownKind = 1
    /// The payload isn't what its kind has.
    case refusedPayload = 2
    /// None of the author's roles may write this kind.
    case notPermitted = 3
    /// Above the point up to which a revocation lets the log count.
    case aboveCut = 4
    /// A log that the author's retirement doesn't list.
    case retired = 5
    /// This kind stands in a control scope only, or never in one.
    case wrongScope = 6
    /// An operation of authority above a fork's last common operation.
    case forked = 7
    /// The log doesn't begin with `log.opened`.
    case notOpened = 8
    /// On a branch that a `fork.adopted` leaves out.
    case excluded = 9
    /// Behind its author's rotation, with which the log ended.
    case rotated = 10
    /// A body of a later version; a later program may know it.
    case unknownVersion = 11
    /// Closes a publication whose parts before it aren't those that it counts.
    case incompletePublication = 12
}
