import Console
import Dispatch
import Glibc
import Node
import Synchronization
import TestSupport

/// A lane that works in a pseudo terminal on a thread of its own.
final class LaneInTerminal {
    let pty: Pty
    private let thread = SerialThread(name: "lane")
    private let ending = DispatchSemaphore(value: 0)
    private let result = ResultBox()
    private(set) var output = ""

    init(_ directory: DataDirectory, columns: UInt16 = 80, rows: UInt16 = 24) throws {
        let pty = try Pty(columns: columns, rows: rows)
        self.pty = pty
        var lane = LaneProgram(
            directory, terminalType: "xterm-256color",
            service: NodeService.Settings(version: "test", endsWithNode: false))
        lane.input = pty.slave
        lane.output = pty.slave
        let (program, result, ending) = (lane, result, ending)
        thread.run {
            result.set(Result { () throws(LaneProgramError) in try program.run() })
            ending.signal()
        }
    }

    /// Types text; a scan stands between the codes 02 and 03.
    func type(_ text: String) { pty.type(text) }

    func scan(_ code: String) { pty.type("\u{02}\(code)\u{03}") }

    /// Waits until the lane has written a text since the last call, and gives all it wrote.
    func wait(for text: String, milliseconds: Int = 20_000) -> Bool {
        var seen = ""
        let deadline = SystemClock.monotonicNanoseconds() + Int64(milliseconds) * 1_000_000
        while SystemClock.monotonicNanoseconds() < deadline {
            var polled = pollfd(fd: pty.master, events: Int16(POLLIN), revents: 0)
            poll(&polled, 1, 100)
            let new = pty.output()
            seen += new
            output += new
            if seen.contains(text) { return true }
        }
        return false
    }

    /// Takes the terminal away and waits for the lane's end.
    func hangUp() -> Result<LaneEnd, LaneProgramError>? {
        pty.hangUp()
        guard ending.wait(timeout: .now() + .seconds(20)) == .success else { return nil }
        return result.value
    }
}

private final class ResultBox: Sendable {
    private let box = Mutex<Result<LaneEnd, LaneProgramError>?>(nil)
    var value: Result<LaneEnd, LaneProgramError>? { box.withLock { $0 } }
    func set(_ value: Result<LaneEnd, LaneProgramError>) { box.withLock { $0 = value } }
}
