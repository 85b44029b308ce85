public import CRDT
import Crypto
import Encoding
import Replica
public import Replication
import Retail
import Storage

/// What people ask of the node about its store, wherever the command that asks runs.
public enum StoreRequest: Hashable, Sendable {
    case members
    case decide(StoreDecision)
    /// Segments that the store's root signed, in order.
    case take([[UInt8]])
    case retryQuarantine
    case rotate
}

/// What comes of it.
public enum StoreAnswer: Hashable, Sendable {
    case members(MembersReport)
    /// The operation that says so, and the epoch of the mesh key that was made with it.
    case decided(OperationID, newEpoch: UInt32?)
    case retried(before: UInt64, after: UInt64)
    /// The node has another key; it is to be opened anew.
    case rotated(from: NodeID, to: NodeID)
    /// Nothing changed.
    case refused(text: String, isOfPermission: Bool)
}

/// Answers requests about the store: on the control socket's thread, or in a command's own process.
public struct StoreOffice: Sendable {
    private let node: RunningNode
    /// Nil where no mesh runs in this process.
    private let mesh: MeshService?

    public init(_ node: RunningNode, mesh: MeshService? = nil) {
        self.node = node
        self.mesh = mesh
    }

    public func answer(_ request: StoreRequest) -> StoreAnswer {
        switch result(request) {
        case .success(let answer): answer
        case .failure(let error):
            .refused(text: "\(error)", isOfPermission: error.isOfPermission)
        }
    }

    func result(_ request: StoreRequest) -> Result<StoreAnswer, DecisionError> {
        Result { () throws(DecisionError) in
            guard !node.isTraining else { throw .isTraining }
            return try answered(request)
        }
    }

    private func answered(_ request: StoreRequest) throws(DecisionError) -> StoreAnswer {
        switch request {
        case .members:
            return .members(
                try reading { register throws(StorageError) in try register.members() })
        case .decide(let decision): return try decide(decision)
        case .take(let segments): return try take(segments)
        case .retryQuarantine:
            let counts = try reading { register throws(StorageError) in
                try register.retryQuarantine()
            }
            return .retried(before: counts.before, after: counts.after)
        case .rotate:
            let nodes = try node.onWriter { register in
                Result { () throws(DecisionError) in try register.rotate() }
            }.get()
            return .rotated(from: nodes.old, to: nodes.new)
        }
    }

    private func reading<Answer: Sendable>(
        _ work: @escaping @Sendable (inout Register) throws(StorageError) -> Answer
    ) throws(DecisionError) -> Answer {
        let result = node.onWriter { register in
            Result { () throws(StorageError) in try work(&register) }
        }
        do {
            return try result.get()
        } catch {
            throw .storage(error)
        }
    }

    private func decide(_ decision: StoreDecision) throws(DecisionError) -> StoreAnswer {
        let made = try node.onWriter { register in
            Result { () throws(DecisionError) -> (OperationID, MeshKey?) in
                // The key before the revocation: a crash in between leaves one epoch too many, and
                // never a revoked lane with the current key.
                let file = register.file
                var key: MeshKey?
                let operation = try register.decide(decision) { () throws(DecisionError) in
                    if decision.isRevocation { key = try self.makeKey(file) }
                }
                if let node = decision.nodeThatEnds { try register.settleRights(of: node) }
                return (operation, key)
            }
        }.get()
        passOn(made.1)
        return .decided(made.0, newEpoch: made.1?.epoch)
    }

    private func take(_ segments: [[UInt8]]) throws(DecisionError) -> StoreAnswer {
        let words = segments.compactMap { try? Segment(decoding: $0) }
        guard words.count == segments.count else { throw .strangeWord }
        let revokes = words.contains { word in
            word.entries.contains { $0.kind == Kind.memberRevoked.rawValue }
        }
        let made = try node.onWriter { register in
            Result { () throws(DecisionError) -> (OperationID, MeshKey?) in
                let operation = try register.take(words)
                let key = revokes && register.isSteward ? try self.makeKey(register.file) : nil
                return (operation, key)
            }
        }.get()
        passOn(made.1)
        return .decided(made.0, newEpoch: made.1?.epoch)
    }

    // MARK: Mesh keys

