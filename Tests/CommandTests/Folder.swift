import Glibc
import TestSupport
import Testing

/// A folder of its own for one test, in which the program runs; gone with the value.
final class Folder: Sendable {
    let path: String

    init() {
        var template = Array("/tmp/tillmesh-test-XXXXXX".utf8CString)
        precondition(mkdtemp(&template) != nil, "no folder for a test: errno \(errno)")
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit { remove() }

    private func remove() { _ = try? Files.output(of: ["rm", "-rf", path]) }

    /// The sample shop in the folder `shop`, made once and copied.
    static func withSampleShop() throws -> Folder {
        let folder = Folder()
        _ = try Files.output(of: ["cp", "-r", try sample.get().path + "/shop", folder.path])
        return folder
    }

    private static let sample: Result<Folder, any Error> = Result {
        let folder = Folder()
        // What is made once for all tests goes with their process.
        atexit { if case .success(let folder) = Folder.sample { folder.remove() } }
        let run = try folder.run("init --data shop --sample")
        guard run.status == 0 else {
            throw FileError.programFailed(name: "init: \(run.err)", status: run.status)
        }
        return folder
    }

    /// Runs words that are split at spaces; the shop is that of the folder `shop`.
    @discardableResult
    func run(_ line: String, input: String = "") throws -> Program.Run {
        var words = line.split(separator: " ").map(String.init)
        if !words.contains("--data") { words += ["--data", "shop"] }
        return try Program.run(words, input: input, in: path)
    }

    /// Runs what must go well.
    @discardableResult
    func good(
        _ line: String, input: String = "", at location: SourceLocation = #_sourceLocation
    ) throws -> Program.Run {
        let run = try run(line, input: input)
        #expect(run.status == 0, "\(line): \(run.err)", sourceLocation: location)
        return run
    }

    func write(_ name: String, _ text: String) throws {
        try Files.write(Array(text.utf8), to: "\(path)/\(name)")
    }

    /// Checks rows of `exit code | words | what standard error says`, its last line alone.
    func expect(_ table: String, at location: SourceLocation = #_sourceLocation) throws {
        for row in table.split(separator: "\n") {
            let cells = row.split(separator: "|", maxSplits: 2).map(Self.trimmed)
            let run = try run(cells[1])
            let last = run.err.split(separator: "\n").last.map(String.init) ?? ""
            #expect(
                "\(run.status) | \(last)" == "\(cells[0]) | tillmesh: \(cells[2])",
                "tillmesh \(cells[1])", sourceLocation: location)
        }
    }

    private static func trimmed(_ text: Substring) -> String {
        String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }

    func permissions(_ name: String) -> mode_t {
        var status = stat()
        return stat("\(path)/\(name)", &status) == 0 ? status.st_mode & 0o777 : 0
    }

    func text(_ name: String) throws -> String {
        String(decoding: try Files.bytes("\(path)/\(name)"), as: UTF8.self)
    }

    func exists(_ name: String) -> Bool { access("\(path)/\(name)", F_OK) == 0 }
}
