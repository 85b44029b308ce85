import Console
import Glibc
import Node

/// A lane without a screen that takes part in its store: a node, its mesh, and somebody who sells.
final class BesideLane {
    let node: RunningNode
    let seat: MeshSeat
    let till: DayTill
    private let control: ControlSocket
    /// Held for the life of the process: writing to who is gone ends no process.
    private let signals = SignalQueue([SIGPIPE])

    /// Opens a folder that is a lane.
    init(_ directory: DataDirectory, _ arguments: Arguments) throws {
        let node = try Shop.openNode(directory)
        guard let seat = try MeshOptions.seat(node, arguments) else {
            throw Failure(.usage, "a practice till has no lanes beside it")
        }
        (self.node, self.seat) = (node, seat)
        till = try DayTill(node, paper: try TextPaper(path: directory.paper))
        var handlers = ControlSocket.Handlers(
            performed: { _, _ in },
            printTest: { .failure(ControlRefusal("this lane has no printer: name one with --to")) })
        handlers.mesh = { seat.service }
        handlers.renewMesh = { seat.restart() }
        do throws(ControlError) {
            control = try ControlSocket(node, handlers)
        } catch {
            throw Failure(error)
        }
    }

    func close() {
        control.close()
        seat.close()
        node.close()
    }
}
