import CRDT
import Encoding
import Ledger
import Replication
import Retail

/// Of a claim's key everything but the operation.
struct ClaimKey: Hashable {
    let scope: ScopeID
    let content: ContentID
    let author: NodeID

    var values: [Value] {
        [.scope(scope), .bytes(content.id.bytes), .bytes(author.key.bytes)]
    }

    func hash(into hasher: inout Hasher) { hasher.combine(content) }

    static func == (a: Self, b: Self) -> Bool {
        a.content == b.content && a.author == b.author && a.scope == b.scope
    }
}

// Of several operations with one content id the one with the smallest hash makes the rows.

extension Batch {
    /// Whether a content id is claimed by an author already, and by which operation.
    mutating func claimant(_ content: ContentID, by log: LogID) throws(Failure) -> Bytes32? {
        let author = judge.standing(of: log).identity
        return try claims(of: ClaimKey(scope: log.scope, content: content, author: author)).min()
    }

    private func claimKey(
        _ fact: Fact, _ signed: SignedOperation, _ author: NodeID
    ) -> ClaimKey {
        ClaimKey(scope: signed.operation.log.scope, content: fact.content, author: author)
    }

    private mutating func claims(of key: ClaimKey) throws(Failure) -> [Bytes32] {
        if let known = claims[key] { return known }
        let rows = try store.rows(.claim, keyPrefix: key.values, limit: .max)
        let hashes = rows.compactMap { row in
            if case .operation(let hash)? = row.values.last { hash } else { nil }
        }
        claims[key] = hashes
        return hashes
    }

    mutating func claim(
        _ fact: Fact, of signed: SignedOperation, by author: NodeID
    ) throws(Failure) {
        let key = claimKey(fact, signed, author)
        let before = try claims(of: key)
        claims[key] = before + [signed.hash]
        set(Row(.claim, key.values + [.operation(signed.hash)]), .apply)
        guard let winner = try giver(of: before) else { return try give(fact, signed) }
        try compare(signed, with: winner, key)
        guard signed.hash < winner, try change(ofOperation: winner, .retract, key) else { return }
        try give(fact, signed)
    }

    mutating func unclaim(
        _ fact: Fact, of signed: SignedOperation, by author: NodeID, authority: UInt8
    ) throws(Failure) {
        let key = claimKey(fact, signed, author)
        let before = try claims(of: key)
        let after = before.filter { $0 != signed.hash }
        claims[key] = after
        set(Row(.claim, key.values + [.operation(signed.hash)]), .retract)
        guard try giver(of: before) == signed.hash else { return }
        try rows(fact, origin(of: signed, authority: authority), .retract)
        if let next = after.min() { _ = try change(ofOperation: next, .apply, key) }
    }

    /// Gives the rows of a content to the claim that is to have them, now that the forgotten
    /// operation is here again that had them all the while.
    mutating func settleClaim(_ fact: Fact, ofRestored signed: SignedOperation) throws(Failure) {
        let prefix: [Value] = [
            .scope(signed.operation.log.scope), .bytes(fact.content.id.bytes),
        ]
        let own = try store.rows(.claim, keyPrefix: prefix, limit: .max)
            .first { $0.values.last == .operation(signed.hash) }
        guard case .bytes(let bytes)? = own?.values[2], let author = Bytes32(bytes) else { return }
        let key = claimKey(fact, signed, NodeID(author))
        let all = try claims(of: key)
        for other in all where other != signed.hash { try compare(signed, with: other, key) }
        guard let winner = all.min(), winner != signed.hash else { return }
        let authority = try appliedAuthority(fact, of: signed)
        try rows(fact, origin(of: signed, authority: authority), .retract)
        _ = try change(ofOperation: winner, .apply, key)
    }

    /// Which of several claims has the rows: one of which the operation was forgotten, as they
    /// can't be taken from it, else that of the smallest hash.
    private func giver(of claims: [Bytes32]) throws(Failure) -> Bytes32? {
        guard claims.count > 1 else { return claims.first }
        for hash in claims.sorted() where try stored(hash) == nil { return hash }
        return claims.min()
    }

    /// Two operations may claim one content id, with one content: else one of them is wrong.
    private mutating func compare(
        _ signed: SignedOperation, with other: Bytes32, _ key: ClaimKey
    ) throws(Failure) {
        // One that was forgotten can't be compared any more.
        guard let first = try stored(other)?.operation else { return }
        let second = signed.operation
        guard (first.kind, first.payload) != (second.kind, second.payload) else { return }
        contradictions.append(
            Contradiction(
                scope: key.scope, author: key.author, content: key.content,
                operations: [other, signed.hash].sorted()))
    }

    /// An operation that a claim names; nil for one that was forgotten since.
    private func stored(_ hash: Bytes32) throws(Failure) -> SignedOperation? {
        if let signed = fresh[hash] { return signed }
        return try store.operation(hash)
    }

    /// Gives an operation its rows, or takes them; false where that can't be done any more.
    private mutating func change(
        ofOperation hash: Bytes32, _ direction: Direction, _ key: ClaimKey
    ) throws(Failure) -> Bool {
        guard let signed = try stored(hash) else {
            wantPast(of: key.author, in: key.scope)
            return false
        }
        guard case .fact(let fact) = Reading(signed.operation) else {
            preconditionFailure("a claim names an operation that is no fact: \(hash)")
        }
        switch direction {
        case .apply: try give(fact, signed)
        case .retract:
            let authority = try appliedAuthority(fact, of: signed)
            try rows(fact, origin(of: signed, authority: authority), .retract)
        }
        return true
    }

    /// Has all taken back that an author wrote and that was forgotten: a claim doesn't say in which
    /// of its logs its operation stood.
    private mutating func wantPast(of author: NodeID, in scope: ScopeID) {
        let begun = judge.index.sortedLogs.filter {
            $0.scope == scope && judge.index[$0]?.start != nil
        }
        let own = begun.filter { judge.standing(of: $0).identity == author }
        // Who counts as whom may have changed since.
        wanted.formUnion(own.isEmpty ? begun : own)
    }
}
