public import CRDT
import Crypto
import Encoding

extension ScopeID {
    /// The control scope of an organisation or a store: BLAKE2b-128(scope, "tillmesh-control").
    ///
    /// Always derived, never sent: membership, fork proofs and acknowledgements live there.
    public var control: ScopeID {
        let digest = BLAKE2b.hash(id.bytes, length: 16, label: "tillmesh-control")
        guard let bytes = Bytes16(digest) else {
            preconditionFailure("a digest of 16 bytes has \(digest.count)")
        }
        return ScopeID(bytes)
    }
}
