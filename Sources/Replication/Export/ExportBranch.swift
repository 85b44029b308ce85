import CRDT
import Encoding

/// The branch that a verifier is in: the hashes from the log's start or anchor to here.
struct ExportBranch {
    private struct Point {
        let hash: Bytes32
        let hlc: UInt64
    }

    let name: LogName
    /// The anchor's hash; nil for a log from its start.
    let anchor: Bytes32?
    /// Whether the last operation (or the anchor, before any) carries a good signature.
    private(set) var isSigned: Bool

    private let baseSeq: UInt64
    private let baseHash: Bytes32
    private var points: [Point] = []
    private var lastOffset: Int

    /// Begins with an anchor or with the first operation of a log.
    init(beginning item: ReadItem) throws(ExportFault) {
        name = LogName(item.log)
        lastOffset = item.offset
        isSigned = false
        guard item.isOperation else {
            (anchor, baseSeq, baseHash) = (item.hash, item.seq, item.hash)
            try takeSignature(of: item)
            return
        }
        (anchor, baseSeq, baseHash) = (nil, 0, .zero)
        try append(item)
    }

    /// The sequence of the last operation.
    var seq: UInt64 { baseSeq + UInt64(points.count) }

    var lastHash: Bytes32 { points.last?.hash ?? baseHash }

    /// A fault of the last operation.
    func fault(_ reason: ExportFault.Reason) -> ExportFault {
        ExportFault(log: name.log, seq: seq, offset: lastOffset, reason: reason)
    }

    func isChained(_ item: ReadItem) -> Bool { item.prev == lastHash }

    /// Takes an operation that is chained on the last one.
    mutating func append(_ item: ReadItem) throws(ExportFault) {
        if let last = points.last, item.hlc <= last.hlc { throw item.fault(.hlc) }
        try takeSignature(of: item)
        points.append(Point(hash: item.hash, hlc: item.hlc))
        lastOffset = item.offset
    }

    /// Checks that an operation at a sequence passed before begins the next sibling branch.
    func checkFork(_ item: ReadItem) throws(ExportFault) {
        guard item.seq > baseSeq else { throw item.fault(.seq(expected: seq + 1)) }
        let index = Int(item.seq - baseSeq - 1)
        let parent = index == 0 ? baseHash : points[index - 1].hash
        guard item.prev == parent, item.hash != points[index].hash else {
            throw item.fault(.seq(expected: seq + 1))
        }
        guard points[index].hash < item.hash else { throw item.fault(.branchOrder) }
    }

    /// Goes back to the operation before a sequence that was passed.
    mutating func cut(before seq: UInt64) {
        points.removeLast(points.count - Int(seq - baseSeq - 1))
    }

    private mutating func takeSignature(of item: ReadItem) throws(ExportFault) {
        isSigned = item.signature != nil
        guard !isSigned || item.isSignedByAuthor else { throw item.fault(.signature) }
    }
}
