import CPosix
import Glibc
import Texts

/// Why a lane's process couldn't be started at all.
public enum SupervisorError: Error, Equatable, CustomStringConvertible {
    case notStarted(program: String, errno: Int32)

    public var description: String {
        switch self {
        case .notStarted(let program, let number):
            "cannot start \(program): \(String(cString: strerror(number)))"
        }
    }
}

/// The parent of a lane: does nothing but bring the lane back and keep the terminal whole.
///
/// It opens no file and no device, so nothing that can break a lane can break it.
public struct Supervisor {
    /// What a lane's process is started with.
    public struct Launch: Hashable, Sendable {
        public var isTraining: Bool
        public var mode: LaunchMode
        /// Whether it comes back after a crash.
        public var isComeback: Bool

        public init(isTraining: Bool, mode: LaunchMode, isComeback: Bool) {
            self.isTraining = isTraining
            self.mode = mode
            self.isComeback = isComeback
        }
    }

    private let program: String
    private let arguments: @Sendable (Launch) -> [String]
    private let terminal: TerminalKeeper?
    private let signals: SignalQueue
    private var policy = RestartPolicy()

    /// Call it on the main thread before any other thread is started.
    ///
    /// - Parameters:
    ///   - program: the path of this program itself.
    ///   - terminalType: the value of TERM.
    ///   - arguments: the words after the program's name.
    public init(
        program: String, terminalType: String, arguments: @escaping @Sendable (Launch) -> [String]
    ) {
        self.program = program
        self.arguments = arguments
        terminal = TerminalKeeper(descriptor: STDIN_FILENO, type: terminalType)
        signals = SignalQueue([SIGTERM, SIGHUP, SIGINT])
    }

    /// Runs the lane until it ends by itself or somebody ends this program; `isTraining` first.
    ///
    /// - Returns: the lane's exit code.
    public mutating func run(isTraining: Bool = false) throws(SupervisorError) -> Int32 {
        var launch = Launch(isTraining: isTraining, mode: .normal, isComeback: false)
        while true {
            let child = try ChildProcess(program: program, arguments: arguments(launch))
            let (end, isAsked) = waitForEnd(of: child)
            switch policy.handle(end, isAsked: isAsked, now: Self.now()) {
            case .restart(let mode, let pauseMilliseconds):
                terminal?.restore()
                tell(crash: end, mode)
                if let signal = pause(pauseMilliseconds) { return 128 &+ signal }
                launch.mode = mode
                launch.isComeback = true
            case .switchTraining(let isOn, let mode):
                launch = Launch(isTraining: isOn, mode: mode, isComeback: false)
            case .end(let code):
                terminal?.restore()
                return code
            }
        }
    }

    /// Waits for the child's end, handing on what ends this program.
    private func waitForEnd(
        of child: borrowing ChildProcess
    ) -> (RestartPolicy.End, isAsked: Bool) {
        var isAsked = false
        while true {
            if let end = child.end() { return (end, isAsked) }
            var polled = [
                pollfd(fd: child.descriptor, events: Int16(POLLIN), revents: 0),
                pollfd(fd: signals.descriptor, events: Int16(POLLIN), revents: 0),
            ]
            poll(&polled, 2, -1)
            while let signal = signals.next() {
                isAsked = true
                child.signal(signal)
            }
        }
    }

    /// Waits; nil when the time is over, else the signal that asks this program to end.
    private func pause(_ milliseconds: Int32) -> CInt? {
        let deadline = Self.now() + Int64(milliseconds) * 1_000_000
        while Self.now() < deadline {
            let left = CInt(clamping: (deadline - Self.now()) / 1_000_000 + 1)
            if let signal = signals.wait(milliseconds: left) { return signal }
        }
        return nil
    }

    /// One line, in both languages: nobody is signed on to this process.
    private func tell(crash end: RestartPolicy.End, _ mode: LaunchMode) {
        let number =
            switch end {
            case .signalled(let number): number
            case .exited(let code): code
            }
        let text = ConsoleText.laneCameBack(signal: number, isSafe: mode == .safe).translation
        let line = Array("tillmesh: \(text.english) / \(text.spanish)\r\n".utf8)
        _ = write(STDERR_FILENO, line, line.count)
    }

    private static func now() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
