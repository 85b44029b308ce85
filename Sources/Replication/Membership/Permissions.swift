import CRDT

extension Grant {
    /// Whether the role may write to a scope at all.
    func mayWrite(to scope: ScopeID) -> Bool {
        switch role {
        case .hq: true
        case .rootOfStore, .steward, .lane: scope == store || scope == store?.control
        case .relay, .observer: scope == store?.control
        }
    }

    /// Whether the role may write a kind that not every member may.
    func mayWrite(_ kind: Kind) -> Bool {
        switch role {
        case .hq: Self.ofHQ.contains(kind) || kind.isFact
        case .rootOfStore:
            Self.ofSteward.contains(kind) || kind == .storeAdopted || kind.isFact
        case .steward: Self.ofSteward.contains(kind) || kind == .published || kind.isFact
        case .lane: kind.isFact || kind == .rightsGranted
        case .relay, .observer: false
        }
    }

    private static let ofHQ: Set<Kind> = [
        .memberRevoked, .memberDormant, .memberArchive, .forkAdopted, .rightsGranted,
        .rightsSettled, .storePlaced, .memberRetired, .published,
    ]

    private static let ofSteward: Set<Kind> = [
        .memberEnrolled, .memberRevoked, .memberDormant, .memberArchive, .forkAdopted,
        .salvaged, .rightsSettled, .memberRetired,
    ]

    /// Whether the role may make a node what another grant says.
    func mayEnrol(_ grant: Grant) -> Bool {
        guard let store, store == grant.store else { return false }
        return switch (role, grant.role) {
        case (.rootOfStore, .steward), (.rootOfStore, .lane), (.rootOfStore, .relay),
            (.rootOfStore, .observer), (.steward, .lane), (.steward, .relay),
            (.steward, .observer):
            true
        case (.rootOfStore, .rootOfStore), (.rootOfStore, .hq), (.steward, .rootOfStore),
            (.steward, .steward), (.steward, .hq), (.lane, _), (.relay, _), (.hq, _),
            (.observer, _):
            false
        }
    }

    /// Whether the role may revoke a node that is all these, and enrolled in these stores.
    func mayRevoke(_ target: Set<Grant>) -> Bool {
        role == .hq || (!target.isEmpty && target.allSatisfy { mayEnrol($0) })
    }

    /// Whether the role may decide on a log of this scope: salvage it, or choose its branches.
    func mayDecide(on scope: ScopeID, _ kind: Kind) -> Bool {
        guard mayWrite(kind) else { return false }
        return switch role {
        case .hq: true
        case .rootOfStore, .steward: scope == store || scope == store?.control
        case .lane, .relay, .observer: false
        }
    }

    /// Whether the role may retire a node that is all these, set it dormant, or name it an archive.
    func mayRetire(_ target: Set<Grant>) -> Bool {
        switch role {
        case .hq: true
        case .rootOfStore, .steward: target.contains { $0.store == store }
        case .lane, .relay, .observer: false
        }
    }
}

extension Kind {
    /// Whether every member may write it.
    var isOfEveryMember: Bool {
        [.logOpened, .memberRotated, .forkProved, .acknowledged].contains(self)
    }

    /// Whether the root may write it without a further role: all about membership.
    var isOfRoot: Bool {
        isOfEveryMember || isMembership
            || [
                .memberDormant, .forkAdopted, .salvaged, .storePlaced, .storeAdopted,
                .rightsSettled,
            ].contains(self)
    }

    /// Whether it may stand in a control scope, or outside of one.
    func mayStand(inControl isControl: Bool) -> Bool {
        if isFact { return !isControl }
        switch self {
        case .logOpened, .rightsGranted, .rightsSettled, .published: return true
        // A raw number, not an enum: every other kind of the protocol lives in control scopes.
        default: return isControl
        }
    }
}
