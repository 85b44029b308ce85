import Encoding
import Glibc
import Node
import Retail
import Synchronization
import TestSupport
import Testing

@Suite struct HealthServiceTests {
    /// A shop whose health is served on any port.
    final class Served: Sendable {
        let shop: ShopFixture
        let service: HealthService
        let port: UInt16

        init() throws {
            shop = try ShopFixture()
            service = try HealthService(
                shop.node, at: .loopback(host: "127.0.0.1", port: 0), version: "1.2.3")
            port = try #require(service.port)
        }

        deinit { service.close() }

        /// The value of a sample, named with its labels.
        func sample(_ name: String) throws -> String? {
            try HTTPClient.get("/metrics", port: port).body.split(separator: "\n")
                .first { $0.hasPrefix("\(name) ") }.map { String($0.dropFirst(name.count + 1)) }
        }
    }

    @Test func `a lane's day shows in its metrics`() throws {
        let served = try Served()
        #expect(try served.sample("tillmesh_build_info{version=\"1.2.3\"}") == "1")
        let node = "tillmesh_node_info{store=\"014\",lane=\"3\",training=\"false\"}"
        #expect(try served.sample(node) == "1")
        #expect(try served.sample("tillmesh_drawer_open") == "0")
        #expect(try served.sample("tillmesh_last_sale_age_seconds") == nil)
        let operations = "\(served.shop.node.books.operations)"
        #expect(try served.sample("tillmesh_operations") == operations)
        let commits = "tillmesh_commit_duration_seconds_count"
        let before = try #require(try served.sample(commits).flatMap { Int($0) })
        try served.shop.stockItem("MILK", price: 189)
        try served.shop.openDrawer()
        let basket = try served.shop.paidBasket("MILK")
        _ = try served.shop.node.perform(Command(.complete(basket), by: served.shop.admin))
        #expect(try served.sample(commits) == "\(before + 3)")
        #expect(try served.sample("tillmesh_drawer_open") == "1")
        #expect(try served.sample("tillmesh_print_jobs{state=\"waiting\"}") == "1")
        let age = try #require(try served.sample("tillmesh_last_sale_age_seconds"))
        #expect(Int(age).map { (0...60).contains($0) } == true)
        #expect(try served.sample("tillmesh_wal_bytes").flatMap { Int($0) } ?? 0 > 0)
        #expect(try served.sample("tillmesh_resident_memory_bytes").flatMap { Int($0) } ?? 0 > 0)
    }

    @Test func `every metric is told, and parts of the node add theirs`() throws {
        let served = try Served()
        try served.shop.stockItem("MILK", price: 189)
        try served.shop.openDrawer()
        let basket = try served.shop.paidBasket("MILK")
        _ = try served.shop.node.perform(Command(.complete(basket), by: served.shop.admin))
        served.service.add { $0.add(HealthReportTests.frames, .count(5), [.init("peer", "x")]) }
        let body = try HTTPClient.get("/metrics", port: served.port).body
        let told = body.split(separator: "\n").filter { $0.hasPrefix("# TYPE ") }
            .map { String($0.split(separator: " ")[2]) }
        #expect(told == Metric.ofNode.map(\.name) + ["test_frames_total"])
    }

    @Test(arguments: [
        ("GET /healthz HTTP/1.1", "HTTP/1.1 200 OK"),
        ("GET /healthz?full=1 HTTP/1.0", "HTTP/1.1 200 OK"),
        ("GET /metrics/ HTTP/1.1", "HTTP/1.1 404 Not Found"),
        ("POST /metrics HTTP/1.1", "HTTP/1.1 405 Method Not Allowed"),
        ("GET /metrics HTTP/2", "HTTP/1.1 505 HTTP Version Not Supported"),
        ("GET /metrics", "HTTP/1.1 400 Bad Request"),
        ("GET  /metrics HTTP/1.1", "HTTP/1.1 400 Bad Request"),
        ("GET /m\u{7}trics HTTP/1.1", "HTTP/1.1 400 Bad Request"),
    ])
    func `what is asked is answered by its status`(line: String, status: String) throws {
        let served = try Served()
        let answer = try HTTPClient.ask(line, port: served.port)
        #expect(answer.status == status)
        #expect(answer.headers.contains("Connection: close"))
        #expect(answer.headers.contains("Content-Length: \(answer.body.utf8.count)"))
        #expect(answer.body.split(separator: "\n").count == 1)
    }

