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
        let numbers = membership.laneNumbers(of: file.store)
        let taken = membership.members.compactMap { numbers[$0]?.lane }
        var guest = guest
        if guest.roles.contains(.lane) && guest.lane == 0 {
            guard let free = (UInt8(1)...99).first(where: { !taken.contains($0) }) else {
                throw .noNumber
            }
            guest = Guest(lane: free, label: guest.label, roles: guest.roles)
        } else if guest.lane > 0 && taken.contains(guest.lane) {
            throw .taken(guest.lane)
        }
        do throws(InvitationFault) {
            let invitation = try node.invite(
                guest, file: file, addresses: Array(addresses.prefix(Invitation.addressesMax)))
            return (invitation, guest.lane)
        } catch {
            throw .line(error)
        }
    }
}

/// Why nobody can be invited here.
public enum InviteError: Error, Hashable, CustomStringConvertible {
    case notSteward
    case taken(UInt8)
    case noNumber
    case line(InvitationFault)

    public var description: String {
        switch self {
        case .notSteward:
            "this node is no steward of the store: invite from the lane that `init` made, "
                + "or from one that was invited with --steward"
        case .taken(let lane):
            "lane \(lane) is in use: choose another number, or retire the old lane first"
        case .noNumber: "all 99 lane numbers are in use: retire lanes that are gone"
        case .line(.addresses):
            "this node listens nowhere that another machine reaches: see `listen` in mesh.conf"
        case .line(let fault): "no invitation can be made: \(fault)"
        }
    }
}

extension LaneNumbers.Number {
    /// The number that it rings under.
    var lane: UInt8 {
        switch self {
        case .keeps(let lane), .takes(let lane, instead: _): lane
        }
    }
}
