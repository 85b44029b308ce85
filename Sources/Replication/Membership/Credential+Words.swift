extension Credential.Failure: CustomStringConvertible {
    public var description: String {
        switch self {
        case .tooLong: "it is longer than a credential may be"
        case .malformed: "it can't be read"
        case .signature(let entry): "entry \(entry) isn't signed by its author"
        case .content(let entry): "entry \(entry) is no enrolment"
        case .author(let entry): "entry \(entry) is by somebody else than the one before names"
        case .notAllowed(let entry): "entry \(entry) enrols what its author may not"
        case .revoked(let entry): "entry \(entry) names a machine that was revoked or retired"
        case .aboveCut(let entry): "entry \(entry) was signed after its author was revoked"
        case .otherStore: "it is for another store"
        }
    }
}
