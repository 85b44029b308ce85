import Glibc

/// What waits to be taken by a socket, in order, with the ends of the frames in it.
struct SendQueue {
    private var bytes: [UInt8] = []
    private var start = 0
    /// Where frames end, counted in bytes ever queued, with the size that each reports.
    private var ends: [(at: Int, size: Int)] = []
    private var queued = 0
    private var taken = 0

    /// Bytes that no socket took yet.
    var count: Int { bytes.count - start }

    /// - Parameters:
    ///   - more: what goes out next.
    ///   - size: what is reported once all of it went out; nil: nothing.
    mutating func append(_ more: [UInt8], reporting size: Int? = nil) {
        if start == bytes.count {
            bytes.removeAll(keepingCapacity: bytes.capacity <= 262_144)
            start = 0
        }
        bytes += more
        queued += more.count
        if let size { ends.append((queued, size)) }
    }

    /// Gives a socket as much as it takes.
    ///
    /// - Returns: the sizes of the frames that are out, added up; nil where the socket is broken.
    mutating func flush(to descriptor: Int32) -> Int? {
        while start < bytes.count {
            switch UnixSocket.write(bytes[start...], to: descriptor) {
            case .moved(let count):
                start += count
                taken += count
            case .notNow: return reported()
            case .ended: return nil
            }
        }
        return reported()
    }

    private mutating func reported() -> Int {
        let done = ends.prefix { $0.at <= taken }
        defer { ends.removeFirst(done.count) }
        return done.reduce(0) { $0 + $1.size }
    }
}
