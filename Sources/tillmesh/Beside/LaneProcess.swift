import CPosix
import Glibc
import Node

/// A lane of the sample store in a process of its own, which ends with this one.
///
/// It reads lines on standard input and answers each with a line that begins with ``answerMark``;
/// other lines are for people. What it complains of is in a file beside its folder.
final class LaneProcess {
    static let answerMark = "= "
    /// How long an answer may take.
    private static let patienceSeconds: Int64 = 120

    let lane: UInt8
    let directory: DataDirectory
    let complaints: String
    private let handOn: (String) -> Void
    private let process: pid_t
    private let input: Int32
    private let output: Int32
    private var received: [UInt8] = []
    private var isEnded = false

    /// Starts this program again as a lane.
    ///
    /// - Parameters:
    ///   - lane: its number.
    ///   - directory: its folder.
    ///   - steward: whose lane invites it; nil where the folder is a lane already.
    ///   - isRinging: whether it rings by itself and answers nothing.
    ///   - handingOn: hears its lines that are for people.
    /// - Throws: ``Failure``.
    init(
        lane: UInt8, directory: DataDirectory, steward: DataDirectory?, isRinging: Bool,
        handingOn: @escaping (String) -> Void = { _ in }
    ) throws(Failure) {
        self.lane = lane
        self.directory = directory
        handOn = handingOn
        complaints = directory.path + ".log"
        var words = ["beside-lane", "--data", directory.path, "--lane", "\(lane)"]
        if let steward { words += ["--steward", steward.path] }
        if isRinging { words.append("--ring") }
        let (down, up) = (try Self.pipe(), try Self.pipe())
        let log = open(complaints, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard log >= 0 else {
            throw Failure(.cannotCreate, "cannot write \(complaints): \(Program.errnoText())")
        }
        let started = Self.spawn(words, [down.read, isRinging ? log : up.write, log])
        for descriptor in [down.read, up.write, log] { close(descriptor) }
        (input, output) = (down.write, up.read)
        guard let started else {
            close(input)
            close(output)
            throw Failure(.software, "cannot start lane \(lane): \(Program.errnoText())")
        }
        process = started
    }

    deinit { end() }

    // MARK: Talking

    func tell(_ words: String) {
        let line = Array((words + "\n").utf8)
        // A lane that is gone is noticed when its answer doesn't come.
        _ = write(input, line, line.count)
    }

    /// Waits for the answer to the next line that was told, and hands on what is for people.
    ///
    /// - Returns: the words of the answer.
    /// - Throws: ``Failure`` where the lane couldn't, or ended.
    func answer() throws(Failure) -> [String] {
        let deadline = SystemClock.monotonicNanoseconds() + Self.patienceSeconds * 1_000_000_000
        while true {
            let line = try line(until: deadline)
            guard line.hasPrefix(Self.answerMark) else {
                handOn(line)
                continue
            }
            let words = line.dropFirst(Self.answerMark.count).split(separator: " ").map(String.init)
            guard words.first != "failed" else {
                throw Failure(
                    .failure, "lane \(lane): \(words.dropFirst().joined(separator: " "))")
            }
            return words
        }
    }

    /// Waits for the answer to something that nothing forbids.
    ///
    /// - Returns: the words of the answer behind `ok`.
    /// - Throws: ``Failure``, also where the lane refused.
    func consent() throws(Failure) -> [String] {
        let words = try answer()
        guard words.first == "ok" else {
            throw Failure(.failure, "lane \(lane): \(words.joined(separator: " "))")
        }
        return Array(words.dropFirst())
    }

    private func line(until deadline: Int64) throws(Failure) -> String {
        while true {
            if let end = received.firstIndex(of: UInt8(ascii: "\n")) {
                let line = String(decoding: received[..<end], as: UTF8.self)
                received.removeFirst(end + 1)
                return line
            }
            let left = (deadline - SystemClock.monotonicNanoseconds()) / 1_000_000
            var entry = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
            guard left > 0, poll(&entry, 1, Int32(clamping: left)) != 0 else {
                throw Failure(.temporary, "lane \(lane) doesn't answer: see \(complaints)")
            }
            var buffer = [UInt8](repeating: 0, count: 1 << 12)
            let count = read(output, &buffer, buffer.count)
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else {
                throw Failure(.software, "lane \(lane) ended: see \(complaints)")
            }
            received += buffer[..<count]
        }
    }

    // MARK: The process

    /// Lets the lane close its books; done when its process is gone.
    func end() {
        guard !isEnded else { return }
        isEnded = true
        close(input)
        let descriptor = pidfd_open(process, 0)
        var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        // One that hangs has nothing to lose: all it did is on disk.
        if descriptor < 0 || poll(&entry, 1, 5_000) == 0 { kill(process, SIGKILL) }
        if descriptor >= 0 { close(descriptor) }
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0 && errno == EINTR {}
        close(output)
    }

    private static func pipe() throws(Failure) -> (read: Int32, write: Int32) {
        var ends: [Int32] = [-1, -1]
        guard Glibc.pipe(&ends) == 0 else {
            throw Failure(.software, "no pipe to another lane: \(Program.errnoText())")
        }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (ends[0], ends[1])
    }

    /// Starts this program with no signal blocked, and with these three descriptors.
    private static func spawn(_ words: [String], _ standard: [Int32]) -> pid_t? {
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (place, descriptor) in standard.enumerated() {
            posix_spawn_file_actions_adddup2(&actions, descriptor, Int32(place))
        }
        let program = "/proc/self/exe"
        let argv: [UnsafeMutablePointer<CChar>?] = ([program] + words).map { strdup($0) } + [nil]
        defer { for word in argv { free(word) } }
        var started: pid_t = 0
        let code = posix_spawn(&started, program, &actions, &attributes, argv, environ)
        errno = code
        return code == 0 ? started : nil
    }
}
