import CPosix
import Glibc
import Peripherals
import Synchronization

/// A socket on 127.0.0.1 that takes connections.
final class Listener: Sendable {
    let descriptor: CInt
    let port: UInt16

    init(port wanted: UInt16) throws(EmulatorError) {
        descriptor = socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw EmulatorError(call: "socket", errno: errno) }
        setFlags(of: descriptor)
        var isOn: CInt = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &isOn, socklen_t(4))
        // Small, so that a printer that stops reading is noticed after a few receipts.
        var buffer: CInt = 4_096
        setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &buffer, socklen_t(4))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = wanted.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = descriptor
        let result = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address -> String? in
                if bind(descriptor, address, length) != 0 { return "bind" }
                if listen(descriptor, 16) != 0 { return "listen" }
                return getsockname(descriptor, address, &length) == 0 ? nil : "getsockname"
            }
        }
        port = UInt16(bigEndian: address.sin_port)
        if let result {
            let number = errno
            close(descriptor)
            throw EmulatorError(call: result, errno: number)
        }
    }

    deinit { close(descriptor) }
}

/// Serves connections one by one on the emulator's thread.
struct EmulatorServer: Sendable {
    let listener: Listener
    let shared: SharedState
    let stop: StopSignal

    func serve() {
        while wait(for: POLLIN, on: listener.descriptor, until: .never, stop: stop) == .ready {
            let connection = accept(listener.descriptor, nil, nil)
            guard connection >= 0 else { continue }
            setFlags(of: connection)
            serve(connection)
            close(connection)
            shared.state.withLock { $0.decoder.dropPending() }
        }
    }

    private func serve(_ connection: CInt) {
        while true {
            let (behaviour, count) = shared.state.withLock { ($0.behaviour, $0.received.count) }
            if behaviour.refuses { return }
            if let limit = behaviour.hangsUpAfterBytes, count >= limit { return }
            let room = min(
                (behaviour.hangsUpAfterBytes ?? .max) - count,
                (behaviour.stopsReadingAfterBytes ?? .max) - count, 1_024)
            guard wait(on: connection, reads: room > 0) else { return }
            var buffer = [UInt8](repeating: 0, count: max(room, 1))
            let got = room > 0 ? read(connection, &buffer, room) : -1
            if got == 0 { return }
            guard got > 0 || room <= 0 || errno == EAGAIN else { return }
            let answers = got > 0 ? shared.receive(Array(buffer[..<got])) : shared.work()
            guard answers.isEmpty || write(connection, answers, answers.count) > 0 else { return }
        }
    }

    /// Waits for bytes or for a change of behaviour; false when told to stop.
    private func wait(on connection: CInt, reads: Bool) -> Bool {
        var polled = [
            pollfd(fd: reads ? connection : -1, events: Int16(POLLIN), revents: 0),
            pollfd(fd: shared.changed.readEnd, events: Int16(POLLIN), revents: 0),
            pollfd(fd: stop.descriptor, events: Int16(POLLIN), revents: 0),
        ]
        while poll(&polled, 3, -1) < 0 {
            if errno != EINTR { return false }
        }
        shared.changed.clear()
        return polled[2].revents == 0
    }

    private func wait(
        for events: Int32, on descriptor: CInt, until deadline: Deadline, stop: StopSignal
    ) -> Readiness {
        Peripherals.wait(for: events, on: descriptor, until: deadline, stop: stop)
    }
}
