import CRDT
import Encoding
import Replication
public import Retail
public import Storage
import Texts

/// What a manager sees of the store at a lane, and decides there; used on one thread.
///
/// Rights are looked at here, for every wish anew.
public struct Oversight {
    private let node: RunningNode
    private let pages: OversightPages
    private let reader: ShopReader
    private let mesh: @Sendable () -> MeshService?

    /// - Parameters:
    ///   - node: the lane's.
    ///   - mesh: the one that runs; nil where none does.
    /// - Throws: ``StorageError`` where the database can't be opened.
    public init(
        _ node: RunningNode, mesh: @escaping @Sendable () -> MeshService?
    ) throws(StorageError) {
        self.node = node
        self.mesh = mesh
        reader = try node.makeReader()
        pages = OversightPages(node, reader)
    }

    /// Does what somebody wants, or says why not; waits for the writer where something changes.
    ///
    /// - Throws: ``PerformError``: a ``Refusal``, or the machine's trouble.
    public func answer(
        _ wish: OversightWish, by person: PersonID, approvedBy approver: PersonID?
    ) throws(PerformError) -> OversightAnswer {
        if let permission = wish.permission {
            try node.check(permission, of: person, approvedBy: approver)
        }
        switch wish {
        case .read(let page):
            let sheet = try storage { () throws(StorageError) in
                try pages.sheet(page, mesh: mesh())
            }
            return .sheet(sheet)
        case .keep(let hash): return try keep(hash, person, approver)
        case .retryQuarantine: return asked(.retryQuarantine)
        case .invite(let label): return invite(label)
        case .revoke(let machine, let reason):
            return asked(
                .decide(.revoke(NodeID(machine.key), isFromBeginning: false, reason: reason)))
        case .retire(let machine): return asked(.decide(.retire(NodeID(machine.key))))
        case .dormant(let machine, let isDormant):
            return asked(.decide(.dormant(NodeID(machine.key), isDormant)))
        case .archive(let machine, let isArchive):
            return asked(.decide(.archive(NodeID(machine.key), isArchive)))
        case .exclude(let log, let head): return try exclude(head, of: log)
        }
    }

    /// The machines that are met now, by their lanes' numbers; anybody may know.
    ///
    /// - Throws: ``StorageError``.
    public func neighbours() throws(StorageError) -> [Machine] {
        guard case .machines(let machines, _, _, _) = try pages.sheet(.machines, mesh: mesh())
        else {
            return []
        }
        return machines.filter { $0.link != nil }
    }

    private func storage<Found>(
        _ work: () throws(StorageError) -> Found
    ) throws(PerformError) -> Found {
        do throws(StorageError) { return try work() } catch { throw .storage(error) }
    }

    // MARK: Ties

    private func keep(
        _ hash: Bytes32, _ person: PersonID, _ approver: PersonID?
    ) throws(PerformError) -> OversightAnswer {
        let action = try storage { () throws(StorageError) -> Command.Action? in
            guard let operation = try reader.operation(hash)?.operation,
                let fact = try? Fact.decode(kind: operation.kind, payload: operation.payload)
            else { return nil }
            return try reader.renewal(of: fact, content: ContentID(SystemRandom().bytes16()))
        }
        guard let action else { return .hindered(.gone) }
        _ = try node.perform(Command(action, by: person, approvedBy: approver))
        return .done
    }

    // MARK: Machines and logs

    private func asked(_ request: StoreRequest) -> OversightAnswer {
        switch StoreOffice(node, mesh: mesh()).result(request) {
        case .success(.retried(let before, let after)): .retried(before: before, after: after)
        case .success: .done
        case .failure(let error): .hindered(error.hindrance)
        }
    }

    private func exclude(
        _ head: Bytes32, of name: String
    ) throws(PerformError) -> OversightAnswer {
        let forks = try storage { () throws(StorageError) in try ForkedLog.all(in: reader) }
        guard let fork = forks.first(where: { $0.log.name == name }) else {
            return .hindered(.gone)
        }
        let left = fork.counting.filter { $0 != head }
        guard !left.isEmpty, left.count < fork.counting.count else {
            return .hindered(.withoutEffect)
        }
        return asked(.decide(.adopt(fork.log, heads: left)))
    }

    private func invite(_ label: String) -> OversightAnswer {
        guard let mesh = mesh() else { return .hindered(.noMesh) }
        do throws(InviteError) {
            let (invitation, lane) = try mesh.inviteLane(
                Guest(lane: 0, label: label, roles: [.lane]))
            return .invitation(
                InvitationCard(
                    line: invitation.line, lane: lane,
                    minutes: Int(MeshNode.invitationMilliseconds / 60_000)))
        } catch {
            return .hindered(error.hindrance)
        }
    }
}

extension ForkedLog {
    /// The heads that count: all of them, or those that a steward named last.
    var counting: [Bytes32] {
        let heads = branches.map(\.head.hash)
        guard let last = adopted.last else { return heads }
        return heads.filter(last.contains)
    }
}

extension RunningNode {
    /// Looks whether one of two people may do something; waits for the writer.
    ///
    /// - Throws: ``Refusal/needsApproval(_:)`` where neither may.
    func check(
        _ permission: Permission, of person: PersonID, approvedBy approver: PersonID?
    ) throws(PerformError) {
        try onWriter { register in
            Result { () throws(PerformError) in
                try register.check(permission, of: person, approvedBy: approver)
            }
        }.get()
    }
}

extension Register {
    fileprivate mutating func check(
        _ permission: Permission, of person: PersonID, approvedBy approver: PersonID?
    ) throws(PerformError) {
        let draft = Draft(desk: desk(at: nil), nextJob: nextJob)
        if try authority(person, draft).rights.allows(permission) { return }
        if let approver, try authority(approver, draft).rights.allows(permission) { return }
        throw .refused(.needsApproval(permission))
    }
}

extension DecisionError {
    /// As a screen tells it.
    fileprivate var hindrance: OversightHindrance {
        switch self {
        case .notSteward: .notSteward
        case .needsRoot, .strangeWord: .needsRoot
        case .withoutEffect: .withoutEffect
        case .isTraining: .noMesh
        case .isSelling, .rotatedTooOften, .storage, .file, .other: .trouble(MachineMessage(self))
        }
    }
}

extension InviteError {
    fileprivate var hindrance: OversightHindrance {
        switch self {
        case .notSteward: .notSteward
        case .stewardNeedsRoot: .needsRoot
        case .noNumber, .taken, .promised: .noNumber
        case .line(.addresses): .noAddress
        case .line: .trouble(.failed(.program))
        }
    }
}
