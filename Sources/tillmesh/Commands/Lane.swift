import Console
import Glibc
import Node

extension Subcommand {
    /// The cashier's screens: a small parent that brings the lane back whatever becomes of it.
    static let lane = Subcommand(
        path: ["lane"], summary: "Open the lane: sign on and sell.",
        details: """
            Needs a terminal of at least 80 columns and 24 rows. DIR/devices.conf names printer,
            display and scanner; without a printer receipts go to DIR/paper.txt, and Control-P
            shows the last one. NO_COLOR is respected.
            """,
        options: [
            CommonOption.data, .flag("training", "Open the practice till."),
        ]
    ) { arguments in
        let directory = try arguments.dataDirectory()
        guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else {
            throw Failure(.usage, "lane: \(TerminalError.notATerminal)")
        }
        var supervisor = Supervisor(
            program: "/proc/self/exe", terminalType: terminalType
        ) { launch in
            var words = ["lane-child", "--data", directory]
            if launch.isTraining { words.append("--training") }
            if launch.mode == .safe { words.append("--safe") }
            if launch.isComeback { words.append("--comeback") }
            return words
        }
        let code = try supervisor.run(isTraining: arguments.has("training"))
        return ExitCode(rawValue: code) ?? .failure
    }

    /// The lane's own process, started by `lane`.
    static let laneChild = Subcommand(
        path: ["lane-child"], summary: "The lane's own process; `tillmesh lane` starts it.",
        options: [
            CommonOption.data, .flag("training", "On the practice till."),
            .flag("safe", "With only what selling needs."),
            .flag("comeback", "After a crash."),
        ],
        isInternal: true
    ) { arguments in
        let real = DataDirectory(try arguments.dataDirectory())
        LaneProgram.endWithParent()
        var lane = LaneProgram(
            arguments.has("training") ? real.training : real,
            mode: arguments.has("safe") ? .safe : .normal,
            isComeback: arguments.has("comeback"), terminalType: terminalType,
            wantsColour: getenv("NO_COLOR") == nil)
        lane.devicesFile = real.devices
        do throws(LaneProgramError) {
            // Codes for the supervisor are none of sysexits(3).
            exit(try lane.run().exitCode)
        } catch {
            throw Failure(error.code, "\(error)")
        }
    }

    private static var terminalType: String {
        getenv("TERM").map { String(cString: $0) } ?? "unknown"
    }
}

extension LaneProgramError {
    fileprivate var code: ExitCode {
        switch self {
        case .node: .noInput
        case .terminal: .usage
        case .database: .inputOutput
        }
    }
}
