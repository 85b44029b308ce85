import Console
import Glibc
import Node
import Synchronization
import Testing

/// Real processes: a shell plays the lane.
@Suite struct SupervisorTests {
    /// Runs scripts one after the other as the lane and gives the launches and the code.
    private func supervise(
        _ scripts: [String], isTraining: Bool = false
    ) throws -> (launches: [Supervisor.Launch], code: Int32) {
        let launches = Recorder()
        // A thread of its own: the supervisor blocks signals on the one that makes it.
        let thread = SerialThread(name: "supervisor")
        let code = thread.wait { () -> Result<Int32, SupervisorError> in
            var supervisor = Supervisor(program: "/bin/sh", terminalType: "dumb") { launch in
                ["-c", scripts[min(launches.add(launch), scripts.count - 1)]]
            }
            return Result { () throws(SupervisorError) in
                try supervisor.run(isTraining: isTraining)
            }
        }
        return (launches.all, try code.get())
    }

    private final class Recorder: Sendable {
        private let launches = Mutex<[Supervisor.Launch]>([])
        var all: [Supervisor.Launch] { launches.withLock { $0 } }

        /// The index of the launch.
        func add(_ launch: Supervisor.Launch) -> Int {
            launches.withLock { launches in
                launches.append(launch)
                return launches.count - 1
            }
        }
    }

    @Test func `an exit code passes through`() throws {
        let (launches, code) = try supervise(["exit 74"])
        #expect(code == 74)
        #expect(launches == [.init(isTraining: false, mode: .normal, isComeback: false)])
    }

    @Test func `a killed lane comes back, the third time in safe mode`() throws {
        let start = SystemClock.monotonicNanoseconds()
        let crash = "kill -9 $$"
        let (launches, code) = try supervise([crash, crash, crash, "exit 0"])
        #expect(code == 0)
        #expect(launches.map(\.mode) == [.normal, .normal, .normal, .safe])
        #expect(launches.map(\.isComeback) == [false, true, true, true])
        // Four starts of a shell; a lane has its second for itself.
        #expect(SystemClock.monotonicNanoseconds() - start < 1_000_000_000)
    }

    @Test func `training and back are launches of their own`() throws {
        let (launches, code) = try supervise(["exit 90", "exit 91", "exit 3"])
        #expect(code == 3)
        #expect(launches.map(\.isTraining) == [false, true, false])
    }

    @Test func `a program that isn't there is told`() throws {
        let thread = SerialThread(name: "supervisor")
        let result = thread.wait { () -> Result<Int32, SupervisorError> in
            var supervisor = Supervisor(program: "/nowhere/lane", terminalType: "dumb") { _ in [] }
            return Result { () throws(SupervisorError) in try supervisor.run() }
        }
        #expect(
            result == .failure(.notStarted(program: "/nowhere/lane", errno: ENOENT)))
    }

    @Test func `padding is no text`() {
        #expect(
            TerminalKeeper.withoutPadding(Array("\u{1B}[?1l$<5/>x$<".utf8))
                == Array("\u{1B}[?1lx$<".utf8))
    }
}
