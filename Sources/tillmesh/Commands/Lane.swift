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

            --metrics, or a line `metrics = ADDRESS` in DIR/health.conf, tells monitoring on this
            machine how the lane is: /healthz and /metrics over HTTP. Started by systemd with
            Type=notify and NotifyAccess=all, the lane says when it is ready and feeds the watchdog.
            """,
        options: [
            CommonOption.data, .flag("training", "Open the practice till."), metricsOption,
        ]
    ) { arguments in
        let directory = try arguments.dataDirectory()
        let metrics = try arguments.namedMetrics()
        guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else {
            throw Failure(.usage, "lane: \(TerminalError.notATerminal)")
        }
        var supervisor = laneSupervisor(directory, metrics: metrics)
        let code = try supervisor.run(isTraining: arguments.has("training"))
        return ExitCode(rawValue: code) ?? .failure
    }

    /// The parent of a lane's process.
    static func laneSupervisor(_ directory: String, metrics: HealthAddress?) -> Supervisor {
        Supervisor(program: "/proc/self/exe", terminalType: terminalType) { launch in
            var words = ["lane-child", "--data", directory]
            if launch.isTraining { words.append("--training") }
            if launch.mode == .safe { words.append("--safe") }
            if launch.isComeback { words.append("--comeback") }
            if let metrics { words += ["--metrics", "\(metrics)"] }
            return words
        }
    }

    /// The lane's own process, started by `lane`.
    static let laneChild = Subcommand(
        path: ["lane-child"], summary: "The lane's own process; `tillmesh lane` starts it.",
        options: [
            CommonOption.data, .flag("training", "On the practice till."),
            .flag("safe", "With only what selling needs."),
            .flag("comeback", "After a crash."), metricsOption,
        ],
        isInternal: true
    ) { arguments in
        let real = DataDirectory(try arguments.dataDirectory())
        LaneProgram.endWithParent()
        var lane = LaneProgram(
            arguments.has("training") ? real.training : real,
            mode: arguments.has("safe") ? .safe : .normal,
            isComeback: arguments.has("comeback"), terminalType: terminalType,
            wantsColour: getenv("NO_COLOR") == nil,
            service: try arguments.service(of: real))
        lane.devicesFile = real.devices
        lane.software = "tillmesh \(releaseVersion)"
        do throws(LaneProgramError) {
            // Codes for the supervisor are none of sysexits(3).
            exit(try lane.run().exitCode)
        } catch {
            throw Failure(error)
        }
    }

    /// Of commands whose node runs until it is ended.
    static let metricsOption = Option.value(
        "metrics", "ADDRESS", "Serve metrics at 127.0.0.1:PORT, [::1]:PORT or unix:/PATH.")

    private static var terminalType: String {
        getenv("TERM").map { String(cString: $0) } ?? "unknown"
    }
}

extension Arguments {
    /// The address that `--metrics` names.
    func namedMetrics() throws(Failure) -> HealthAddress? {
        guard let text = value("metrics") else { return nil }
        do throws(HealthAddress.Failure) {
            return try HealthAddress(text)
        } catch {
            throw Failure(.usage, "\(command): \(error)")
        }
    }

    /// What the lane's process owes its machine.
    ///
    /// What only looks on is left out where selling itself has failed, and a file that makes no
    /// sense keeps nobody from selling.
    func service(of directory: DataDirectory) throws(Failure) -> NodeService.Settings {
        var settings = NodeService.Settings(
            version: Subcommand.releaseVersion, manager: .ofThisProcess, endsWithNode: false)
        if has("safe") { return settings }
        settings.metrics = try namedMetrics()
        if settings.metrics == nil { settings.readFile(directory) }
        return settings
    }
}

extension Failure {
    fileprivate init(_ error: LaneProgramError) {
        switch error {
        case .node(let error): self.init(error)
        case .terminal: self.init(.usage, "\(error)")
        case .database: self.init(.inputOutput, "\(error)")
        }
    }
}
