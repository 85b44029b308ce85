import Console
import Node

extension Subcommand {
    /// A lane of a sample store, in a process that `demo` or `day` started and that ends with it.
    static let besideLane = Subcommand(
        path: ["beside-lane"], summary: "A lane of a sample store; `demo` and `day` start it.",
        options: [
            CommonOption.data,
            .value("lane", "NUMBER", "Its number."),
            .value("steward", "DIR", "Whose lane invites it."),
            .flag("ring", "Sell at a shop's pace; else do what standard input says."),
        ],
        isInternal: true
    ) { arguments in
        LaneProgram.endWithParent()
        let directory = DataDirectory(try arguments.dataDirectory())
        let number = try arguments.integer("lane", in: 1...99) ?? 1
        if let steward = arguments.value("steward") {
            let newcomer = Newcomer(
                directory: directory, steward: DataDirectory(steward), lane: UInt8(number))
            guard try newcomer.join() else { return .success }
        }
        let lane = try BesideLane(directory, arguments)
        defer { lane.close() }
        // Supervisor and cashier of the sample shop take turns.
        var besides = try BesideTill(
            lane.till, cashier: number % 2 == 0 ? 2 : 3,
            seed: arguments.has("ring") ? SystemRandom().next() : UInt64(number))
        if arguments.has("ring") {
            try besides.open()
            besides.ring()
        } else {
            var script = BesideScript(lane, besides)
            script.run()
        }
        return .success
    }
}
