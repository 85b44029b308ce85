import CRDT
import Replica
import Replication
import Storage
import Synchronization

extension MeshNode {
    /// Stores a segment on the writer's thread, then answers there.
    ///
    /// Whatever this till itself wants goes first: what was sent once is sent again.
    func ingest(_ segment: Segment, then answer: @escaping @Sendable (Arrival) -> Void) {
        writer.runWhenIdle { [self] in
            guard door.isOpen else { return }
            answer(door.enter { $0.ingest(segment) })
            acknowledge()
            rights.advance(door)
            recount()
        }
    }

    /// Takes back what was forgotten, a step at a time: sales come in between.
    func restore(_ log: LogID, _ run: [SignedOperation], isFirst: Bool = true) {
        writer.runWhenIdle { [self] in
            // What is left when the node is closed is fetched again when it is opened.
            guard !held.withLock({ $0.isEnding }) else { return }
            let step = door.enterIfOpen { register in
                Result { () throws(StorageError) in try register.restoreSome(of: run) }
            }
            switch step {
            case .success(let step?):
                inbox.post(.event(.begins(log, behind: step.start?.point)))
                inbox.post(.news(step.news))
                restore(log, run, isFirst: false)
            case .success(nil):
                inbox.post(.event(.restored(log, isStored: !isFirst)))
                recount()
            case .failure(let error):
                note(.storage(error))
                inbox.post(.event(.restored(log, isStored: false)))
            case nil: return
            }
        }
    }

    /// Says once an hour what is here, while others' operations come in.
    private func acknowledge() {
        let said = door.enter { register in
            Result { () throws(StorageError) in try register.acknowledge() }
        }
        if case .failure(let error) = said { note(.storage(error)) }
    }

    /// Applies changed verdicts to what is stored, a step at a time: sales come in between.
    private func recount() {
        let isFirst = held.withLock { held in
            guard !held.isEnding, !held.isRecounting else { return false }
            held.isRecounting = true
            return true
        }
        if isFirst { recountNext() }
    }

    private func recountNext() {
        writer.runWhenIdle { [self] in
            // What is left when the node is closed is done when it is opened again.
            let more = door.enterIfOpen { register in
                Result { () throws(StorageError) in try register.recountSome() }
            }
            if case .failure(let error) = more { note(.storage(error)) }
            // Nothing is queued behind the end of the node; a start goes on with what is left.
            let goesOn = held.withLock { held in
                if case .success(true) = more, !held.isEnding { return true }
                held.isRecounting = false
                return false
            }
            if goesOn { recountNext() }
        }
    }

    /// Takes what is never urgent a step further; every few seconds.
    func round() {
        snapshots.round(report.peers.map(\.node))
        retention.round(held.withLock { $0.membership })
    }

    /// Lets the node be closed: nothing more is asked of its register from here on.
    func end() {
        held.withLock { $0.isEnding = true }
        snapshots.close()
        retention.close()
    }

    /// Goes on in another life, where another machine writes in this one, too.
    func endLife(_ incarnation: Incarnation) {
        writer.run { [self] in
            let ended = door.enterIfOpen { register in
                Result { () throws(PerformError) in try register.endLife(incarnation) }
            }
            switch ended {
            case .success(true): note(.lifeEnded)
            case .success(false), nil: return
            case .failure(.storage(let error)): note(.storage(error))
            case .failure(let error): note(.lifeStays("\(error)"))
            }
        }
    }

    func reportState(then answer: @escaping @Sendable (StateReport) -> Void) {
        writer.run { [self] in
            if let report = door.enter({ $0.stateReport }) { answer(report) }
        }
    }

    /// Looks up where an address is, on a thread that may wait for it.
    func resolve(_ address: String, then answer: @escaping @Sendable ([SocketAddress]) -> Void) {
        guard let parsed = TCPAddress(address) else { return answer([]) }
        let known = parsed.resolved(numericOnly: true)
        if !known.isEmpty { return answer(known) }
        resolver.run { answer(parsed.resolved(numericOnly: false)) }
    }

    /// A peer's frame that the mesh itself has no use for.
    func received(_ frame: Frame, from peer: NodeID) {
        switch frame {
        case .state(let report):
            held.withLock { $0.states[peer] = report }
            bell.ring()
            snapshots.received(frame, from: peer)
        case .offer, .partRequest, .part, .offerRequest: snapshots.received(frame, from: peer)
        case .ask(let request): answer(request, to: peer)
        case .denied(let denial):
            rights.take(denial, from: peer)
            advanceRights()
        case .print(let order):
            writer.run { [self] in
                door.enter { [printing] in printing.take(order, from: peer, &$0) }
            }
        case .printed(let report): printing.take(report, from: peer)
        case .hello, .have, .want, .ops, .proof, .ping, .pong, .bye, .join, .welcome, .meshKey,
            .peers, .stateRequest, .keys:
            return
        }
    }

    /// Grants rights that this lane owns, or says why not.
    private func answer(_ request: RightsRequest, to peer: NodeID) {
        writer.run { [self] in
            let answer = door.enter { register in
                Result { () throws(StorageError) in try register.answer(request, from: peer) }
            }
            switch answer {
            case .success(let denial?): send(.denied(denial), to: peer)
            case .success(nil): return
            case .failure(let error): note(.storage(error))
            }
        }
    }

    /// Takes commands that wait for another lane's rights a step further.
    func advanceRights() {
        guard rights.isWaiting else { return }
        writer.run { [self] in rights.advance(door) }
    }

    /// Sends a frame of the node's own.
    func send(_ frame: Frame, to peer: NodeID) { inbox.post(.event(.send(peer, frame))) }

    /// What a peer last said of its state, and forgets it.
    func takeState(of peer: NodeID) -> StateReport? {
        held.withLock { $0.states.removeValue(forKey: peer) }
    }

    /// Works with the register on the writer's thread and waits for it.
    func onWriter<Answer: Sendable>(
        _ work: @escaping @Sendable (inout Register) -> Answer
    ) -> Answer {
        writer.wait { [door] in door.enter(work) }
    }
}
