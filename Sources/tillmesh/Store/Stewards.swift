import CRDT
import Node
import Replication

extension Subcommand {
    static let promote = Subcommand(
        path: ["members", "promote"], summary: "Make a member a steward.",
        details: """
            It may then invite, revoke and change prices, too, and goes on as what it was. Only the
            store's root makes stewards: its passphrase is asked for. A store with two stewards goes
            on when a machine of one of them dies. On another machine than the one that `init` was
            run on give the recovery sheet, too: --sheet.
            """,
        operands: [memberOperand], options: StoreDoor.rootOptions
    ) { arguments in
        let report = try StoreDoor.members(arguments)
        let member = try member(arguments.operands[0], in: report)
        guard member.isActive else {
            throw Failure(
                .failure, "\(member.node.short) is \(member.state.word): it can't be a steward")
        }
        guard !member.roles.contains(.steward) else {
            throw Failure(.failure, "\(member.node.short) is a steward already")
        }
        let root = try RootSigner(arguments)
        let enrolment = MemberEnrolled(
            node: member.node, store: root.store, lane: member.lane ?? 0, label: member.label,
            roles: (member.roles + [.steward]).sorted())
        return try StoreDoor.show(.take(try root.words(enrolment)), arguments)
    }
}

extension Subcommand {
    static let demote = Subcommand(
        path: ["members", "demote"], summary: "Have a machine be a steward no more.",
        details: """
            What a key was allowed can't be taken out of its past, so the key is retired by the
            store's root: all that its logs hold counts, its number is free, and whom it enrolled is
            enrolled anew. The machine joins anew as a lane, with an empty data directory. One that
            was stolen is to be revoked instead.
            """,
        operands: [memberOperand], options: StoreDoor.rootOptions
    ) { arguments in
        let report = try StoreDoor.members(arguments)
        let member = try member(arguments.operands[0], in: report)
        guard member.roles.contains(.steward), member.isActive else {
            throw Failure(.failure, "\(member.node.short) is no steward now")
        }
        let others = report.members.filter {
            $0.node != member.node && $0.isActive && $0.roles.contains(.steward)
        }
        guard !others.isEmpty else {
            throw Failure(
                .failure,
                "the store would have no steward: make another one first, `tillmesh members "
                    + "promote`")
        }
        let root = try RootSigner(arguments)
        return try StoreDoor.show(.take(try root.words(.retire(member.node))), arguments)
    }
}

extension MembersReport.Member {
    /// Whether its word goes on, heard of lately or not.
    fileprivate var isActive: Bool { state == .active || state == .dormant }
}
