public import CRDT
import Encoding

/// Verifies an export as it streams by, and names the first fault.
///
/// It holds the hashes of the branch that it is in (40 bytes an operation) and nothing else.
public struct ExportVerifier: Sendable {
    /// What one log of the export holds.
    public struct LogSummary: Hashable, Sendable {
        public let log: LogID
        /// Where the log begins in the file.
        public let offset: Int
        /// Whether its first operation is `log.opened`, as far as its start is held.
        public let isOpened: Bool
        /// Operations, of all branches.
        public internal(set) var operations: UInt64
        /// The end of each branch, in the order of the file.
        public internal(set) var heads: [LogPoint]
        /// How often each kind occurs, and where first; ascending by kind.
        public internal(set) var kinds: [KindCount]
    }

    /// How often a kind occurs in a log, and where first.
    public struct KindCount: Hashable, Sendable {
        public let kind: Kind
        public internal(set) var count: UInt64
        public let firstSeq: UInt64
        public let firstOffset: Int
    }

    /// The logs verified so far, the current one last.
    public private(set) var logs: [LogSummary] = []
    /// Operations of the membership kinds, for ``Membership``.
    public private(set) var membership: [SignedOperation] = []

    private var branch: ExportBranch?
    private var suspect: Suspect?
    private var buffer: [UInt8] = []
    /// Where the buffer begins in the file.
    private var bufferOffset = 0

    /// Two operations that don't fit together; the one after them tells which was changed.
    private struct Suspect {
        let previous: ExportFault
        let current: ExportFault
        let currentHash: Bytes32
    }

    public init() {}

    /// Takes the next bytes of the file, cut anywhere.
    public mutating func feed(_ bytes: [UInt8]) throws(ExportFault) {
        // Whole chunks are read where they lie; only what an element was cut off from is copied.
        let waiting = buffer.isEmpty ? bytes : buffer + bytes
        let result = waiting.withUnsafeBytes { bytes in
            Result { () throws(ExportFault) in try takeItems(of: bytes) }
        }
        let taken = try result.get()
        buffer = Array(waiting[taken...])
        bufferOffset += taken
    }

    /// Ends the file.
    public mutating func finish() throws(ExportFault) {
        guard buffer.isEmpty else {
            if let suspect { throw suspect.current }
            throw malformed(WireFault(offset: 0, reason: .truncated))
        }
        if let suspect { throw suspect.current }
        try endBranch()
    }

    /// Takes all whole elements and returns how many bytes they were.
    private mutating func takeItems(of bytes: UnsafeRawBufferPointer) throws(ExportFault) -> Int {
        var reader = ShapeReader(bytes)
        while reader.offset < bytes.count {
            let start = reader.offset
            let item: ReadItem
            do {
                item = try ReadItem(&reader, fileOffset: bufferOffset, of: branch?.name)
            } catch {
                guard error.reason == .truncated else {
                    if let suspect { throw suspect.current }
                    throw malformed(error)
                }
                return start
            }
            try take(item, in: reader)
        }
        return reader.offset
    }

    private func malformed(_ fault: WireFault) -> ExportFault {
        ExportFault(
            log: branch?.name.log, seq: branch.map { $0.seq + 1 } ?? 0,
            offset: bufferOffset + fault.offset, reason: .malformed(fault.reason))
    }
}

extension ExportVerifier {
    private mutating func take(
        _ item: ReadItem, in reader: ShapeReader
    ) throws(ExportFault) {
        if let suspect {
            // Chained on the second of the two: so that one is whole, and the first was changed.
            let isVouchedFor = item.isOperation && item.prev == suspect.currentHash
            throw isVouchedFor ? suspect.previous : suspect.current
        }
        if branch?.name.log != item.log || !item.isOperation {
            try begin(item)
        } else {
            try follow(item)
        }
        guard item.isOperation else { return }
        count(item)
        guard Kind(rawValue: item.kind).isMembership, let signed = item.operation(in: reader) else {
            return
        }
        membership.append(signed)
    }

    /// Begins a log, or a branch behind an anchor of its own.
    private mutating func begin(_ item: ReadItem) throws(ExportFault) {
        if let last = branch?.name.log, item.log < last { throw item.fault(.logOrder) }
        guard !item.isOperation || item.seq == 1 else { throw item.fault(.noAnchor) }
        if let branch, branch.name.log == item.log {
            guard let anchor = branch.anchor, anchor < item.hash else {
                throw item.fault(.branchOrder)
            }
        }
        try endBranch()
        if branch?.name.log != item.log {
            logs.append(
                LogSummary(
                    log: item.log, offset: item.offset,
                    isOpened: !item.isOperation || item.kind == Kind.logOpened.rawValue,
                    operations: 0, heads: [], kinds: []))
        }
        branch = try ExportBranch(beginning: item)
    }

    /// Continues the branch, or begins the next one of a forked log.
    private mutating func follow(_ item: ReadItem) throws(ExportFault) {
        guard var current = branch else { return }
        if item.seq <= current.seq {
            try current.checkFork(item)
            try endBranch()
            current.cut(before: item.seq)
        } else if item.seq != current.seq + 1 {
            throw item.fault(.seq(expected: current.seq + 1))
        }
        branch = nil  // The hashes stay in one place: appending must not copy them.
        guard current.isChained(item) else {
            suspect = Suspect(
                previous: current.fault(.changed), current: item.fault(.prev),
                currentHash: item.hash)
            branch = current
            if item.signature != nil, item.isSignedByAuthor { throw current.fault(.changed) }
            return
        }
        try current.append(item)
        branch = current
    }

    private mutating func endBranch() throws(ExportFault) {
        guard let branch else { return }
        guard branch.isSigned else { throw branch.fault(.unsignedEnd) }
        logs[logs.count - 1].heads.append(LogPoint(seq: branch.seq, hash: branch.lastHash))
    }

    private mutating func count(_ item: ReadItem) {
        let last = logs.count - 1
        logs[last].operations += 1
        let kind = Kind(rawValue: item.kind)
        guard let index = logs[last].kinds.firstIndex(where: { $0.kind >= kind }) else {
            return logs[last].kinds.append(first(kind, item))
        }
        if logs[last].kinds[index].kind == kind {
            logs[last].kinds[index].count += 1
        } else {
            logs[last].kinds.insert(first(kind, item), at: index)
        }
    }

    private func first(_ kind: Kind, _ item: ReadItem) -> KindCount {
        KindCount(kind: kind, count: 1, firstSeq: item.seq, firstOffset: item.offset)
    }
}
