public import CRDT
import Encoding
public import Replication

/// What the owner of rights does when another lane asks for some (protocol.md §5).
public enum RightsAnswer: Hashable, Sendable {
    /// To be committed in the owner's log: the operation itself is the answer.
    case grant(RightsGranted)
    /// Granted before; the operation is on its way or there.
    case granted
    case denied(RightsDenial)
}

extension Holdings {
    /// Decides from what is known here.
    ///
    /// - Parameters:
    ///   - request: as it came.
    ///   - account: the request's account; nil where this program doesn't know its kind.
    ///   - grantee: the asker's log; nil for whoever is no lane of this store.
    ///   - owner: the log of this node that grants.
    /// - Returns: the grant to commit, or what to say.
    public func answer(
        _ request: RightsRequest, of account: Account?, to grantee: LogID?, from owner: LogID
    ) -> RightsAnswer {
        func deny(_ code: RightsDenial.Code) -> RightsAnswer {
            .denied(
                RightsDenial(
                    request: request.request, code: code,
                    holdings: code == .heldElsewhere ? Array(holders.prefix(16)) : []))
        }
        guard let grantee, grantee != owner else { return deny(.notMember) }
        if hasGranted(request.request, in: owner) { return .granted }
        guard let account, isKnown, (1...UInt64(Int64.max)).contains(request.amount) else {
            return deny(.unknownAccount)
        }
        // Others may have spent without rights: then less is left than this log holds.
        let most = min(rights(of: owner), balance)
        guard request.amount <= most else { return deny(balance == 0 ? .noneLeft : .heldElsewhere) }
        return .grant(
            RightsGranted(
                account: account, to: grantee, amount: request.amount, request: request.request))
    }
}
