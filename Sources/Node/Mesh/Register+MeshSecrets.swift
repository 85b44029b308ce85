import CRDT
import Crypto
import Replica
import Replication
import Retail
import Storage

extension Register {
    /// The node's credential and mesh keys; the store's first node makes both at its first start.
    func meshSecrets() throws -> MeshSecrets {
        if var kept = try MeshSecrets.read(directory) {
            guard let better = try credential(insteadOf: kept.credential) else { return kept }
            kept.credential = better
            try kept.write(directory)
            return kept
        }
        var secrets = MeshSecrets(credential: Credential(entries: try foundingEntries()))
        if let key = MeshKey(
            epoch: 1, key: Secret(random.bytes(32)), signedBy: file.identity)
        {
            _ = secrets.add(key)
        }
        try secrets.write(directory)
        return secrets
    }

    /// The chain by which this node is to be known, where the control logs hold a better one than
    /// it has: a steward's word made it more than it was, or who enrolled it is gone.
    func credential(
        insteadOf kept: Credential
    ) throws(StorageError) -> Credential? {
        guard let chain = replica.membership.chain(to: file.node),
            chain.map(\.hash) != kept.entries.map(\.hash)
        else { return nil }
        var entries: [SignedOperation] = []
        for id in chain {
            // Of a run that came with one signature the others weren't kept: then no credential
            // can be made of it, and what is known of members does without (protocol.md §4).
            // As many as a log may have branches.
            let found = try store.operations(of: id.log, from: id.seq, limit: 8)
            guard let signed = found.first(where: { $0.hash == id.hash }), signed.signature != nil
            else { return nil }
            entries.append(signed)
        }
        let (better, membership) = (Credential(entries: entries), replica.membership)
        func grants(_ credential: Credential) -> Int? {
            let holder = try? credential.holder(
                root: file.root, store: file.store, membership: membership)
            return holder?.node == file.node ? holder?.grants.count : nil
        }
        guard let promised = grants(better), promised > grants(kept) ?? -1 else { return nil }
        return better
    }

    /// The root's enrolment of this node, out of the root's own log.
    private func foundingEntries() throws -> [SignedOperation] {
        var found: [SignedOperation] = []
        for log in replica.frontier.logs
        where log.scope == file.store.control && log.author == file.root {
            try store.forEach(of: log) { signed in
                guard signed.operation.kind == Kind.memberEnrolled.rawValue,
                    let enrolment = try? MemberEnrolled(decoding: signed.operation.payload),
                    enrolment.node == file.node
                else { return }
                found = [signed]
            }
        }
        return found
    }
}
