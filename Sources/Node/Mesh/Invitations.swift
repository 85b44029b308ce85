import CRDT
import Crypto
import Encoding
public import Replication

/// What an invitation promises whoever redeems it.
public struct Guest: Hashable, Sendable {
    /// 1 to 99; 0 for a member that rings nothing.
    public let lane: UInt8
    /// For people; empty: what the newcomer calls itself.
    public let label: String
    public let roles: [Role]

    public init(lane: UInt8, label: String, roles: [Role]) {
        self.lane = lane
        self.label = label
        self.roles = roles
    }
}

/// Who called under an invitation.
struct JoiningGuest: Sendable {
    let invitation: UInt64
    let peer: ChannelPeer
}

/// The invitations that are open at this node, in memory alone: a restart ends them.
struct Invitations {
    /// Calls that came to nothing and end an invitation (protocol.md §4).
    static let failuresMax = 5

    private struct Open {
        let invitation: Invitation
        let guest: Guest
        /// The node that redeemed it, which may fetch its welcome again.
        var redeemedBy: NodeID?
        var welcome: Welcome?
        var failures: Set<Bytes32> = []
    }

    private var open: [UInt64: Open] = [:]
    private var last: UInt64 = 0

    /// Opens one, for a number that neither a member has nor another open invitation promises.
    ///
    /// - Parameters:
    ///   - invitation: whose line is to be shown.
    ///   - guest: what it promises; a lane without a number gets the first that is free.
    ///   - taken: numbers that members have.
    ///   - now: wall time.
    /// - Returns: the promise, with its number.
    /// - Throws: ``InviteError/taken(_:)``, ``InviteError/promised(_:minutes:)`` or
    ///   ``InviteError/noNumber``.
    mutating func add(
        _ invitation: Invitation, _ guest: Guest, taken: [UInt8], atMilliseconds now: UInt64
    ) throws(InviteError) -> Guest {
        let promises = open.values.filter {
            $0.redeemedBy == nil && !$0.invitation.isExpired(atMilliseconds: now)
        }
        var guest = guest
        if guest.lane > 0 {
            guard !taken.contains(guest.lane) else { throw .taken(guest.lane) }
            if let other = promises.first(where: { $0.guest.lane == guest.lane }) {
                let left = other.invitation.expiry - min(now, other.invitation.expiry)
                throw .promised(guest.lane, minutes: UInt8(clamping: left / 60_000 + 1))
            }
        } else if guest.roles.contains(.lane) {
            let used = taken + promises.map(\.guest.lane)
            guard let free = (UInt8(1)...99).first(where: { !used.contains($0) }) else {
                throw .noNumber
            }
            guest = Guest(lane: free, label: guest.label, roles: guest.roles)
        }
        last += 1
        open[last] = Open(invitation: invitation, guest: guest)
        return guest
    }

    /// The keys under which a newcomer may call, and forgets what is over.
    mutating func keys(atMilliseconds now: UInt64) -> [ChannelKey] {
        open = open.filter { !$0.value.invitation.isExpired(atMilliseconds: now) }
        return open.keys.sorted().compactMap { open[$0]?.invitation.channelKey(number: $0) }
    }

    /// A call that opened under an invitation and ended without a welcome.
    ///
    /// - Returns: whether that ended the invitation.
    mutating func failed(_ call: ChannelCall) -> Bool {
        guard case .invitation(let number) = call.key, open[number] != nil else { return false }
        open[number]?.failures.insert(call.ephemeral)
        guard open[number]?.failures.count ?? 0 >= Self.failuresMax else { return false }
        open[number] = nil
        return true
    }

    /// What a call under an invitation may have.
    enum Claim {
        /// Enrol it, and tell ``redeem(_:by:welcome:)`` what it got.
        case new(Guest)
        /// It asked before.
        case again(Welcome)
        /// Another node redeemed it, or it is over.
        case refused
    }

    func claim(_ number: UInt64, by node: NodeID, atMilliseconds now: UInt64) -> Claim {
        guard let found = open[number], !found.invitation.isExpired(atMilliseconds: now) else {
            return .refused
        }
        guard let redeemer = found.redeemedBy else { return .new(found.guest) }
        guard redeemer == node, let welcome = found.welcome else { return .refused }
        return .again(welcome)
    }

    mutating func redeem(_ number: UInt64, by node: NodeID, welcome: Welcome) {
        open[number]?.redeemedBy = node
        open[number]?.welcome = welcome
    }
}
