import CPosix
import Glibc

/// A receipt printer on 127.0.0.1 that is always well, and notes when a receipt begins to come.
///
/// It works on its owner's thread: whoever waits polls its ``descriptors`` and calls ``serve()``.
final class LoopbackPrinter {
    let port: UInt16
    private let listener: Int32
    private var connection: Int32 = -1
    /// Bytes of the receipt so far, without questions of its state.
    private(set) var receipt: [UInt8] = []
    /// When the first byte of the receipt was read, by ``monotonicNanoseconds()``.
    private(set) var begunAt: UInt64?
    /// The receipt came and its sender hung up.
    private(set) var isDone = false
    private var question: [UInt8] = []

    init() throws(BenchmarkError) {
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard listener >= 0 else { throw .file(path: "socket", errno: errno) }
        _ = fcntl(listener, F_SETFD, FD_CLOEXEC)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = listener
        let isListening = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(listener, address, length) == 0 && listen(listener, 4) == 0
                    && getsockname(listener, address, &length) == 0
            }
        }
        guard isListening else { throw .file(path: "127.0.0.1", errno: errno) }
        port = UInt16(bigEndian: address.sin_port)
    }

    deinit {
        close(listener)
        if connection >= 0 { close(connection) }
    }

    /// Where something may come; -1 is none.
    var descriptors: [Int32] { [connection < 0 ? listener : -1, connection] }

    /// Forgets the last receipt.
    func expectReceipt() {
        receipt = []
        begunAt = nil
        isDone = false
    }

    /// Takes what came and answers questions.
    func serve() {
        if connection < 0 {
            var polled = pollfd(fd: listener, events: Int16(POLLIN), revents: 0)
            guard poll(&polled, 1, 0) == 1 else { return }
            connection = tillmesh_accept(listener)
        }
        var block = [UInt8](repeating: 0, count: 65_536)
        while connection >= 0 {
            let count = read(connection, &block, block.count)
            let now = monotonicNanoseconds()
            if count < 0 { return }
            guard count > 0 else { return hangUp() }
            for byte in block.prefix(count) { take(byte, at: now) }
        }
    }

    private func hangUp() {
        close(connection)
        connection = -1
        question = []
        isDone = !receipt.isEmpty
    }

    /// `DLE EOT n` is answered with "well", `GS r 1` with "paper is there"; all else is printed.
    private func take(_ byte: UInt8, at now: UInt64) {
        question.append(byte)
        switch question {
        case [0x10], [0x10, 0x04], [0x1D], [0x1D, 0x72]: return
        case [0x10, 0x04, 1], [0x10, 0x04, 2], [0x10, 0x04, 3], [0x10, 0x04, 4]: answer(0x12)
        case [0x1D, 0x72, 0x01]: answer(0x00)
        case _:
            begunAt = begunAt ?? now
            receipt += question
        }
        question = []
    }

    private func answer(_ byte: UInt8) {
        var byte = byte
        // Its sender may have hung up meanwhile; the next reading tells.
        _ = send(connection, &byte, 1, Int32(MSG_NOSIGNAL))
    }
}
