extension PartFault: CustomStringConvertible {
    public var description: String {
        switch self {
        case .digest: "its bytes aren't those that were offered"
        case .encoding(let error): "\(error)"
        case .row(let offset): "byte \(offset): no row of a snapshot"
        case .order(let offset): "byte \(offset): rows out of order"
        case .scope: "rows of another store"
        case .twice: "rows that are here already"
        }
    }
}

extension SnapshotError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .store(let failure): "\(failure)"
        case .part(let fault): "a part is no good: \(fault)"
        case .none: "no snapshot is being taken"
        }
    }
}
