import Encoding

/// The operations beside which a log's next ones are packed, and those that were read as such.
///
/// All of it is only remembered: a start without it begins new bases.
struct PayloadBases {
    /// A log's operations of one kind resemble each other most.
    struct Series: Hashable {
        let log: Int64
        let kind: UInt16
    }

    /// An operation's row and its payload, prepared.
    struct Base {
        let number: Int64
        let dictionary: ZstdDictionary
        fileprivate var uses = 0
    }

    /// What a packed payload says of the base that it needs.
    struct Name: Hashable {
        let number: Int64
        /// Tells the dictionary that the base's payload follows.
        let form: UInt8
    }

    /// Persons, drawers and goods change with time: so many operations share a base.
    private static let usesMax = 63
    /// Each prepared base takes some hundred kilobytes.
    private static let writtenMax = 8
    private static let readMax = 16
    /// A shorter payload has too little in common with the next, a longer one costs too much.
    static let payloadBytes = 64...8192

    private var written: [Series: Base] = [:]
    private var read: [Name: ZstdDictionary] = [:]

    /// What the next operation is packed beside; nil where it shall be a base itself.
    mutating func next(of series: Series) -> Base? {
        guard var base = written[series], base.uses < Self.usesMax else { return nil }
        base.uses += 1
        written[series] = base
        return base
    }

    mutating func begin(_ series: Series, at number: Int64, _ dictionary: ZstdDictionary) {
        if written.count >= Self.writtenMax { written = [:] }
        written[series] = Base(number: number, dictionary: dictionary)
    }

    /// A base that was read before.
    func known(_ name: Name) -> ZstdDictionary? { read[name] }

    mutating func remember(_ name: Name, _ dictionary: ZstdDictionary) {
        if read.count >= Self.readMax { read = [:] }
        read[name] = dictionary
    }

    /// Rows that were undone leave numbers for others.
    mutating func forget() {
        written = [:]
        read = [:]
    }
}
