import CPosix
import Glibc
import Replication
import Retail
import Storage
import Texts

/// The control socket's thread: accepts, reads, answers, until its stop pair closes.
// Unchecked: made by the opener and from then on used by the socket's thread alone.
final class ControlLoop: @unchecked Sendable {
    /// More clients than this wait in the kernel's queue.
    static let connectionsMax = 8

    private let listener: UnixSocket
    private let stop: UnixSocket
    private let node: RunningNode
    private let handlers: ControlSocket.Handlers
    private let started = SystemClock.wall()
    private var connections: [ControlConnection] = []
    private var buffer = [UInt8](repeating: 0, count: 1 << 16)
    private var performed: UInt64 = 0
    /// Until when the listener rests, in monotonic nanoseconds; nil: it is listened to.
    private var restsUntil: Int64?
    /// How long after accept(2) ran out of descriptors or memory, if no client goes before.
    private static let restNanoseconds: Int64 = 1_000_000_000

    init(
        listener: consuming UnixSocket, stop: consuming UnixSocket, node: RunningNode,
        handlers: ControlSocket.Handlers
    ) {
        self.listener = listener
        self.stop = stop
        self.node = node
        self.handlers = handlers
    }

    func run() {
        while true {
            if let until = restsUntil, until <= SystemClock.monotonicNanoseconds() {
                restsUntil = nil
            }
            var entries = watched()
            let count = poll(&entries, nfds_t(entries.count), timeout())
            if count < 0 && errno != EINTR { break }
            if entries[0].revents != 0 { break }
            let now = SystemClock.monotonicNanoseconds()
            serve(entries.dropFirst(2).map { $0.revents != 0 }, now)
            if entries[1].revents != 0 { accept(now) }
        }
        for connection in connections { close(connection.descriptor) }
        connections = []
    }

    /// The stop pair, the listener, then the connections in order.
    private func watched() -> [pollfd] {
        let isFull = connections.count >= Self.connectionsMax || restsUntil != nil
        // A negative descriptor is skipped by poll(2).
        let accepting = isFull ? -1 : listener.descriptor
        return [
            pollfd(fd: stop.descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: accepting, events: Int16(POLLIN), revents: 0),
        ]
            + connections.map { pollfd(fd: $0.descriptor, events: $0.events, revents: 0) }
    }

    /// Milliseconds to the next deadline; -1 without one.
    private func timeout() -> Int32 {
        guard let next = (connections.map(\.deadline) + [restsUntil].compactMap { $0 }).min() else {
            return -1
        }
        let left = next - SystemClock.monotonicNanoseconds()
        return Int32(clamping: max(0, left / 1_000_000 + 1))
    }

    private func accept(_ now: Int64) {
        let descriptor = tillmesh_accept(listener.descriptor)
        guard descriptor >= 0 else {
            // Still readable with nothing to take it with: polled on, it would spin.
            if [EMFILE, ENFILE, ENOMEM, ENOBUFS].contains(errno) {
                restsUntil = now + Self.restNanoseconds
            }
            return
        }
        let user = tillmesh_peer_user(descriptor)
        guard user == Int(geteuid()) || user == 0 else {
            close(descriptor)
            return
        }
        connections.append(ControlConnection(descriptor, now: now))
    }

    private func serve(_ isReady: [Bool], _ now: Int64) {
        for index in isReady.indices {
            if isReady[index] {
                serve(&connections[index], now)
            } else if connections[index].deadline <= now {
                connections[index].end()
            }
        }
        for connection in connections where connection.isEnded {
            close(connection.descriptor)
            restsUntil = nil
        }
        connections.removeAll(where: \.isEnded)
    }

    private func serve(_ connection: inout ControlConnection, _ now: Int64) {
        guard let body = connection.advance(now: now, buffer: &buffer) else { return }
        let answer = answer(body)
        var isLast = false
        if case .malformed = answer { isLast = true }
        connection.answer(
            answer.encode(), now: SystemClock.monotonicNanoseconds(), isLast: isLast)
    }

    private func answer(_ body: [UInt8]) -> ControlAnswer {
        do throws(ControlError) {
            return answer(try ControlRequest(decoding: body))
        } catch {
            return .malformed("\(error)")
        }
    }

    private func answer(_ request: ControlRequest) -> ControlAnswer {
        switch request {
        case .ping: .pong(process: getpid())
        case .perform(let commands, let recorded): perform(commands, recorded)
        case .status: status()
        case .customer(let wish, let person): perform(wish, person)
        case .mesh: .mesh(handlers.mesh?()?.report)
        case .invite(let guest): invite(guest)
        case .store(let request): answer(request)
        case .printTest:
            switch handlers.printTest() {
            case .success(let printer): .testPage(printer: printer)
            case .failure(let refusal): .failed(.program, refusal.text)
            }
        }
    }

    private func answer(_ request: StoreRequest) -> ControlAnswer {
        let answer = StoreOffice(node, mesh: handlers.mesh?() ?? nil).answer(request)
        if case .rotated = answer { handlers.renewMesh?() }
        return .store(answer)
    }

    private func invite(_ guest: Guest) -> ControlAnswer {
        guard let mesh = handlers.mesh?() ?? nil else {
            return .failed(
                .program, "this till takes no part in a mesh: a practice till can't invite")
        }
        do throws(InviteError) {
            let made = try mesh.inviteLane(guest)
            return .invitation(made.invitation.line, lane: made.lane)
        } catch {
            return .failed(error.isOfPermission ? .permission : .program, "\(error)")
        }
    }

    private func status() -> ControlAnswer {
        do throws(PerformError) {
            let problems = try node.problems().map(\.message.wording.line)
            return .status(
                ControlStatus(
                    process: getpid(), started: started, performed: performed,
                    checkpointFailure: node.checkpointFailure.map { "\($0)" },
                    problems: problems))
        } catch {
            return .failed(error.cause, error.text)
        }
    }

    private func perform(_ wish: CustomerWish, _ person: PersonID) -> ControlAnswer {
        do throws(CustomerError) {
            let customer = try node.perform(wish, by: person)
            performed += 1
            return .customer(customer)
        } catch {
            guard case .perform(let trouble) = error else { return .customerRefused(error) }
            if case .refused(let refusal) = trouble { return .refused(refusal) }
            return .failed(trouble.cause, trouble.text)
        }
    }

    private func perform(_ commands: [Command], _ recorded: Instant?) -> ControlAnswer {
        do throws(PerformError) {
            let results = try node.perform(
                commands, recorded: recorded, from: .otherProcess)
            performed += 1
            handlers.performed(commands, results)
            return .performed(results)
        } catch {
            if case .refused(let refusal) = error { return .refused(refusal) }
            return .failed(error.cause, error.text)
        }
    }
}
