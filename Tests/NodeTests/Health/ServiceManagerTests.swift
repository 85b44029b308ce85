import Glibc
import Node
import Retail
import Testing

@Suite struct ServiceManagerTests {
    /// A datagram socket as systemd has one.
    final class Listener: Sendable {
        let descriptor: Int32

        /// Listens at a path, or after `@` at a name in the abstract space.
        init(_ name: String) throws {
            descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
            try #require(descriptor >= 0)
            var bytes = Array(name.utf8)
            if name.hasPrefix("@") { bytes[0] = 0 }
            var address = sockaddr_un()
            address.sun_family = sa_family_t(AF_UNIX)
            withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
            let size = socklen_t(MemoryLayout<sa_family_t>.size + bytes.count)
            let bound = withUnsafePointer(to: &address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, size) }
            }
            try #require(bound == 0)
        }

        deinit { close(descriptor) }

        /// The next datagram; nil where none comes in time.
        func next(withinMilliseconds limit: Int32 = 10_000) -> String? {
            var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            guard poll(&entry, 1, limit) == 1 else { return nil }
            var buffer = [UInt8](repeating: 0, count: 4096)
            let count = recv(descriptor, &buffer, buffer.count, 0)
            return count < 0 ? nil : String(decoding: buffer[..<count], as: UTF8.self)
        }

        /// Takes what lies there already.
        func drain() { while next(withinMilliseconds: 0) != nil {} }
    }

    static func manager(_ variables: [String: String]) -> ServiceManager? {
        ServiceManager { variables[$0] }
    }

    @Test(arguments: ["/notify", "@tillmesh-test-notify-"])
    func `notices arrive at a path and at an abstract name`(kind: String) throws {
        let folder = TemporaryFolder()
        let name = kind.hasPrefix("@") ? "\(kind)\(folder.path)" : folder.path + kind
        let listener = try Listener(name)
        let manager = try #require(Self.manager(["NOTIFY_SOCKET": name]))
        #expect(manager.watchdogNanoseconds == nil)
        #expect(manager.tell(.ready, .status("lane 3\nREADY=0")))
        #expect(listener.next() == "READY=1\nSTATUS=lane 3·READY=0")
        manager.rebuilding(5, of: 10)
        #expect(
            listener.next()
                == "EXTEND_TIMEOUT_USEC=60000000\nWATCHDOG=1\nSTATUS=Rebuilding: 5 of 10")
    }

    @Test(arguments: [nil, "", "/", "@", "relative", String(repeating: "/x", count: 60)])
    func `without a usable socket nobody is told`(name: String?) {
        #expect(Self.manager(name.map { ["NOTIFY_SOCKET": $0] } ?? [:]) == nil)
    }

    @Test(arguments: [
        ("3000000", "\(getpid())", 3_000_000_000), ("3000000", nil, 3_000_000_000),
        ("3000000", "\(getppid())", 3_000_000_000),
        ("3000000", "1", getppid() == 1 ? 3_000_000_000 : nil),
        ("0", nil, nil), ("-1", nil, nil), ("x", nil, nil), ("9223372036854775807", nil, nil),
    ])
    func `the watchdog is this process's or its parent's`(
        microseconds: String, process: String?, expected: Int64?
    ) throws {
        var variables = ["NOTIFY_SOCKET": "@x", "WATCHDOG_USEC": microseconds]
        variables["WATCHDOG_PID"] = process
        #expect(try #require(Self.manager(variables)).watchdogNanoseconds == expected)
    }

    @Test func `a manager that went away holds nobody up`() throws {
        let folder = TemporaryFolder()
        let manager = try #require(Self.manager(["NOTIFY_SOCKET": folder.path + "/gone"]))
        #expect(!manager.tell(.ready))
    }

    @Test func `the writer keeps the watchdog quiet, and lets it fire when it hangs`() throws {
        let shop = try ShopFixture()
        let name = shop.folder.path + "/notify"
        let listener = try Listener(name)
        let manager = Self.manager(["NOTIFY_SOCKET": name, "WATCHDOG_USEC": "200000"])
        let service = NodeService(
            shop.node, NodeService.Settings(version: "1", manager: manager))
        #expect(service.problems.isEmpty)
        service.ready("selling")
        var heard: [String] = []
        for _ in 0..<4 { heard.append(try #require(listener.next())) }
        #expect(heard.filter { $0 == "WATCHDOG=1" }.count >= 3)
        #expect(heard.filter { $0 == "READY=1\nSTATUS=selling" }.count == 1)

        let (stuck, release) = (Gate(), Gate())
        shop.node.perform(Command(.sign(.on), by: shop.admin)) { _ in
            stuck.open()
            release.wait()
        }
        stuck.wait()
        listener.drain()
        // Three times what is allowed: nothing comes, so systemd ends the process.
        #expect(listener.next(withinMilliseconds: 600) == nil)
        release.open()
        #expect(listener.next() == "WATCHDOG=1")

        service.close()
        listener.drain()
        #expect(listener.next(withinMilliseconds: 300) == nil)
        shop.node.close()
    }

    @Test func `the end is told before it begins, unless the service outlives the node`() throws {
        let shop = try ShopFixture()
        let name = shop.folder.path + "/notify"
        let listener = try Listener(name)
        let manager = Self.manager(["NOTIFY_SOCKET": name])
        var settings = NodeService.Settings(version: "1", manager: manager, endsWithNode: false)
        NodeService(shop.node, settings).close()
        #expect(listener.next(withinMilliseconds: 0) == nil)
        settings.endsWithNode = true
        NodeService(shop.node, settings).close()
        #expect(listener.next() == "STOPPING=1")
    }
}
