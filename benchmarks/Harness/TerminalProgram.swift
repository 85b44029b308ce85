import CPosix
import Glibc

/// A program in a terminal of its own, at whose other end the harness sits.
final class TerminalProgram {
    let id: pid_t
    /// The person's end.
    let descriptor: Int32
    private var isRunning = true

    private static let type = "TERM=xterm-256color"

    /// Starts a program on a terminal of 80 columns and 24 rows.
    init(_ words: [String]) throws(BenchmarkError) {
        var ends: (person: Int32, program: Int32) = (-1, -1)
        var name = [CChar](repeating: 0, count: 128)
        guard openpty(&ends.person, &ends.program, &name, nil, nil) == 0 else {
            throw .file(path: "/dev/ptmx", errno: errno)
        }
        _ = tillmesh_set_terminal_size(ends.person, 80, 24)
        for end in [ends.person, ends.program] { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        _ = fcntl(ends.person, F_SETFL, O_NONBLOCK)
        defer { Glibc.close(ends.program) }
        guard let id = Self.start(words, on: name) else {
            Glibc.close(ends.person)
            throw .program(name: words[0], status: ENOENT)
        }
        self.id = id
        descriptor = ends.person
    }

    deinit {
        end()
        close(descriptor)
    }

    private static func start(_ words: [String], on terminal: [CChar]) -> pid_t? {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, terminal, O_RDWR, 0)
        posix_spawn_file_actions_adddup2(&actions, STDIN_FILENO, STDOUT_FILENO)
        posix_spawn_file_actions_adddup2(&actions, STDIN_FILENO, STDERR_FILENO)
        let arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        let variables: [UnsafeMutablePointer<CChar>?] = environment.map { strdup($0) } + [nil]
        defer { for variable in variables { free(variable) } }
        var child: pid_t = 0
        let failure = posix_spawnp(&child, words[0], &actions, nil, arguments, variables)
        return failure == 0 ? child : nil
    }

    /// This process's own but for what changes a screen.
    private static var environment: [String] {
        var kept: [String] = []
        var next = environ
        while let variable = next.pointee {
            let text = String(cString: variable)
            if !text.hasPrefix("TERM="), !text.hasPrefix("NO_COLOR=") { kept.append(text) }
            next += 1
        }
        return kept + [type]
    }

    /// Types, or lets a scanner type.
    func type(_ text: String) throws(BenchmarkError) {
        let bytes = Array(text.utf8)
        guard write(descriptor, bytes, bytes.count) == bytes.count else {
            throw .file(path: "terminal", errno: errno)
        }
    }

    /// What came from the program and wasn't read yet; empty when nothing did.
    func read(into block: inout [UInt8]) -> ArraySlice<UInt8> {
        let count = Glibc.read(descriptor, &block, block.count)
        return block.prefix(max(count, 0))
    }

    /// Asks the program to end and waits until it has.
    func end() {
        guard isRunning else { return }
        isRunning = false
        kill(id, SIGTERM)
        // Its last words would fill the terminal, and it would wait for ever.
        var block = [UInt8](repeating: 0, count: 4096)
        while waitpid(id, nil, WNOHANG) == 0 {
            var polled = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            poll(&polled, 1, 10)
            while !read(into: &block).isEmpty { continue }
        }
    }
}

/// What the kernel knows of another process.
enum ProcessFacts {
    /// Ends it as a power cut would.
    static func kill(_ process: pid_t) { Glibc.kill(process, SIGKILL) }

    /// The one process that a process started and that runs.
    static func child(of parent: pid_t) throws(BenchmarkError) -> pid_t {
        let path = "/proc/\(parent)/task/\(parent)/children"
        let text = String(decoding: try FileBytes.read(path), as: UTF8.self)
        guard let child = text.split(separator: " ").first.flatMap({ pid_t($0) }) else {
            throw .figure(program: "process \(parent)", line: "no child")
        }
        return child
    }

    /// The most memory that a process had so far, resident, in bytes.
    static func peakBytes(of process: pid_t) throws(BenchmarkError) -> UInt64 {
        try memory("VmHWM", of: process)
    }

    /// A line of the process's status in proc(5), in bytes: "VmHWM:     12345 kB".
    static func memory(_ name: String, of process: pid_t) throws(BenchmarkError) -> UInt64 {
        let path = "/proc/\(process)/status"
        let text = String(decoding: try FileBytes.read(path), as: UTF8.self)
        let line = text.split(separator: "\n").first { $0.hasPrefix("\(name):") } ?? ""
        guard let kilobytes = line.split(separator: " ").dropFirst().first.flatMap({ UInt64($0) })
        else { throw .figure(program: "process \(process)", line: "no \(name) in \(path)") }
        return kilobytes * 1024
    }
}
