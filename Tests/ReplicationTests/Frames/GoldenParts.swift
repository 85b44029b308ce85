import CRDT
import Encoding
import Replication
import Testing

/// What the golden bodies are made of, as values.
struct GoldenParts {
    let logs: [LogID]
    let hash: Bytes32
    let hash8: Bytes8
    let zero8 = Bytes8(words: [0])
    let id: Bytes16
    let signature: Bytes64

    init() throws {
        let author = try Author.golden()
        let second = Incarnation(try #require(Bytes8(Array(0xb0...0xb7))))
        logs = [author.log, author.log(in: author.log.scope, incarnation: second)]
        hash = try #require(Bytes32(Array(0..<32)))
        hash8 = try #require(Bytes8(Array(0..<8)))
        id = try #require(Bytes16(Array(0x20...0x2f)))
        signature = try #require(Bytes64(Array(0..<64)))
    }

    var node: NodeID { logs[0].author }
    var scope: ScopeID { logs[0].scope }
    var sum: ScopeTableSum { ScopeTableSum(scope: scope, table: "stock", count: 2, sum: hash) }

    var frontier: Frontier {
        var frontier = Frontier()
        frontier.replace(logs[0], with: [LogPoint(seq: 7, hash: hash)])
        return frontier
    }

    func entry(_ number: Int, _ seq: UInt64) -> Have.Entry {
        Have.Entry(log: logs[number], seq: seq, hash8: hash8)
    }

    var want: Want {
        Want(
            [
                .init(log: logs[0], fromSeq: 1, prevHash8: zero8),
                .init(log: logs[1], fromSeq: 8, prevHash8: hash8, headHash8: hash8),
            ], credit: 262_144)
    }

    var key: MeshKeyNotice {
        MeshKeyNotice(epoch: 3, key: hash, steward: node, signature: signature)
    }

    /// The frames that name no log by number.
    func plain() throws -> [(frame: Frame, body: [UInt8])] {
        greetings + snapshots + [
            (
                .ask(RightsRequest(account: [0x82, 5] + bytes(id), amount: 1, request: id)),
                GoldenFrames.ask
            ),
            (
                .denied(
                    RightsDenial(
                        request: id, code: .heldElsewhere,
                        holdings: [.init(log: logs[0], amount: 3)])), GoldenFrames.denied
            ),
            (.ping(hash8), GoldenFrames.ping),
            (.pong(hash8, wallMilliseconds: 1_790_000_000_000), GoldenFrames.pong),
            (.bye(Bye(.protocolError, "offset 3")), GoldenFrames.bye),
            (
                .print(
                    PrintOrder(
                        job: id, document: [0x81, 0x82, 0, 0x65] + Array("TOTAL".utf8), copy: 1)),
                GoldenFrames.print
            ),
            (.printed(PrintReport(job: id, outcome: .unknown)), GoldenFrames.printed),
            (
                .keys([
                    SubjectKey(subject: id, key: hash),
                    SubjectKey(subject: Bytes16(words: [0, 0]), key: nil),
                ]), GoldenFrames.keys
            ),
        ]
    }

    private func bytes(_ id: Bytes16) -> [UInt8] { [0x50] + id.bytes }

    private var greetings: [(frame: Frame, body: [UInt8])] {
        let nobody = Credential(entries: [])
        return [
            (
                .hello(
                    Hello(
                        versions: [2, 1], credential: nobody, label: "lane 3",
                        hlc: HLC(raw: 0x018f_0000_0000_0001), software: "tillmesh 1",
                        listenPort: 4711, scopes: [scope], dictionaries: [32_769])),
                GoldenFrames.hello
            ),
            (
                .hello(
                    Hello(
                        credential: nobody, label: "", hlc: HLC(raw: 0), software: "",
                        listenPort: nil, scopes: [])), GoldenFrames.helloMute
            ),
            (
                .hello(
                    Hello(
                        credential: nobody, label: "", hlc: HLC(raw: 0), software: "",
                        listenPort: nil, scopes: [], historyBytes: 4096,
                        life: Hello.Life(process: hash8, incarnation: logs[0].incarnation))),
                GoldenFrames.helloLife
            ),
            (.join(JoinRequest(node: node, label: "new lane")), GoldenFrames.join),
            (
                .welcome(
                    Welcome(
                        credential: nobody, meshKey: key, roots: [node], scopes: [scope],
                        pinKey: hash)), GoldenFrames.welcome
            ),
            (.meshKey(key), GoldenFrames.meshKey),
            (
                .peers([
                    PeerAddresses(node: node, addresses: ["10.0.0.3:4711", "[fe80::1]:4711"])
                ]), GoldenFrames.peers
            ),
        ]
    }

    private var snapshots: [(frame: Frame, body: [UInt8])] {
        [
            (
                .offer(
                    SnapshotOffer(
                        frontier: frontier, parts: [.init(length: 1_048_576, digest: hash)],
                        maker: node, signature: signature, base: [sum], projection: 1)),
                GoldenFrames.offer
            ),
            (.partRequest(hash), GoldenFrames.partRequest),
            (.part(digest: hash, bytes: [1, 2, 3]), GoldenFrames.part),
            (.stateRequest, GoldenFrames.stateRequest),
            // As little as the question above: null.
            (.offerRequest, GoldenFrames.stateRequest),
            (
                .state(StateReport(frontier: frontier, projection: 1, sums: [sum])),
                GoldenFrames.state
            ),
        ]
    }
}
