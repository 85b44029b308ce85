import Glibc

/// A lane of a measured store as a process of its own, which does what it is told line by line.
final class LaneProcess {
    private let child: pid_t
    private let toChild: Int32
    private let fromChild: UnsafeMutablePointer<FILE>
    private let name: String
    /// Where others meet it.
    private(set) var address = ""

    /// - Parameters:
    ///   - program: this program.
    ///   - path: the lane's data directory.
    ///   - peers: where it meets others.
    /// - Throws: ``BenchmarkError`` where it doesn't come to listen.
    init(_ program: String, _ path: String, peers: [String] = []) throws(BenchmarkError) {
        name = path
        var (input, output): ([Int32], [Int32]) = ([-1, -1], [-1, -1])
        guard pipe(&input) == 0, pipe(&output) == 0 else { throw .file(path: "pipe", errno: errno) }
        for end in input + output { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        toChild = input[1]
        let started = Self.start(
            [program, "measure", "mesh-lane", path] + peers, input[0], output[1])
        close(input[0])
        close(output[1])
        guard let started, let stream = fdopen(output[0], "r") else {
            throw .program(name: path, status: ENOENT)
        }
        child = started
        fromChild = stream
        guard let line = line(), line.hasPrefix("listening ") else {
            throw .figure(program: path, line: "doesn't listen")
        }
        address = String(line.dropFirst("listening ".count))
    }

    deinit {
        close(toChild)
        fclose(fromChild)
    }

    private static func start(
        _ words: [String], _ input: Int32, _ output: Int32
    ) -> pid_t? {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
        posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
        let arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        var child: pid_t = 0
        let failure = posix_spawnp(&child, words[0], &actions, nil, arguments, environ)
        return failure == 0 ? child : nil
    }

    private func line() -> String? {
        var text: UnsafeMutablePointer<CChar>?
        var room = 0
        defer { free(text) }
        let count = getline(&text, &room, fromChild)
        guard count > 0, let text else { return nil }
        let bytes = UnsafeRawBufferPointer(start: text, count: count - 1)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Asks without waiting for the answer, which ``answer()`` takes.
    func tell(_ words: String) throws(BenchmarkError) {
        let bytes = Array("\(words)\n".utf8)
        guard write(toChild, bytes, bytes.count) == bytes.count else {
            throw .file(path: name, errno: errno)
        }
    }

    /// Its lines `name value`, in order.
    func answer() throws(BenchmarkError) -> [(name: String, value: UInt64)] {
        var values: [(name: String, value: UInt64)] = []
        while let line = line() {
            if line == "." { return values }
            let words = line.split(separator: " ")
            guard words.count == 2, let value = UInt64(words[1]) else {
                throw .figure(program: name, line: line)
            }
            values.append((String(words[0]), value))
        }
        throw .figure(program: name, line: "it ended")
    }

    @discardableResult
    func ask(_ words: String) throws(BenchmarkError) -> [(name: String, value: UInt64)] {
        try tell(words)
        return try answer()
    }

    /// Some of its figures now.
    func figures() throws(BenchmarkError) -> [String: UInt64] {
        Dictionary(try ask("figures").map { ($0.name, $0.value) }) { first, _ in first }
    }

    /// Lets it close its books, and waits for that.
    func end() throws(BenchmarkError) {
        try tell("end")
        var status: Int32 = -1
        guard waitpid(child, &status, 0) == child, status == 0 else {
            throw .program(name: name, status: status)
        }
    }
}
