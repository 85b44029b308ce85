import CRDT
import Replica
public import Replication

extension MeshService {
    /// Opens an invitation for one newcomer, good for 10 minutes.
    ///
    /// - Parameter guest: what it will be; a lane without a number gets the next free one.
    /// - Returns: whose line is to be shown to the newcomer.
    /// - Throws: ``InviteError``.
    public func invite(_ guest: Guest) throws(InviteError) -> Invitation {
        try inviteLane(guest).invitation
    }

    /// The same, with the number that the newcomer gets; 0 where it rings nothing.
    func inviteLane(_ guest: Guest) throws(InviteError) -> (invitation: Invitation, lane: UInt8) {
        let (file, membership) = running.onWriter { ($0.file, $0.replica.membership) }
        guard membership.makesMeshKeys(file.node, of: file.store) else { throw .notSteward }
        // An enrolment counts as far as its author may enrol: the rest would be lost in silence.
        guard !guest.roles.contains(.steward) || membership.makesStewards(file.node, of: file.store)
        else { throw .stewardNeedsRoot }
        let numbers = membership.laneNumbers(of: file.store)
        return try node.invite(
            guest, file: file, addresses: Array(addresses.prefix(Invitation.addressesMax)),
            taken: membership.members.compactMap { numbers[$0]?.lane })
    }
}

/// Why nobody can be invited here.
public enum InviteError: Error, Hashable, CustomStringConvertible {
    case notSteward
    /// Only the store's root, or a root of store, makes stewards.
    case stewardNeedsRoot
    case taken(UInt8)
    /// Another invitation that is open promises the number.
    case promised(UInt8, minutes: UInt8)
    case noNumber
    case line(InvitationFault)

    public var description: String {
        switch self {
        case .notSteward:
            "this node is no steward of the store: invite from the lane that `init` made or "
                + "another steward, or make this one a steward with `tillmesh members promote`"
        case .stewardNeedsRoot:
            "only the store's root makes a steward, and no running till holds its key: invite a "
                + "lane, without --steward, and say `tillmesh members promote` then"
        case .promised(let lane, let minutes):
            "lane \(lane) is promised to a machine that was invited and may still join: choose "
                + "another number, leave --lane out, or wait \(minutes) min"
        case .taken(let lane):
            "lane \(lane) is in use: choose another number, or retire the old lane first"
        case .noNumber: "all 99 lane numbers are in use: retire lanes that are gone"
        case .line(.addresses):
            "this node listens nowhere that another machine reaches: see `listen` in mesh.conf"
        case .line(let fault): "no invitation can be made: \(fault)"
        }
    }
}

extension InviteError {
    /// Whether somebody else might do it.
    public var isOfPermission: Bool {
        switch self {
        case .notSteward, .stewardNeedsRoot: true
        case .taken, .promised, .noNumber, .line: false
        }
    }
}

extension Membership {
    /// Whether what a node enrols as a steward of the store is one.
    func makesStewards(_ node: NodeID, of store: ScopeID) -> Bool {
        isActive(node) && grants(of: node).contains { $0.role == .rootOfStore && $0.store == store }
    }
}
