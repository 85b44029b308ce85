import Node
import Synchronization
import Testing

@Suite struct NodeLogTests {
    let folder = TemporaryFolder()

    private func lines(_ path: String) throws -> [Substring] {
        String(decoding: try FileSystem.read(path), as: UTF8.self).split(separator: "\n")
    }

    @Test func `a line that comes again and again is written once, with how often`() throws {
        let log = NodeLog(folder.directory) { Issue.record($0) }
        for _ in 0..<1000 { log.write("a stranger\nknocks") }
        log.write("a friend comes")
        log.flush()
        let lines = try lines(folder.directory.log)
        #expect(lines.count == 3)
        #expect(lines[0].hasSuffix("+00:00 a stranger knocks"))
        #expect(lines[1].hasSuffix("(the same 999 times more)"))
        #expect(lines[2].hasSuffix("a friend comes"))
        #expect(FileSystem.mode(of: folder.directory.log) == 0o600)
    }

    @Test func `the file keeps itself small, its older half lies beside it`() throws {
        let log = NodeLog(folder.directory) { Issue.record($0) }
        let long = String(repeating: "x", count: 1_000)
        for number in 0..<2_000 { log.write("\(number) \(long)") }
        log.flush()
        let sizes = [folder.directory.log, folder.directory.log + ".1"]
            .map { FileSystem.bytes(of: [$0]) }
        #expect(sizes.allSatisfy { $0 > 0 && $0 < 600_000 })
        #expect(try lines(folder.directory.log).last?.contains(" 1999 x") == true)
    }

    @Test func `a file that can't be written is told of once`() throws {
        let told = Mutex(0)
        let nowhere = DataDirectory(folder.path + "/gone")
        let log = NodeLog(nowhere) { error in
            if error.isMissing { told.withLock { $0 += 1 } }
        }
        for number in 0..<10 { log.write("\(number)") }
        log.flush()
        #expect(told.withLock { $0 } == 1)
    }
}
