import CRDT
import Ledger
import Node
import Replica
import Replication
import Storage

// Faults in words, each with its place.

extension ExportFault {
    /// The log and the operation.
    var place: String {
        log.map { "log \($0.name), operation \(seq)" } ?? "operation \(seq) of no known log"
    }

    var text: String {
        switch reason {
        case .malformed(let reason): "no operation can be read: \(reason.text)"
        case .logOrder: "its log stands in the wrong place, or comes a second time"
        case .noAnchor: "its log begins in the middle without an anchor"
        case .seq(let expected): "operation \(expected) is missing or out of place"
        case .prev: "it isn't chained on the operation before it: it was changed or exchanged"
        case .changed: "the operation behind it is chained on another one: this one was changed"
        case .hlc: "its time stamp isn't above the one before"
        case .signature: "its signature doesn't fit: it or something before it was changed"
        case .unsignedEnd: "its log or branch ends without a signature: something was cut off"
        case .branchOrder: "its branch stands in the wrong place, or comes a second time"
        case .stranger: "nobody enrolled its author for this scope"
        }
    }
}

extension WireFault.Reason {
    fileprivate var text: String {
        switch self {
        case .truncated: "it ends in the middle"
        case .notShortest: "a number isn't written in its shortest form"
        case .item: "what stands in it isn't deterministic CBOR"
        case .otherLog: "it belongs to another log than the run in which it stands"
        case .type(let wanted): "\(wanted.text) should stand here"
        case .length(let wanted, let found):
            "\(wanted) bytes or items should stand here, not \(found)"
        case .trailing: "something follows its end"
        case .limit(let bytes): "it is longer than \(bytes) bytes"
        case .version(let version): "it is of version \(version), which this program doesn't know"
        case .seq(let seq): "\(seq) is no number of an operation"
        case .prev: "its first operation names one before it, or a later one none"
        case .kind(let kind): "\(kind) is no kind of operation"
        case .noEntries: "it holds no operation"
        case .hlc: "its time stamps don't rise"
        }
    }
}

extension WireFault.Wanted {
    fileprivate var text: String {
        switch self {
        case .unsigned: "a number"
        case .bytes: "a row of bytes"
        case .array: "a list"
        case .bytesOrNull: "a row of bytes, or nothing,"
        }
    }
}

extension ExportFinding {
    var text: String {
        let what =
            kind.map { "\($0.name) from operation \(firstSeq) on" }
            ?? "all from operation \(firstSeq) on"
        let why =
            switch reason {
            case .aboveCut(let cut):
                "above operation \(cut.seq), up to which a revocation lets it count"
            case .retired: "the author's retirement doesn't list the log"
            case .notOpened: "the log doesn't begin with log.opened"
            case .notPermitted: "none of the author's roles may write it"
            case .wrongScope: "it doesn't belong into this scope"
            case .forked: "the log, or that of its author's enrolment, forked below it"
            case .excluded: "a decision leaves its branch out"
            case .rotated: "its author had rotated to another key"
            }
        return "log \(log.name): \(what) doesn't count: \(why)"
    }
}

extension Finding {
    var log: LogID? {
        switch self {
        case .page, .table: nil
        case .chain(let log, _, _), .hash(let log, _): log
        }
    }

    var seq: UInt64? {
        switch self {
        case .page, .table: nil
        case .chain(_, let seq, _), .hash(_, let seq): seq
        }
    }

    var text: String {
        switch self {
        case .page(let words): "the database file is damaged: \(words)"
        case .chain(let log, let seq, let failure):
            "log \(log.name), operation \(seq): \(failure.text)"
        case .hash(let log, let seq):
            "log \(log.name), operation \(seq): its hash isn't that of what is stored"
        case .table(let stored, let scanned):
            "table \(stored.table.rawValue): its \(scanned.count) rows aren't those that the log "
                + "made (\(stored.count) rows)"
        }
    }

    /// What to do about it.
    var remedy: String {
        switch self {
        case .page:
            "don't sell on it; copy the folder elsewhere, then restore the last backup or take "
                + "this lane anew from a neighbour"
        case .chain, .hash:
            "the log itself was changed: keep the folder as evidence, then restore the last backup"
        case .table: "`tillmesh rebuild` makes the tables from the log again"
        }
    }
}

extension ChainVerifier.Failure {
    fileprivate var text: String {
        switch self {
        case .body: "what is stored is no operation"
        case .otherLog: "it belongs to another log"
        case .seq(let expected, let found): "operation \(expected) is missing (\(found) follows)"
        case .prev: "it isn't chained on the operation before it"
        case .hlc: "its time stamp isn't above the one before"
        case .signature: "its signature doesn't fit: it or something before it was changed"
        case .uncovered: "no signature covers the log's end"
        }
    }
}
