import CRDT
import Crypto
import Encoding

// From a channel to a peer: hello, the credential's check, of two connections one.

extension Mesh {
    /// At most so many connections not yet past `hello`.
    static let greetingsMax = 32
    /// A ping on the preferred of two connections is answered within this time, else the other
    /// stays.
    static let contestMilliseconds: UInt64 = 2_000

    mutating func linkUp(_ link: LinkID, _ origin: LinkOrigin) {
        let greeting = sessions.values.count { !$0.isOpen }
        let isOld = meshKey.map { origin.epoch < $0.epoch } ?? false
        sessions[link] = Session(link, origin, isOldKey: isOld, now: now)
        guard greeting < Self.greetingsMax else { return close(link, Bye(.overload)) }
        if origin.isInitiator { send(.hello(hello), on: link) }
    }

    var hello: Hello {
        Hello(
            credential: identity.credential, label: identity.label,
            hlc: HLC(raw: min(now.wall, HybridClock.wallMillisecondsMax) << 16),
            software: identity.software, listenPort: identity.listenPort,
            scopes: identity.scopes, dictionaries: identity.dictionaries,
            historyBytes: identity.dictionaries.isEmpty ? 0 : UInt64(FrameHistory.bytesMax),
            life: incarnation.map { Hello.Life(process: process, incarnation: $0) })
    }

    mutating func greet(_ hello: Hello, on link: LinkID) {
        guard let session = sessions[link], !session.isOpen else {
            return close(link, Bye(.protocolError, "hello twice"))
        }
        guard session.remoteKey != ownKey else { return meetOwnKey(hello, on: link) }
        guard hello.versions.contains(1) else { return close(link, Bye(.noCommonVersion)) }
        let holder: Credential.Holder
        do throws(Credential.Failure) {
            holder = try self.holder(hello.credential, session.remoteKey)
        } catch {
            let code = Self.code(error)
            directives.append(.alarm(.refusedHello(link, code)))
            return close(link, Bye(code))
        }
        if !session.isInitiator { send(.hello(self.hello), on: link) }
        directives.append(
            .accepted(
                link, dictionaries: hello.dictionaries, historyBytes: hello.historyBytes))
        open(link, holder.node, hello)
    }

    /// Checks a credential against what is known now and the channel's key.
    private func holder(
        _ credential: Credential, _ key: [UInt8]
    ) throws(Credential.Failure) -> Credential.Holder {
        let holder: Credential.Holder
        do throws(Credential.Failure) {
            holder = try credential.holder(
                root: identity.root, store: identity.store, membership: membership)
        } catch {
            // Its enroller went, not it: then the control logs that are here name it all the same.
            guard error.isOfStanding, let member = member(of: key) else { throw error }
            return member
        }
        // The last entry names somebody else than who speaks.
        guard Self.form(of: holder.node) == key else {
            throw .author(entry: credential.entries.count)
        }
        return holder
    }

    /// The member of our store with this X25519 form whom no revocation names.
    private func member(of key: [UInt8]) -> Credential.Holder? {
        let node = membership.members.first { Self.form(of: $0) == key }
        guard let node, !membership.isRevoked(node) else { return nil }
        let grants = membership.grants(of: node)
        let isOurs = grants.contains { $0.store == identity.store || $0.role == .hq }
        return isOurs ? Credential.Holder(node: node, grants: grants) : nil
    }

    private static func form(of node: NodeID) -> [UInt8]? {
        try? X25519.publicKey(ofNode: node.key.bytes)
    }

    private static func code(_ failure: Credential.Failure) -> Bye.Code {
        switch failure {
        case .revoked: .revoked
        case .otherStore: .otherStore
        case .tooLong, .malformed, .signature, .content, .author, .notAllowed, .aboveCut:
            .credential
        }
    }

    private mutating func open(_ link: LinkID, _ node: NodeID, _ hello: Hello) {
        let common = Set(identity.scopes).intersection(hello.scopes)
        let controls = Set(common.map(\.control))
        let isOld = sessions[link]?.isOldKey ?? false
        sessions[link]?.phase = .open(
            Session.Peer(
                node: node, credential: hello.credential, process: hello.life?.process,
                isRetired: membership.isRetired(node),
                scopes: isOld ? controls : common.union(controls)))
        if let address = sessions[link]?.address { book.met(node, at: address) }
        let others = links.filter { $0 != link && sessions[$0]?.peer?.node == node }
        if others.isEmpty { directives.append(.peerUp(node)) }
        for other in others { settle(link, other) }
        boundTwins(others)
        guard sessions[link] != nil else { return }
        welcome(link)
    }

