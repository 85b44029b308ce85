import CRDT

/// A log with the bytes of its elements, so that a body of the same log is known by comparing.
struct LogName {
    let log: LogID
    let elements: [UInt8]

    init(_ log: LogID) {
        self.log = log
        var elements: [UInt8] = []
        elements.appendLogElements(log)
        self.elements = elements
    }

    /// Whether scope, author and incarnation at a place that was checked are this log's.
    func stands(at place: Int, in bytes: UnsafeRawBufferPointer) -> Bool {
        elements.withUnsafeBytes { wanted in
            wanted.elementsEqual(
                UnsafeRawBufferPointer(rebasing: bytes[place..<place + elements.count]))
        }
    }
}
