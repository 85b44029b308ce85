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
            // Steps of 4 bytes: the 60 of the elements are no whole number of words.
            var difference: UInt64 = 0
            for offset in stride(from: 0, through: wanted.count - 8, by: 4) {
                difference |=
                    wanted.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
                    ^ bytes.loadUnaligned(fromByteOffset: place + offset, as: UInt64.self)
            }
            return difference == 0
        }
    }
}
