import CRDT
import Crypto
import Replica
import Replication
import Retail
import Storage

extension Register {
    /// The node's credential and mesh keys; the store's first node makes both at its first start.
    func meshSecrets() throws -> MeshSecrets {
        if let kept = try MeshSecrets.read(directory) { return kept }
        var secrets = MeshSecrets(credential: Credential(entries: try foundingEntries()))
        if let key = MeshKey(
            epoch: 1, key: Secret(random.bytes(32)), signedBy: file.identity)
        {
            _ = secrets.add(key)
        }
        try secrets.write(directory)
        return secrets
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
