import Glibc

/// What a process that measured something reported, by name, and the most memory it had.
struct Figures {
    let program: String
    private let values: [String: UInt64]
    /// Resident, in bytes, as the kernel counted it for the whole life of the process.
    let peakBytes: UInt64

    /// Reads `name value` lines.
    init(program: String, output: [UInt8], peakBytes: UInt64) throws(BenchmarkError) {
        var values: [String: UInt64] = [:]
        for line in output.split(separator: UInt8(ascii: "\n")) {
            let text = String(decoding: line, as: UTF8.self)
            let words = text.split(separator: " ")
            guard words.count == 2, let value = UInt64(words[1]) else {
                throw .figure(program: program, line: text)
            }
            values[String(words[0])] = value
        }
        self.program = program
        self.values = values
        self.peakBytes = peakBytes
    }

    /// The figure of this name.
    func value(_ name: String) throws(BenchmarkError) -> Double {
        guard let value = values[name] else {
            throw .figure(program: program, line: "no figure \(name)")
        }
        return Double(value)
    }
}

/// A program with its arguments, run in a process of its own so that its memory is its own.
struct Child {
    let words: [String]

    init(_ words: [String]) { self.words = words }

    /// Runs it to its end and reads what it reports on standard output.
    func run() throws(BenchmarkError) -> Figures {
        let (output, peakBytes) = try finish()
        return try Figures(
            program: words.prefix(3).joined(separator: " "), output: output, peakBytes: peakBytes)
    }

    /// Runs it to its end, whatever it says.
    func runAlone() throws(BenchmarkError) { _ = try finish() }

    private func finish() throws(BenchmarkError) -> (output: [UInt8], peakBytes: UInt64) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw .file(path: "pipe", errno: errno) }
        // The child keeps only the copy that becomes its standard output.
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        defer { close(ends[0]) }
        let started = start(writingTo: ends[1])
        close(ends[1])
        guard let started else { throw .program(name: words[0], status: ENOENT) }
        let output = try FileBytes.all(of: ends[0], named: words[0])
        var status: Int32 = -1
        var usage = rusage()
        guard wait4(started, &status, 0, &usage) == started, status == 0 else {
            throw .program(name: words[0], status: status)
        }
        // Linux counts ru_maxrss in kilobytes: getrusage(2).
        return (output, UInt64(usage.ru_maxrss) * 1024)
    }

    private func start(writingTo descriptor: Int32) -> pid_t? {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, descriptor, STDOUT_FILENO)
        let arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        var child: pid_t = 0
        let failure = posix_spawnp(&child, words[0], &actions, nil, arguments, environ)
        return failure == 0 ? child : nil
    }
}
