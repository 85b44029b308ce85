import CRDT
import Encoding
import Node
import Replication
import Retail

extension Subcommand {
    static let members = Subcommand(
        path: ["members"], summary: "List the store's members, and what is wrong among them.",
        details: """
            Each with its lane number, roles and state: active, dormant, retired, revoked or rotated
            (it goes on under another key); when it was last heard of, how far its logs are here.
            Two machines with one number, a key changed twice and forked logs are named below.
            """,
        options: [CommonOption.data, CommonOption.json]
    ) { arguments in
        let report = try StoreDoor.members(arguments)
        Output.line(arguments.has("json") ? report.json.text : report.text)
        return .success
    }

    static let revoke = Subcommand(
        path: ["revoke"], summary: "Make a stolen machine's key worthless.",
        details: """
            What is held here of its logs goes on counting, what it signed behind that doesn't:
            it is kept, and listed by `quarantine list`. With --cut-all nothing of it counts.
            Sessions with it end at once, and the store gets a new mesh key. A key that was revoked
            never counts again. A steward is revoked by the root alone: --root.
            """,
        operands: [memberOperand],
        options: StoreDoor.options + [
            .value("reason", "TEXT", "Why; it stands in the log."),
            .flag("cut-all", "Nothing that it ever signed counts."),
        ]
    ) { arguments in
        try StoreDoor.decide(
            .revoke(
                try member(arguments), isFromBeginning: arguments.has("cut-all"),
                reason: try arguments.text("reason", most: 60)), arguments)
    }

    static let retire = Subcommand(
        path: ["retire"], summary: "Say that a machine's work is over.",
        details: """
            For a lane that is broken or sold. All that its logs hold here counts, its number is
            free for another machine, and nobody waits for it any more. A machine that was stolen
            is to be revoked instead.
            """,
        operands: [memberOperand], options: StoreDoor.options
    ) { arguments in try StoreDoor.decide(.retire(try member(arguments)), arguments) }

    static let dormant = Subcommand(
        path: ["dormant"], summary: "Stop waiting for a machine that is silent.",
        details: "What it does counts all the same; --off takes it back.",
        operands: [memberOperand],
        options: StoreDoor.options + [.flag("off", "Wait for it again.")]
    ) { arguments in
        try StoreDoor.decide(.dormant(try member(arguments), !arguments.has("off")), arguments)
    }

    static let archive = Subcommand(
        path: ["archive"], summary: "Name a machine that keeps everything.",
        details: """
            The others may then forget what is older than the setting retentionDays, once every lane
            and an archive have said that they hold it. Without an archive nothing is forgotten.
            """,
        operands: [memberOperand],
        options: StoreDoor.options + [.flag("off", "It keeps everything no more.")]
    ) { arguments in
        try StoreDoor.decide(.archive(try member(arguments), !arguments.has("off")), arguments)
    }

    static let rotate = Subcommand(
        path: ["rotate"], summary: "Give this machine a new key.",
        details: """
            The old key signs the new one and nothing after that. The drawer must be closed. It can
            be cut short anywhere: the next start finishes it, or goes on as before. Receipts go on
            in a series of their own.
            """,
        options: [CommonOption.data, CommonOption.json]
    ) { arguments in
        guard case .rotated(let old, let new) = try StoreDoor.ask(.rotate, arguments) else {
            throw Failure(.software, "another question's answer")
        }
        Output.line(
            arguments.has("json")
                ? JSON.object([
                    ("from", .string(Base32.encode(old.key.bytes))),
                    ("to", .string(Base32.encode(new.key.bytes))),
                ]).text : "This machine was \(old.short) and is \(new.short) now.")
        return .success
    }

    static let memberOperand = Operand(
        name: "NODE", help: "Its lane number, or the beginning of its name; see tillmesh members.")

    private static func member(_ arguments: Arguments) throws(Failure) -> NodeID {
        try member(arguments.operands[0], in: try StoreDoor.members(arguments)).node
    }

