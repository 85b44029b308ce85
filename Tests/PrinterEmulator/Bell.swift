import CPosix
import Glibc
import Peripherals

/// A pipe that one thread rings and another waits on.
final class Bell: Sendable {
    let readEnd: CInt
    private let writeEnd: CInt

    init() {
        var ends: [CInt] = [-1, -1]
        let made = pipe(&ends)
        precondition(made == 0, "no descriptors left: errno \(errno)")
        for end in ends { setFlags(of: end) }
        readEnd = ends[0]
        writeEnd = ends[1]
    }

    deinit {
        close(readEnd)
        close(writeEnd)
    }

    func signal() {
        var byte: UInt8 = 1
        // A full pipe already wakes whoever waits.
        _ = write(writeEnd, &byte, 1)
    }

    /// Forgets the rings so far.
    func clear() {
        var bytes = [UInt8](repeating: 0, count: 256)
        while read(readEnd, &bytes, bytes.count) > 0 {}
    }

    /// Waits for a ring; false when the deadline passes first or everything stops.
    func wait(until deadline: Deadline, stop: StopSignal) -> Bool {
        let readiness = Peripherals.wait(
            for: POLLIN, on: readEnd, until: deadline, stop: stop)
        clear()
        return readiness == .ready
    }
}
