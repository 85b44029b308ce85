public import CRDT

/// A chain of enrolments from the root down to one node, handed over where a node is met.
///
/// Empty for the root itself. Each entry carries its own signature (protocol.md §4).
public struct Credential: Hashable, Sendable {
    /// The most entries, inclusive.
    public static let entriesMax = 10
    /// The longest encoding in bytes, inclusive.
    public static let bytesMax = 16_384

    public let entries: [SignedOperation]

    public init(entries: [SignedOperation]) { self.entries = entries }

    /// Why a credential is refused.
    public enum Failure: Error, Hashable, Sendable {
        case tooLong
        /// The bytes are no credential.
        case malformed(WireFault)
        /// The entry carries no good signature of its author.
        case signature(entry: Int)
        /// The entry is no enrolment or rotation, or its payload is refused.
        case content(entry: Int)
        /// The entry's author isn't the node that the one before it names; for the first: the root.
        case author(entry: Int)
        /// The author's roles don't allow this enrolment.
        case notAllowed(entry: Int)
        /// The node that the entry names is revoked, or retired where it isn't the last.
        case revoked(entry: Int)
        /// The entry stands above a cut of its log.
        case aboveCut(entry: Int)
        /// The last node belongs to another store, and isn't HQ.
        case otherStore

        /// Whether the chain was good once: somebody in it was revoked or retired since.
        var isOfStanding: Bool {
            switch self {
            case .revoked, .aboveCut: true
            case .tooLong, .malformed, .signature, .content, .author, .notAllowed, .otherStore:
                false
            }
        }
    }

    /// Whom a good credential names.
    public struct Holder: Hashable, Sendable {
        public let node: NodeID
        public let grants: [Grant]

        public init(node: NodeID, grants: [Grant]) {
            self.node = node
            self.grants = grants
        }
    }
}

extension Credential {
    /// The credential's bytes: an array of `[body, signature]`.
    public func encoded() -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.appendArray(of: entries.count)
        for entry in entries {
            bytes.appendArray(of: 2)
            entry.operation.appendBody(to: &bytes)
            bytes.appendSignature(entry.signature)
        }
        return bytes
    }

    /// Reads exactly one credential.
    public init(decoding bytes: [UInt8]) throws(Failure) {
        guard bytes.count <= Self.bytesMax else { throw .tooLong }
        let result = bytes.withUnsafeBytes { buffer in
            Result { () throws(WireFault) in try Self.entries(in: buffer) }
        }
        switch result {
        case .success(let entries): self.init(entries: entries)
        case .failure(let fault): throw .malformed(fault)
        }
    }

    private static func entries(
        in bytes: UnsafeRawBufferPointer
    ) throws(WireFault) -> [SignedOperation] {
        var reader = ShapeReader(bytes)
        let count = try reader.head(4, .array)
        guard count <= UInt64(entriesMax) else {
            throw reader.fault(at: 0, .length(wanted: entriesMax, found: count))
        }
        var entries: [SignedOperation] = []
        for _ in 0..<count {
            let item = try ReadItem(&reader, fileOffset: 0, of: nil)
            guard let signed = item.operation(in: reader) else {
                throw reader.fault(at: item.offset, .length(wanted: 2, found: 4))
            }
            entries.append(signed)
        }
        try reader.end()
        return entries
    }

    /// Checks the chain, in the order of the protocol.
    ///
    /// That the holder's X25519 form is the channel's key is for the channel to check.
    ///
    /// - Parameters:
    ///   - root: the pinned root.
    ///   - store: ours.
    ///   - membership: what is known here: its revocations, retirements and cuts count.
    /// - Returns: whom it names; the root itself for an empty credential.
    /// - Throws: ``Failure`` with the entry that is refused.
    public func holder(
        root: NodeID, store: ScopeID, membership: Membership
    ) throws(Failure) -> Holder {
        guard entries.count <= Self.entriesMax else { throw .tooLong }
        // A store's root that joined an organisation begins credentials as what it is since then,
        // the organisation's root beside it as what the store's was.
        let first = entries.first?.operation.log.author ?? root
        var node = membership.isRoot(first) ? first : root
        var grants = Set(membership.grants(of: node))
        var isRoot = membership.isRoot(node)
        for (index, entry) in entries.enumerated() {
            guard entry.isSignedByAuthor else { throw .signature(entry: index) }
            guard entry.operation.log.author == node else { throw .author(entry: index) }
            guard
                let next = Self.step(try Self.content(entry, index), from: grants, isRoot: isRoot)
            else { throw .notAllowed(entry: index) }
            (node, grants, isRoot) = next
            let isLast = index == entries.count - 1
            let isOut = membership.isRevoked(node) || (membership.isRetired(node) && !isLast)
            guard !isOut else { throw .revoked(entry: index) }
            let operation = entry.operation
            let point = LogPoint(seq: operation.seq, hash: entry.hash)
            if let cut = membership.cut(of: operation.log),
                !cut.keeps(point, of: membership.branches(of: operation.log))
            {
                throw .aboveCut(entry: index)
            }
        }
        let isOurs = isRoot || grants.contains { $0.store == store || $0.role == .hq }
        guard isOurs else { throw .otherStore }
        return Holder(node: node, grants: grants.sorted())
    }

    private static func content(
        _ entry: SignedOperation, _ index: Int
    ) throws(Failure) -> MembershipRecord.Content {
        do {
            if let content = try MembershipRecord(entry)?.content, content.namesHolder {
                return content
            }
        } catch {
            throw .content(entry: index)
        }
        throw .content(entry: index)
    }

    /// What one entry makes of the node that the one before it named; nil where the author's roles
    /// don't allow it, or it names nobody.
    static func step(
        _ content: MembershipRecord.Content, from authority: Set<Grant>, isRoot: Bool
    ) -> (node: NodeID, grants: Set<Grant>, isRoot: Bool)? {
        switch content {
        case .enrolled(let enrolment):
            let given = enrolment.roles.map { Grant(role: $0, store: enrolment.store) }
            let allowed = given.filter { grant in
                isRoot || authority.contains { $0.mayEnrol(grant) }
            }
            return allowed.isEmpty ? nil : (enrolment.node, Set(allowed), false)
        case .rotated(let rotation): return (rotation.node, authority, isRoot)
        case .revoked, .dormant, .archive, .adopted, .salvaged, .placed, .retired, .joined:
            return nil
        }
    }
}