    @Test func `HEAD has the header of GET and no body`() throws {
        let served = try Served()
        let head = try HTTPClient.ask("HEAD /healthz HTTP/1.1", port: served.port)
        let get = try HTTPClient.ask("GET /healthz HTTP/1.1", port: served.port)
        #expect(head.headers == get.headers)
        #expect(head.body.isEmpty)
        #expect(get.body == "ok\n")
    }

    @Test func `a head without end is refused with an answer that arrives`() throws {
        let served = try Served()
        let client = try HTTPClient(port: served.port)
        client.send("GET /metrics HTTP/1.1\r\n".utf8)
        client.send(repeatElement(UInt8(ascii: "x"), count: 20_000))
        let answer = HTTPClient.Answer(client.readToEnd())
        #expect(answer.status == "HTTP/1.1 431 Request Header Fields Too Large")
    }

    @Test(arguments: UInt64(0)..<20)
    func `rubbish costs its sender the connection and nobody else anything`(seed: UInt64) throws {
        let served = try Served()
        var noise = SplitMix64(seed: seed)
        let rude = try HTTPClient(port: served.port)
        rude.send(noise.bytes(Int(noise.next() % 6000) + 1))
        if seed.isMultiple(of: 2) {
            rude.send("\r\n\r\n".utf8)
            let answer = rude.readToEnd()
            #expect(answer.isEmpty || answer.hasPrefix("HTTP/1.1 4"))
        }
        #expect(try HTTPClient.get("/healthz", port: served.port).body == "ok\n")
    }

    @Test func `clients that say nothing don't keep others out`() throws {
        let served = try Served()
        var silent: [HTTPClient] = []
        for _ in 0..<15 {
            let client = try HTTPClient(port: served.port)
            client.send("GET /met".utf8)
            silent.append(client)
        }
        #expect(try HTTPClient.get("/healthz", port: served.port).body == "ok\n")
        #expect(silent.count == 15)
    }

    @Test func `a writer that hangs is told of, and selling goes on behind it`() throws {
        let served = try Served()
        let (stuck, release) = (Gate(), Gate())
        served.shop.node.perform(Command(.sign(.on), by: served.shop.admin)) { _ in
            stuck.open()
            release.wait()
        }
        stuck.wait()
        let health = try HTTPClient.get("/healthz", port: served.port)
        #expect(health.status == "HTTP/1.1 503 Service Unavailable")
        #expect(health.body.hasPrefix("the writer hasn't answered for "))
        #expect(try served.sample("tillmesh_writer_up") == "0")
        #expect(try served.sample("tillmesh_operations") == nil)
        release.open()
        served.shop.node.settle()
        #expect(try HTTPClient.get("/healthz", port: served.port).body == "ok\n")
        #expect(try served.sample("tillmesh_writer_up") == "1")
    }

    @Test func `a Unix socket serves its user alone and goes with the service`() throws {
        let shop = try ShopFixture()
        let path = shop.folder.path + "/health.sock"
        let service = try HealthService(shop.node, at: .unix(path: path), version: "1")
        let client = try RawConnection(path)
        try client.send(Array("GET /healthz HTTP/1.1\n\n".utf8))
        let answer = String(decoding: try client.readToEnd(), as: UTF8.self)
        #expect(answer.hasSuffix("\r\n\r\nok\n"))
        var found = stat()
        #expect(stat(path, &found) == 0)
        #expect(found.st_mode & 0o777 == 0o600)
        service.close()
        #expect(access(path, F_OK) != 0)
    }

    @Test func `nothing but a socket is replaced at the path`() throws {
        let shop = try ShopFixture()
        let path = shop.folder.path + "/notes"
        try FileSystem.replace(path, with: [1], mode: 0o600)
        #expect(throws: HealthError.occupied(path: path)) {
            try HealthService(shop.node, at: .unix(path: path), version: "1")
        }
        #expect(FileSystem.exists(path))
    }

    @Test func `a taken port is named, and the node goes on`() throws {
        let served = try Served()
        let address = HealthAddress.loopback(host: "127.0.0.1", port: served.port)
        #expect(throws: HealthError.notListening(address, errno: EADDRINUSE)) {
            try HealthService(served.shop.node, at: address, version: "1")
        }
        let service = NodeService(
            served.shop.node, NodeService.Settings(version: "1", metrics: address))
        #expect(service.health == nil)
        #expect(service.problems == ["no metrics at \(address): Address already in use"])
        service.close()
        try served.shop.openDrawer()
    }
}
