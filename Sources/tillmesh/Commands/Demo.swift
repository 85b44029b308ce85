import Console
import Glibc
import Node

extension Subcommand {
    static let demo = Subcommand(
        path: ["demo"], summary: "Open the sample shop's lane with other lanes selling beside it.",
        details: """
            DIR is what `init --sample` made. Other lanes join its store, each a process with a
            folder of its own beside DIR, and ring customers at a shop's pace: stock, held sales
            and the LAN lamp move while you sell. They listen on 127.0.0.1, tell no LAN, and end
            with the lane.
            """,
        options: [
            CommonOption.data, .value("lanes", "NUMBER", "Lanes in all, 1 to 8; else 3."),
        ]
    ) { arguments in
        let directory = DataDirectory(try arguments.dataDirectory())
        let count = try arguments.integer("lanes", in: 1...8) ?? 3
        guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else {
            throw Failure(.usage, "demo: \(TerminalError.notATerminal)")
        }
        var supervisor = laneSupervisor(directory.path, metrics: nil)
        let store = try sampleStore(directory, count: Int(count))
        try store.connect([Array(store.seats.indices)])
        let beside = try store.seats.dropFirst().map { seat throws(Failure) in
            try LaneProcess(
                lane: seat.lane, directory: seat.directory, steward: directory, isRinging: true)
        }
        defer { for lane in beside { lane.end() } }
        let code = try supervisor.run()
        return ExitCode(rawValue: code) ?? .failure
    }

    /// The store of the lane that `init --sample` made.
    static func sampleStore(
        _ directory: DataDirectory, count: Int
    ) throws(Failure) -> SampleStore {
        do {
            if let absence = directory.absence { throw absence }
            let lane = try IdentityFile.read(directory).lane
            return try SampleStore(directory, lane: lane, count: count)
        } catch {
            throw Failure(wrapping: error)
        }
    }
}