    /// The one member that an operand names.
    static func member(
        _ text: String, in report: MembersReport
    ) throws(Failure) -> MembersReport.Member {
        if text.count <= 2, let lane = UInt8(text) {
            guard let member = report.members.first(where: { $0.lane == lane }) else {
                throw Failure(.noInput, "no member rings as lane \(lane); see tillmesh members")
            }
            return member
        }
        let found = report.members.filter {
            Base32.encode($0.node.key.bytes).hasPrefix(text.lowercased())
        }
        guard let first = found.first else {
            throw Failure(.noInput, "no member's name begins with '\(text.shown)'")
        }
        guard found.count == 1 else {
            throw Failure(.usage, "'\(text)' fits \(found.count) members; give more of the name")
        }
        return first
    }
}

extension MembersReport {
    var json: JSON {
        .object([
            ("own", .string(Base32.encode(own.key.bytes))),
            ("members", .array(members.map(\.json))),
            ("alarms", .array(alarms.map { .string($0.text) })),
            ("retention", retention.json),
        ])
    }

    var text: String {
        let rows = members.map { member in
            let lane = member.lane.map { "lane \($0)" } ?? "-"
            let roles = member.roles.map(\.word).joined(separator: ",")
            return "\(member.node.short)  \(Help.pad(lane, 8))\(Help.pad(member.label.shown, 20))"
                + "\(Help.pad(roles, 16))\(Help.pad(member.state.word, 9))\(member.heard)"
                + (member.isArchive ? "  archive" : "")
                + (member.node == own ? "  this one" : "")
        }
        return (rows + retention.lines + alarms.map(\.text)).joined(separator: "\n")
    }
}

extension MembersReport.Member {
    fileprivate var heard: String {
        lastHeardMilliseconds.map { milliseconds in
            DateFormat.iso(
                LocalTime(
                    Instant(milliseconds: Int64(clamping: milliseconds)), offsetSeconds: 0))
        } ?? "never heard"
    }

    fileprivate var json: JSON {
        .object([
            ("node", .string(Base32.encode(node.key.bytes))),
            ("lane", lane.map { .integer(Int64($0)) } ?? .null), ("label", .string(label)),
            ("roles", .array(roles.map { .string($0.word) })), ("state", .string(state.word)),
            ("archive", .truth(isArchive)),
            ("lastHeardMs", lastHeardMilliseconds.map { .unsigned($0) } ?? .null),
            (
                "heads",
                .array(
                    heads.map { head in
                        .object([
                            ("log", .string(head.log.name)), ("seq", .unsigned(head.seq)),
                            ("hash", .string(Hex.encode(head.hash.bytes))),
                        ])
                    })
            ),
        ])
    }
}

extension Retention {
    /// What there is to say of it; nothing where nothing is forgotten.
    var lines: [String] {
        var lines: [String] = []
        if let throughMilliseconds {
            let moment = Instant(milliseconds: Int64(clamping: throughMilliseconds))
            let time = DateFormat.iso(LocalTime(moment, offsetSeconds: 0))
            lines.append("\(forgotten) operations up to \(time) were forgotten here")
        }
        if wantedAgain > 0 {
            lines.append(
                "a decision reaches into what was forgotten: \(wantedAgain) operations come back")
        }
        return lines
    }

    var json: JSON {
        .object([
            ("days", .integer(Int64(days))), ("hasArchive", .truth(hasArchive)),
            ("forgotten", .unsigned(forgotten)),
            ("throughMs", throughMilliseconds.map { .unsigned($0) } ?? .null),
            ("wantedAgain", .unsigned(wantedAgain)),
        ])
    }
}

extension MembersReport.State {
    var word: String {
        switch self {
        case .active: "active"
        case .dormant: "dormant"
        case .retired: "retired"
        case .revoked: "revoked"
        case .rotated: "rotated"
        }
    }
}

extension Replication.Role {
    var word: String {
        switch self {
        case .rootOfStore: "root"
        case .steward: "steward"
        case .lane: "lane"
        case .relay: "relay"
        case .hq: "hq"
        case .observer: "observer"
        }
    }
}

extension Alarm {
    var text: String {
        switch self {
        case .forked(let log): "two machines went on with the log \(log.name)"
        case .rotatedTwice(let node, let next):
            "\(node.short) has more than one new key: "
                + next.map { String($0.short) }.joined(separator: ", ")
        case .laneNumber(let lane, _, let nodes):
            "lane \(lane) is the number of "
                + nodes.map { String($0.short) }.joined(separator: ", ")
        }
    }
}
