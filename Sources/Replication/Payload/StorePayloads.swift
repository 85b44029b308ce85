public import CRDT
import Encoding

/// Kind 12: the zones, that is price regions, that a store belongs to.
public struct StorePlaced: Hashable, Sendable {
    public let store: ScopeID
    public let zones: [ScopeID]

    public init(store: ScopeID, zones: [ScopeID]) {
        self.store = store
        self.zones = zones
    }

    public init(decoding payload: [UInt8]) throws(PayloadError) {
        let map = try PayloadMap(decoding: payload)
        self.init(store: try map.scope(0), zones: try map.list(1) { ScopeID(cbor: $0) })
    }

    public func encoded() -> [UInt8] {
        CBOR.map([0: .fixed(store.id), 1: .array(zones.map { .fixed($0.id) })]).encoded
    }
}

/// Kind 14: a store joins an organisation, whose root is pinned beside the store's own.
public struct StoreAdopted: Hashable, Sendable {
    public let organisation: ScopeID
    public let root: NodeID

    public init(organisation: ScopeID, root: NodeID) {
        self.organisation = organisation
        self.root = root
    }

    public init(decoding payload: [UInt8]) throws(PayloadError) {
        let map = try PayloadMap(decoding: payload)
        self.init(organisation: try map.scope(0), root: try map.node(1))
    }

    public func encoded() -> [UInt8] {
        CBOR.map([0: .fixed(organisation.id), 1: .fixed(root.key)]).encoded
    }
}
