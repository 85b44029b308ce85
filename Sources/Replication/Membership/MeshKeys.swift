public import CRDT

/// The mesh keys that a node holds, and which of them count (protocol.md §4).
public struct MeshKeys: Sendable {
    /// Epochs that are announced beside the current one, at most.
    public static let earlierMax = 8

    /// Those that came, each verified, the one that goes before all others first.
    private var keys: [MeshKey] = []

    public init() {}

    /// Takes a key; false for one that isn't signed by whom it names, or is here already.
    public mutating func insert(_ key: MeshKey) -> Bool {
        key.isSigned && insert(verified: key)
    }

    /// Takes a key whose signature was verified before; false for one that is here already.
    public mutating func insert(verified key: MeshKey) -> Bool {
        guard !keys.contains(where: { $0.id == key.id }) else { return false }
        let place = keys.firstIndex { key.id.precedes($0.id) } ?? keys.count
        keys.insert(key, at: place)
        return true
    }

    /// The keys made by members who may make them, the current one first.
    ///
    /// Those of stewards who are neither revoked nor retired; only where there is none, those of
    /// the others.
    private func counting(_ membership: Membership, in store: ScopeID) -> [MeshKey] {
        let made = keys.filter { membership.mayMakeMeshKeys($0.steward, for: store) }
        let active = made.filter {
            !membership.isRevoked($0.steward) && !membership.isRetired($0.steward)
        }
        return active.isEmpty ? made : active
    }

    /// The key under which channels are opened; nil where none counts yet.
    public func current(_ membership: Membership, in store: ScopeID) -> MeshKey? {
        counting(membership, in: store).first
    }

    /// The current key, and the earlier ones that are still accepted, newest first.
    ///
    /// Earlier ones count as long as an active member isn't known here to have the current one.
    ///
    /// - Parameters:
    ///   - membership: what is known of members.
    ///   - store: ours.
    ///   - holders: the members that delivered the current key, or made a channel under it.
    /// - Returns: the current one first; none where no key counts yet.
    public func accepted(
        _ membership: Membership, in store: ScopeID, holders: Set<NodeID>
    ) -> [MeshKey] {
        // Also those of a steward who was revoked meanwhile: who waits for the new key has these.
        guard let current = current(membership, in: store) else { return [] }
        let lacking = membership.members.contains { node in
            membership.isActive(node) && !holders.contains(node)
                && membership.grants(of: node).contains { $0.store == store }
        }
        guard lacking else { return [current] }
        let earlier = keys.filter {
            $0.id != current.id && current.id.precedes($0.id)
                && membership.mayMakeMeshKeys($0.steward, for: store)
        }
        return [current] + earlier.prefix(Self.earlierMax)
    }

    /// The epoch that a new key must have: above all that are here.
    public var nextEpoch: UInt32? {
        let highest = keys.map(\.epoch).max() ?? 0
        return highest == .max ? nil : highest + 1
    }
}

extension Membership {
    /// Whether a node may, or could before a revocation, make a store's mesh keys.
    public func mayMakeMeshKeys(_ node: NodeID, for store: ScopeID) -> Bool {
        isRoot(node)
            || grants(of: node).contains { grant in
                grant.store == store && (grant.role == .steward || grant.role == .rootOfStore)
            }
    }
}
