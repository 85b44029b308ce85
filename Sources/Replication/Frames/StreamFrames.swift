public import CRDT
public import Encoding

/// Type 2: what is on disk at the sender, for the scopes that both replicate.
public enum Have: Hashable, Sendable {
    /// One branch head; `hash8` is the first 8 bytes of its hash, a hint.
    public struct Entry: Hashable, Sendable {
        public let log: LogID
        public let seq: UInt64
        public let hash8: Bytes8

        public init(log: LogID, seq: UInt64, hash8: Bytes8) {
            self.log = log
            self.seq = seq
            self.hash8 = hash8
        }
    }

    /// Where a log begins at a node that let go of what was before.
    public struct Start: Hashable, Sendable {
        public let log: LogID
        public let firstSeq: UInt64
        /// Of the operation before ``firstSeq``.
        public let hash: Bytes32

        public init(log: LogID, firstSeq: UInt64, hash: Bytes32) {
            self.log = log
            self.firstSeq = firstSeq
            self.hash = hash
        }
    }

    /// The frontier digest of the common scopes.
    case digest(Bytes32)
    /// A log that isn't named is at 0.
    case whole([Entry])
    /// A forked log is named with all its heads, which replace those known.
    case changes([Entry])
    /// "I no longer hold what you want, from there on I do."
    case starts([Start])
}

/// Type 3: which logs the sender asks to be streamed, and how much it takes.
public struct Want: Hashable, Sendable {
    /// One log, or one branch of it.
    public struct Entry: Hashable, Sendable {
        public let log: LogID
        /// 0 ends the stream.
        public let fromSeq: UInt64
        /// Of the operation before ``fromSeq`` as the asker has it.
        public let prevHash8: Bytes8
        /// The branch's head as `have` named it; nil for all branches.
        public let headHash8: Bytes8?

        public init(
            log: LogID, fromSeq: UInt64, prevHash8: Bytes8, headHash8: Bytes8? = nil
        ) {
            self.log = log
            self.fromSeq = fromSeq
            self.prevHash8 = prevHash8
            self.headHash8 = headHash8
        }
    }

    public let entries: [Entry]
    /// Bytes of frame bodies as sent, added to what was given before.
    public let credit: UInt32

    public init(_ entries: [Entry], credit: UInt32 = 0) {
        self.entries = entries
        self.credit = credit
    }
}

extension Bytes32 {
    /// The first 8 bytes: a hint that never proves equality.
    public var prefix8: Bytes8 { Bytes8(words: [words[0]]) }
}
