import CRDT
import Crypto
import Encoding
import Replication
import Retail
import Storage

extension MeshNode {
    /// How long an invitation is good (protocol.md §4).
    static let invitationMilliseconds: UInt64 = 600_000

    /// Opens an invitation; whoever has its line may join until it is redeemed or over.
    ///
    /// - Parameters:
    ///   - guest: what it promises.
    ///   - file: the inviter's.
    ///   - addresses: where this node is called.
    ///   - taken: lane numbers that members have.
    /// - Returns: the invitation, with the number that its lane gets.
    /// - Throws: ``InviteError``.
    func invite(
        _ guest: Guest, file: IdentityFile, addresses: [String], taken: [UInt8]
    ) throws(InviteError) -> (invitation: Invitation, lane: UInt8) {
        let invitation: Invitation
        do throws(InvitationFault) {
            invitation = try Invitation(
                store: file.store, root: file.root, inviter: file.node,
                secret: Secret(SystemRandom().bytes(Invitation.secretBytes)), addresses: addresses,
                expiry: Self.wall + Self.invitationMilliseconds)
        } catch {
            throw .line(error)
        }
        return (invitation, try open(invitation, guest, taken: taken).lane)
    }

    static var wall: UInt64 { UInt64(max(0, SystemClock.wall().milliseconds)) }

    /// Answers a newcomer: enrols it, unless that was done before.
    ///
    /// - Returns: the welcome; nil where it gets none.
    func welcome(_ frame: ReceivedFrame, _ guest: JoiningGuest) -> Frame? {
        var reader = Replication.FrameReader()
        guard case .join(let request)? = try? reader.read(frame.type, frame.body, stage: .joining),
            guest.peer.isNode(request.node)
        else { return nil }
        switch claim(guest.invitation, by: request.node) {
        case .refused: return nil
        case .again(let welcome): return .welcome(welcome)
        case .new(let promised):
            let label = promised.label.isEmpty ? request.label : promised.label
            guard
                let welcome = enrol(
                    MemberEnrolled(
                        node: request.node, store: store, lane: promised.lane, label: label,
                        roles: promised.roles))
            else { return nil }
            redeem(guest.invitation, by: request.node, welcome)
            note(.joined(request.node, lane: promised.lane))
            return .welcome(welcome)
        }
    }

    /// Writes the enrolment, on disk when this returns, and says what the newcomer needs.
    private func enrol(_ enrolment: MemberEnrolled) -> Welcome? {
        let secrets = secrets
        guard let key = keys.first.flatMap({ MeshKeyNotice($0) }) else { return nil }
        return onWriter { register -> Welcome? in
            do throws(StorageError) {
                let entry = try register.enrol(enrolment)
                let credential = Credential(entries: secrets.credential.entries + [entry])
                guard let pinKey = Bytes32(register.file.pinKey.reveal()) else { return nil }
                return Welcome(
                    credential: credential, meshKey: key, roots: [register.file.root],
                    scopes: [register.file.store], pinKey: pinKey)
            } catch {
                self.note(.storage(error))
                return nil
            }
        }
    }
}
