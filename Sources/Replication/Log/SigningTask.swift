public import Crypto
public import Encoding

/// What an author has left to sign of operations that are chained already.
///
/// Pure, so that a shell may run it beside other work: an Ed25519 signature takes a fifth of what
/// a sale's rows take.
public struct SigningTask: Sendable {
    private let hashes: [Bytes32]
    private let identity: Identity

    public init(_ hashes: [Bytes32], by identity: Identity) {
        self.hashes = hashes
        self.identity = identity
    }

    /// Signs.
    ///
    /// - Returns: a signature for each hash, in order.
    public func run() -> [Bytes64] {
        hashes.compactMap { Bytes64(identity.sign(OperationHash.signingInput($0))) }
    }
}
