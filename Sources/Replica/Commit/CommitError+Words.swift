extension CommitError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .store(let failure): "\(failure)"
        case .count(let count): "\(count) facts are no transaction"
        case .log(let failure): "\(failure)"
        case .superseded: "another machine went on with this one's books: start this program anew"
        case .clock(let failure): "\(failure)"
        }
    }
}