    /// A new mesh key, above all that count here, on disk when this returns.
    private func makeKey(_ file: IdentityFile) throws(DecisionError) -> MeshKey {
        var secrets = try secrets()
        let highest = (mesh?.node.keys ?? secrets.keys).map(\.epoch).max() ?? 0
        guard highest < .max,
            let key = MeshKey(
                epoch: highest + 1, key: Secret(SystemRandom().bytes(32)),
                signedBy: file.identity)
        else { throw .other("mesh keys have come to their last epoch") }
        if let mesh {
            _ = mesh.node.add(key)
            return key
        }
        _ = secrets.add(key)
        do throws(FileError) { try secrets.write(node.directory) } catch { throw .file(error) }
        return key
    }

    private func secrets() throws(DecisionError) -> MeshSecrets {
        if let mesh { return mesh.node.secrets }
        do throws(IdentityFile.Failure) {
            if let kept = try MeshSecrets.read(node.directory) { return kept }
        } catch {
            throw .other("\(error)")
        }
        throw .other("this node never met another one: start its lane or node once")
    }

    /// Tells the peers of a key, now that the news which asked for it is on its way.
    private func passOn(_ key: MeshKey?) {
        guard let mesh, let notice = key.flatMap({ MeshKeyNotice($0) }) else { return }
        mesh.inbox.post(.event(.meshKey(notice)))
    }
}

// MARK: - On the control socket

extension StoreRequest {
    /// `[number, value …]`.
    var coded: CBOR {
        switch self {
        case .members: [0]
        case .decide(let decision): [1, decision.coded]
        case .take(let segments): [2, .array(segments.map { .bytes($0) })]
        case .retryQuarantine: [3]
        case .rotate: [4]
        }
    }

    init(_ item: CBOR) throws(ControlError) {
        guard let parts = item.asArray else { throw .malformed("a request about the store") }
        switch (parts.first?.asUnsigned, parts.count) {
        case (0, 1): self = .members
        case (1, 2): self = .decide(try StoreDecision(parts[1]))
        case (2, 2):
            let segments = parts[1].asArray?.compactMap(\.asBytes)
            guard let segments, segments.count == parts[1].asArray?.count else {
                throw .malformed("segments")
            }
            self = .take(segments)
        case (3, 1): self = .retryQuarantine
        case (4, 1): self = .rotate
        case _: throw .malformed("no such request about the store")
        }
    }
}

extension StoreAnswer {
    /// `[number, value …]`.
    var coded: CBOR {
        switch self {
        case .members(let report): [0, report.coded]
        case .decided(let id, let epoch):
            [
                1, .bytes(id.log.coded), .unsigned(id.seq), .fixed(id.hash),
                epoch.map { .unsigned(UInt64($0)) } ?? .null,
            ]
        case .retried(let before, let after): [2, .unsigned(before), .unsigned(after)]
        case .rotated(let old, let new): [3, .fixed(old.key), .fixed(new.key)]
        case .refused(let text, let isOfPermission): [4, .text(text), .bool(isOfPermission)]
        }
    }

    init(_ item: CBOR) throws(ControlError) {
        guard let parts = item.asArray else { throw .malformed("an answer about the store") }
        switch (parts.first?.asUnsigned, parts.count) {
        case (0, 2): self = .members(try MembersReport(parts[1]))
        case (1, 5):
            guard let seq = parts[2].asUnsigned, let hash = parts[3].asFixed(Bytes32.self) else {
                throw .malformed("an operation")
            }
            self = .decided(
                OperationID(log: try LogID(control: parts[1]), seq: seq, hash: hash),
                newEpoch: parts[4].asUnsigned.flatMap { UInt32(exactly: $0) })
        case (2, 3):
            guard let before = parts[1].asUnsigned, let after = parts[2].asUnsigned else {
                throw .malformed("counts")
            }
            self = .retried(before: before, after: after)
        case (3, 3):
            guard let old = parts[1].asFixed(Bytes32.self), let new = parts[2].asFixed(Bytes32.self)
            else { throw .malformed("nodes") }
            self = .rotated(from: NodeID(old), to: NodeID(new))
        case (4, 3):
            guard let text = parts[1].asText, let isOfPermission = parts[2].asBool else {
                throw .malformed("a refusal")
            }
            self = .refused(text: text, isOfPermission: isOfPermission)
        case _: throw .malformed("no such answer about the store")
        }
    }
}
