import CRDT
import Encoding

// Frames as they come, and time as it passes.

extension Mesh {
    mutating func receive(_ received: ReceivedFrame, on link: LinkID) {
        guard var session = sessions[link] else { return }
        session.heartbeat.heard(now)
        let frame: Frame
        do throws(FrameFault) {
            frame = try session.read(received)
        } catch {
            directives.append(.alarm(.protocolError(link, session.peer?.node, error)))
            return close(link, Bye(.protocolError, "offset \(error.offset)"))
        }
        sessions[link] = session
        if session.isOpen {
            take(frame, received.bodyBytesAsSent, on: link)
        } else {
            greet(frame, on: link)
        }
    }

    private mutating func greet(_ frame: Frame, on link: LinkID) {
        switch frame {
        case .hello(let hello): greet(hello, on: link)
        case .bye(let bye):
            if bye.code == .sameIdentity, sessions[link]?.remoteKey == ownKey {
                return leaveOwnKey(link)
            }
            directives.append(.alarm(.refusedHello(link, bye.code)))
            drop(link)
        case .have, .want, .ops, .ask, .denied, .proof, .offer, .partRequest, .part, .ping,
            .pong, .join, .welcome, .meshKey, .peers, .stateRequest, .state, .print, .printed,
            .keys, .offerRequest:
            close(link, Bye(.protocolError, "\(frame.type) before hello"))
        }
    }

    private mutating func take(_ frame: Frame, _ bytes: Int, on link: LinkID) {
        guard let peer = sessions[link]?.peer else { return }
        switch frame {
        case .hello, .join, .welcome: close(link, Bye(.protocolError, "\(frame.type)"))
        case .ping(let token): send(.pong(token, wallMilliseconds: now.wall), on: link)
        case .pong(let token, let wall):
            sessions[link]?.heartbeat.pong(token, wall: wall, now)
            answered(link)
        case .bye(let bye):
            if bye.code != .normal && bye.code != .duplicate {
                directives.append(.alarm(.bye(peer.node, bye)))
            }
            drop(link)
        case .have(let have): take(have, on: link)
        case .want(let want): take(want, on: link)
        case .ops(let segment): take(segment, bytes, on: link)
        case .meshKey(let notice):
            take(notice, of: peer.node, on: link)
        case .peers(let peers): take(peers, on: link)
        case .stateRequest:
            if mayTalk(link) { directives.append(.reportState(link)) }
        case .ask, .denied, .proof, .offer, .partRequest, .part, .state, .print, .printed, .keys,
            .offerRequest:
            if mayTalk(link) { directives.append(.received(peer.node, frame)) }
        }
    }

    /// Whether more than what retired peers and earlier mesh keys may say is heard.
    private func mayTalk(_ link: LinkID) -> Bool {
        sessions[link].map { $0.isUsable && $0.isHeard && !$0.isOldKey } ?? false
    }

    private mutating func take(_ peers: [PeerAddresses], on link: LinkID) {
        guard mayTalk(link) else { return }
        for peer in peers {
            for address in peer.addresses.prefix(8) { learn(address, of: peer.node) }
        }
    }

    /// Somebody with our own key whose address isn't ours is to be met once: a clone.
    private mutating func learn(_ address: String, of node: NodeID) {
        if node != identity.node {
            book.learn(address, of: node)
        } else if !ownAddresses.contains(address) {
            book.learn(address, of: nil)
        }
    }

    // MARK: Time

    /// How often addresses are passed on and links counted.
    static let roundMilliseconds: UInt64 = 1_000

    mutating func tick() {
        for link in links { watch(link) }
        watchSources()
        watchPast()
        if now.milliseconds >= nextRound { round() }
        if now.milliseconds >= nextAdverts { sendAdverts() }
        if now.milliseconds >= nextDigest { sendDigest() }
        let nodes = sessions.values.compactMap { $0.peer?.node }
        let logs = logs
        let due = book.due(
            now.milliseconds, met: Set(nodes),
            mayBeTwins: { node in
                nodes.count { $0 == node } < Self.twinsMax
                    && Self.isManyLived(node, in: logs.keys)
            }, &random)
        directives += due.map { .dial($0) }
    }

    /// What was learnt is passed on; of more links than a lane is to have, those that it made
    /// without need end.
    private mutating func round() {
        nextRound = now.milliseconds + Self.roundMilliseconds
        for link in links { tellAddresses(link) }
        let met = Set(sessions.values.compactMap { $0.peer?.node })
        guard let wanted = book.wanted(now.milliseconds, met, &random) else { return }
        for link in links {
            guard let session = sessions[link], session.isInitiator, let peer = session.peer,
                !wanted.contains(peer.node)
            else { continue }
            close(link, Bye(.normal, "links enough"))
        }
    }

    private mutating func watch(_ link: LinkID) {
        guard let session = sessions[link] else { return }
        if case .greeting(let since) = session.phase,
            now.since(since) >= Session.greetingMilliseconds
        {
            return close(link, Bye(.protocolError, "no hello"))
        }
        guard !session.heartbeat.isDead(now) else { return drop(link) }
        if let contest = session.contest, now.milliseconds >= contest.until {
            return drop(link)
        }
        if let ending = session.ending, now.milliseconds >= ending.until {
            return close(link, Bye(ending.code))
        }
        guard session.isOpen else { return }
        if let token = sessions[link]?.heartbeat.due(now) { send(.ping(token), on: link) }
    }
}
