import Glibc
import Node
import Peripherals
import Replication
import Storage

extension Subcommand {
    static let invite = Subcommand(
        path: ["invite"], summary: "Let another machine join this store.",
        details: """
            Prints one line, and its QR code on a terminal that is wide and high enough. On the new
            machine `tillmesh join LINE` makes it a lane. The line is good for 10 minutes and one
            machine; whoever reads it may use it. The newcomer is answered by this till's lane or
            node, which has to run. A number that an open invitation promises isn't promised again.
            """,
        options: [
            CommonOption.data,
            .value("lane", "NUMBER", "The new lane's number; else the next that is free."),
            .value("label", "TEXT", "What people call the machine; else what it calls itself."),
            .flag(
                "steward",
                "It may invite, revoke and change prices, too; only a root of the store may say so."
            ),
            .flag("relay", "It rings nothing: it keeps the books and passes them on."),
            CommonOption.json,
        ]
    ) { arguments in
        let guest = try guest(arguments)
        let directory = DataDirectory(try arguments.dataDirectory())
        switch try askOwner(.invite(guest), of: directory) {
        case .invitation(let line, let lane): show(line, lane, arguments)
        case .failed(.permission, let text): throw Failure(.noPermission, text)
        case .failed(_, let text): throw Failure(.failure, text)
        case let other:
            throw Failure(.temporary, "the till's process gave another answer: \(other)")
        }
        return .success
    }

    /// Asks the lane or node that runs on a data directory.
    static func askOwner(
        _ request: ControlRequest, of directory: DataDirectory
    ) throws(Failure) -> ControlAnswer {
        do throws(ControlError) {
            return try ControlClient(directory).ask(request)
        } catch {
            guard case .absent = error else { throw Failure(error) }
            throw Failure(
                .temporary,
                "no lane or node runs on \(directory.path): start `tillmesh lane` or "
                    + "`tillmesh node` there, then try again")
        }
    }

    private static func guest(_ arguments: Arguments) throws(Failure) -> Guest {
        let lane = try arguments.integer("lane", in: 1...99) ?? 0
        let isRelay = arguments.has("relay")
        guard !isRelay || (lane == 0 && !arguments.has("steward")) else {
            throw Failure(.usage, "invite: a relay has no lane number and is no steward")
        }
        var roles: [Role] = isRelay ? [.relay] : [.lane]
        if arguments.has("steward") { roles = [.steward, .lane] }
        let label = arguments.value("label") == nil ? "" : try arguments.text("label", most: 60)
        return Guest(lane: UInt8(lane), label: label, roles: roles)
    }

    private static func show(_ line: String, _ lane: UInt8, _ arguments: Arguments) {
        if arguments.has("json") {
            return Output.line(
                JSON.object([
                    ("invitation", .string(line)),
                    ("lane", lane == 0 ? .null : .integer(Int64(lane))),
                ]).text)
        }
        Output.line(line)
        if lane > 0 { Output.error("The machine that joins by it becomes lane \(lane).") }
        guard isatty(STDOUT_FILENO) == 1, let code = QRCode(Array(line.utf8)) else { return }
        for row in code.screenLines(isLightOnDark: true) { Output.line(row) }
    }
}
