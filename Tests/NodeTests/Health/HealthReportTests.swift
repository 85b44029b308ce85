import Node
import Storage
import Testing

@Suite struct HealthReportTests {
    static let frames = Metric("test_frames_total", .counter, "Frames, a \\ in it\nand a line.")
    static let wait = Metric("test_wait_seconds", .histogram, "How long.")

    @Test func `a metric's samples stand together, whenever they were added`() {
        var report = HealthReport()
        report.add(Self.frames, .count(7), [.init("peer", "a\"b\\c\u{1B}")])
        report.add(Metric("test_offset_seconds", .gauge, "Offset."), .nanoseconds(-1_500_000))
        report.add(Self.frames, .count(UInt64.max), [.init("peer", "d"), .init("way", "in")])
        #expect(
            report.text == """
                # HELP test_frames_total Frames, a \\\\ in it·and a line.
                # TYPE test_frames_total counter
                test_frames_total{peer="a\\"b\\\\c·"} 7
                test_frames_total{peer="d",way="in"} 18446744073709551615
                # HELP test_offset_seconds Offset.
                # TYPE test_offset_seconds gauge
                test_offset_seconds -0.0015

                """)
    }

    @Test func `a histogram's buckets add up`() {
        var histogram = LatencyHistogram(bounds: [1_000_000, 20_000_000])
        for nanoseconds: Int64 in [-5, 1_000_000, 1_000_001, 20_000_001] {
            histogram.note(nanoseconds: nanoseconds)
        }
        var report = HealthReport()
        report.add(Self.wait, histogram)
        #expect(
            report.text == """
                # HELP test_wait_seconds How long.
                # TYPE test_wait_seconds histogram
                test_wait_seconds_bucket{le="0.001"} 2
                test_wait_seconds_bucket{le="0.02"} 3
                test_wait_seconds_bucket{le="+Inf"} 4
                test_wait_seconds_sum 0.022000002
                test_wait_seconds_count 4

                """)
    }

    @Test(arguments: Metric.ofNode + Metric.ofMesh)
    func `the manual tells what to do about a metric`(metric: Metric) throws {
        let manual = String(
            decoding: try FileSystem.read("docs/operations.md"), as: UTF8.self)
        let row = manual.split(separator: "\n").first { line in
            ["`", "{"].contains { line.hasPrefix("| `\(metric.name)\($0)") }
        }
        #expect(row?.contains(" | \(metric.kind.rawValue) | ") == true)
    }

    @Test(arguments: [
        ("127.0.0.1:9447", "127.0.0.1:9447"), ("127.9.0.1:0", "127.9.0.1:0"),
        ("localhost:80", "127.0.0.1:80"), ("[::1]:9447", "[::1]:9447"),
        ("unix:/run/tillmesh/health", "unix:/run/tillmesh/health"),
    ])
    func `addresses of this machine are taken`(text: String, expected: String) throws {
        #expect(try HealthAddress(text).description == expected)
    }

    @Test(arguments: ["0.0.0.0:80", "192.168.1.2:80", "[::]:80", "[fe80::1]:80", "till:80"])
    func `addresses that others reach are refused`(text: String) {
        let host = text.dropLast(3).filter { !"[]".contains($0) }
        #expect(throws: HealthAddress.Failure.notLoopback(host: host)) { try HealthAddress(text) }
    }

    @Test(arguments: ["", ":80", "127.0.0.1", "127.0.0.1:", "127.0.0.1:+1", "::1:80", "unix:x"])
    func `what is no address is refused`(text: String) {
        #expect(throws: HealthAddress.Failure.malformed(text)) { try HealthAddress(text) }
    }

    @Test func `the file names the address, or the line that is wrong`() throws {
        let folder = TemporaryFolder()
        #expect(try HealthFile.address(folder.directory) == nil)
        let write = { (text: String) throws in
            try FileSystem.replace(folder.directory.health, with: Array(text.utf8), mode: 0o600)
        }
        try write("# where\nmetrics=127.0.0.1:9447 # here\n")
        #expect(
            try HealthFile.address(folder.directory)
                == .loopback(host: "127.0.0.1", port: 9447))
        for text in ["\nmetrics 127.0.0.1:1", "\nport = 1", "\nmetrics = 0.0.0.0:1"] {
            try write(text)
            let error = #expect(throws: HealthFile.Failure.self) {
                try HealthFile.address(folder.directory)
            }
            guard case .line(2, folder.directory.health, _)? = error else {
                Issue.record("\(text): \(String(describing: error))")
                continue
            }
            // It keeps nobody from selling, and is told.
            var settings = NodeService.Settings(version: "1")
            settings.readFile(folder.directory)
            #expect(settings.metrics == nil)
            #expect(settings.problems == error.map { ["\($0)"] })
        }
    }
}
