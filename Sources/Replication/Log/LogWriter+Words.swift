extension LogWriter.Failure: CustomStringConvertible {
    public var description: String {
        switch self {
        case .notAuthor: "the key isn't the log's"
        case .hlc: "a time stamp that isn't above the one before"
        case .kind: "an operation without a kind"
        case .bodyTooLong(let bytes): "an operation of \(bytes) bytes is too long"
        case .full: "the log is full"
        }
    }
}
