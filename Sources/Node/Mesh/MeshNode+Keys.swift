import CRDT
import Crypto
import Encoding
import Replication
import Retail
import Storage
import Synchronization

extension MeshNode {
    var secrets: MeshSecrets { held.withLock { $0.secrets } }

    /// Under which channels are made now, the current one first.
    var keys: [MeshKey] { held.withLock { $0.accepted } }

    /// What a call may be made with: mesh keys, newest first, then open invitations.
    var answeringKeys: [ChannelKey] {
        let now = UInt64(max(0, SystemClock.wall().milliseconds))
        return held.withLock { held in
            held.accepted.map(\.channelKey) + held.invitations.keys(atMilliseconds: now)
        }
    }

    /// The key with which an address is called next; nil where there is none.
    func dialingKey(at address: String) -> ChannelKey? {
        held.withLock { held in
            let keys = held.accepted.map(\.channelKey)
            return held.trials[address, default: ChannelKeyTrial(keys)].current
        }
    }

    /// Notes how a call ended.
    ///
    /// - Returns: whether an older key is worth another call at once.
    func tryOlderKey(at address: String, wasAnswered: Bool) -> Bool {
        held.withLock { held in
            let keys = held.accepted.map(\.channelKey)
            return held.trials[address, default: ChannelKeyTrial(keys)]
                .ended(wasAnswered: wasAnswered)
        }
    }

    /// Keys that wait for news of who made them.
    private static let waitingMax = 8

    /// Takes a mesh key that a peer passed on.
    ///
    /// Of makers who aren't known to make keys a few wait in memory: a stranger's would push out
    /// the real ones.
    ///
    /// - Returns: the key that is current now, where it changed.
    func take(_ notice: MeshKeyNotice, from peer: NodeID) -> MeshKeyNotice? {
        let secret = Secret(notice.key.bytes)
        guard notice.epoch <= UInt64(UInt32.max),
            let key = MeshKey(
                epoch: UInt32(notice.epoch), key: secret, steward: notice.steward,
                signature: notice.signature),
            key.isSigned
        else { return nil }
        let mayCount = held.withLock { held in
            if held.membership.mayMakeMeshKeys(key.steward, for: store) { return true }
            held.waiting = held.waiting.suffix(Self.waitingMax - 1) + [key]
            return false
        }
        guard mayCount else { return nil }
        let current = add(key)
        hold(key.id, by: peer)
        return current
    }

    /// Keeps a key on disk, and says which is current now where that changed.
    func add(_ key: MeshKey) -> MeshKeyNotice? {
        let (secrets, current) = held.withLock { held -> (MeshSecrets?, MeshKey?) in
            guard held.secrets.add(key) else { return (nil, nil) }
            return (held.secrets, choose(&held))
        }
        if let secrets {
            do throws(FileError) {
                try secrets.write(directory)
            } catch {
                note(.file(error))
            }
        }
        return current.flatMap(MeshKeyNotice.init)
    }

    /// Takes what is known of members now: keys may count from now on, or no more.
    ///
    /// - Returns: the key that is current now, where it changed.
    func take(_ membership: Membership) -> MeshKeyNotice? {
        let (current, came) = held.withLock { held -> (MeshKey?, [MeshKey]) in
            held.membership = membership
            let came = held.waiting.filter {
                membership.mayMakeMeshKeys($0.steward, for: store)
            }
            held.waiting.removeAll { came.contains($0) }
            return (choose(&held), came)
        }
        var notice = current.flatMap(MeshKeyNotice.init)
        for key in came { notice = add(key) ?? notice }
        return notice
    }

    /// A member passed on a key, or has made a channel under it.
    func hold(_ key: MeshKeyID, by node: NodeID) {
        held.withLock { held in
            guard held.accepted.first?.id == key, held.holders.insert(node).inserted else { return }
            _ = choose(&held)
        }
    }

    /// Chooses the keys that count; the current one where it is another than before.
    private func choose(_ held: inout Held) -> MeshKey? {
        let before = held.accepted
        func accepted() -> [MeshKey] {
            held.secrets.accepted(held.membership, in: store, holders: held.holders)
        }
        held.accepted = accepted()
        let isOther = held.accepted.first?.id != before.first?.id
        if isOther {
            // This node has it, too.
            held.holders = [node]
            held.accepted = accepted()
        }
        if held.accepted.map(\.id) != before.map(\.id) { held.trials = [:] }
        return isOther ? held.accepted.first : nil
    }
}

extension MeshNode {
    /// Looks whether this node is to be known by another chain of enrolments from now on.
    func followCredential(_ membership: Membership) {
        let kept = secrets.credential
        guard let chain = membership.chain(to: node),
            chain.map(\.hash) != kept.entries.map(\.hash)
        else { return }
        writer.run { [self] in
            let better = door.enterIfOpen { register in
                Result { () throws(StorageError) in try register.credential(insteadOf: kept) }
            }
            switch better {
            // Back to the mesh's thread, which alone writes the file while it runs.
            case .success(let credential?): inbox.post(.news(LogNews(credential: credential)))
            case .failure(let error): note(.storage(error))
            case .success(nil), nil: return
            }
        }
    }

    /// Keeps the chain by which this node is known, on disk when this returns.
    func take(_ credential: Credential) {
        let secrets = held.withLock { held in
            held.secrets.credential = credential
            return held.secrets
        }
        do throws(FileError) {
            try secrets.write(directory)
        } catch {
            note(.file(error))
        }
    }
}

extension MeshKeyNotice {
    /// As a frame passes it on; nil for a key of another length than 32 bytes, which there isn't.
    init?(_ key: MeshKey) {
        guard let bytes = Bytes32(key.key.reveal()) else { return nil }
        self.init(
            epoch: UInt64(key.epoch), key: bytes, steward: key.steward, signature: key.signature)
    }
}