    /// Of two connections with one peer one stays.
    private mutating func settle(_ new: LinkID, _ old: LinkID) {
        guard let isOurs = sessions[new]?.isInitiator, let wasOurs = sessions[old]?.isInitiator,
            let node = sessions[new]?.peer?.node
        else { return }
        guard !areTwins(new, old) else { return doubt(old) }
        guard isOurs != wasOurs else { return close(old, Bye(.duplicate)) }
        let initiator = identity.node < node
        let (stays, goes) = isOurs == initiator ? (new, old) : (old, new)
        sessions[stays]?.contest = Session.Contest(
            other: goes, until: now.milliseconds + Self.contestMilliseconds)
        if let token = sessions[stays]?.heartbeat.ping(now) { send(.ping(token), on: stays) }
    }

    /// The preferred connection answered: the other goes, and of two machines both stay.
    mutating func answered(_ link: LinkID) {
        guard let session = sessions[link], let contest = session.contest else { return }
        sessions[link]?.contest = nil
        if let other = contest.other { close(other, Bye(.duplicate)) }
        if contest.isOfTwins, let peer = session.peer {
            directives.append(.alarm(.twins(link, peer.node)))
        }
    }

    /// What a new peer is told at once: control first, then all heads, then where others are.
    private mutating func welcome(_ link: LinkID) {
        if sessions[link]?.isOldKey == true, let meshKey { send(.meshKey(meshKey), on: link) }
        if let token = sessions[link]?.heartbeat.due(now) { send(.ping(token), on: link) }
        giveCredit(link)
        guard sessions[link]?.isUsable == true else { return }
        sendWhole(link)
        tellAddresses(link)
    }

    /// Says where members may be met, where something of it is new since it was last said.
    mutating func tellAddresses(_ link: LinkID) {
        guard let session = sessions[link], session.isUsable, session.isHeard,
            !session.isOldKey, session.isWritable, session.toldAddresses != book.revision
        else { return }
        sessions[link]?.toldAddresses = book.revision
        var known = book.known
        if !ownAddresses.isEmpty {
            known.append(PeerAddresses(node: identity.node, addresses: ownAddresses))
        }
        if !known.isEmpty { send(.peers(known), on: link) }
    }

    /// How long a peer that is a member no more may still take the word that says so.
    ///
    /// Below the second within which its session must end, and enough for a round trip: without it
    /// a node could never tell of a decision that hits all of its peers.
    static let endingMilliseconds: UInt64 = 500

    /// Revoked peers' sessions end; what may be asked for is judged anew.
    mutating func take(_ membership: Membership) {
        self.membership = membership
        for link in links {
            guard let session = sessions[link], let peer = session.peer else { continue }
            do throws(Credential.Failure) {
                _ = try holder(peer.credential, session.remoteKey)
                var changed = peer
                changed.isRetired = membership.isRetired(peer.node)
                sessions[link]?.phase = .open(changed)
            } catch {
                end(link, Self.code(error))
            }
        }
        for log in allNamedLogs { findSource(of: log) }
    }

    private mutating func end(_ link: LinkID, _ code: Bye.Code) {
        sessions[link]?.end(
            code, controls, until: now.milliseconds + Self.endingMilliseconds)
        for log in controlFirst(logs.keys) where logs[log]?.source == link {
            logs[log]?.source = nil
        }
    }

    /// A peer passed on a mesh key.
    ///
    /// Where both have it, a link of an earlier one is made anew: the key came on another link
    /// meanwhile.
    mutating func take(_ notice: MeshKeyNotice, of peer: NodeID, on link: LinkID) {
        guard let session = sessions[link], session.isHeard else { return }
        sessions[link]?.toldEpoch = notice.epoch
        directives.append(.meshKey(notice, from: peer))
        if notice == meshKey, session.epoch < notice.epoch {
            close(link, Bye(.normal, "mesh key"))
        }
    }

    /// A newer mesh key is passed on; a link on which it came is made anew under it.
    mutating func take(_ key: MeshKeyNotice) {
        guard key != meshKey else { return }
        meshKey = key
        for link in links where sessions[link]?.isHeard == true {
            guard let session = sessions[link] else { continue }
            if session.toldEpoch == key.epoch && session.epoch < key.epoch {
                close(link, Bye(.normal, "mesh key"))
            } else if session.toldEpoch != key.epoch {
                send(.meshKey(key), on: link)
            }
        }
    }
}
