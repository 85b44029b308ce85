import Console
import Glibc
import Node
import Replication
import Storage

extension Subcommand {
    /// A member without a screen: keeps the books, meets the others.
    static let node = Subcommand(
        path: ["node"], summary: "Run this till's node without a screen.",
        details: """
            Keeps the store's books on this machine, meets the other lanes, takes other commands
            through control.sock, and prints a line for what somebody should know. Ends with
            SIGTERM or SIGINT. How it takes part in the mesh stands in DIR/mesh.conf.
            """,
        options: [CommonOption.data, metricsOption] + MeshOptions.all
    ) { arguments in
        let signals = SignalQueue([SIGTERM, SIGHUP, SIGINT, SIGPIPE])
        let node = try Shop.openNode(arguments)
        defer { node.close() }
        let directory = DataDirectory(try arguments.dataDirectory())
        var settings = NodeService.Settings(version: releaseVersion, manager: .ofThisProcess)
        settings.metrics = try arguments.namedMetrics()
        if settings.metrics == nil { settings.readFile(directory) }
        let service = NodeService(node, settings)
        defer { service.close() }
        for problem in service.problems { Output.error(problem) }
        let seat = try MeshOptions.seat(node, arguments)
        defer { seat?.close() }
        if let seat { service.tellMesh(of: seat) }
        var handlers = ControlSocket.Handlers(
            performed: { _, _ in },
            printTest: { .failure(ControlRefusal("this node has no printer: name one with --to")) })
        if let seat {
            handlers.mesh = { seat.service }
            handlers.renewMesh = { seat.restart() }
        }
        let control: ControlSocket
        do throws(ControlError) {
            control = try ControlSocket(node, handlers)
        } catch {
            throw Failure(error)
        }
        defer { control.close() }
        for address in seat?.service?.addresses ?? [] { Output.line("listening \(address)") }
        seat?.service?.watch { service.tell("\($0.peers.count) of \($0.known) lanes are met") }
        Output.line("ready")
        Output.flush()
        service.ready("listening at \(seat?.service?.addresses.first ?? "no address")")
        signals.waitForEnd()
        return .success
    }
}

/// How commands that run a node take part in its mesh.
enum MeshOptions {
    static let all = [
        Option.value(
            "listen", "ADDRESS", "Where to listen, HOST:PORT or off; else mesh.conf says."),
        Option.value("peer", "ADDRESS", "A lane to meet, HOST:PORT; may be given more than once."),
        Option.flag("no-announce", "Tell the LAN nothing, and look for nobody on it."),
    ]

    /// The data directory's settings, with what the command says beside them.
    static func settings(
        _ directory: DataDirectory, _ arguments: Arguments
    ) throws(Failure) -> MeshSettings {
        do {
            var settings = try MeshSettings.read(directory)
            var lines = arguments.values("peer").map { "peer = \($0)" }
            if let listen = arguments.value("listen") { lines.append("listen = \(listen)") }
            let told = try MeshSettings(
                reading: lines.joined(separator: "\n"), path: "the command line")
            settings.peers += told.peers
            if arguments.value("listen") != nil { settings.listen = told.listen }
            if arguments.has("no-announce") { settings.isAnnounced = false }
            return settings
        } catch let error as MeshSettings.Failure {
            throw Failure(.usage, "\(error)")
        } catch {
            throw Failure(wrapping: error)
        }
    }

    /// The node's part in the mesh; nil for a practice till, which has none.
    static func seat(
        _ node: RunningNode, _ arguments: Arguments
    ) throws(Failure) -> MeshSeat? {
        guard !node.isTraining else { return nil }
        do {
            // Read at each beginning: what the file says may have changed since.
            return try MeshSeat {
                try MeshService(
                    node, try settings(node.directory, arguments),
                    software: "tillmesh \(Subcommand.releaseVersion)"
                ) { note in
                    Output.error("\(note.text)")
                }
            } failed: {
                Output.error("mesh: \($0)")
            }
        } catch {
            throw Failure(wrapping: error)
        }
    }
}
