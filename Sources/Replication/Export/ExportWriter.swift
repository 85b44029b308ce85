public import CRDT

/// Writes an export: feed the elements in order, write out the bytes that come back.
///
/// Operations behind a branch's last signature are left out and counted: nothing vouches for
/// them yet. Logs come ascending; a forked log as ``ExportOrder`` gives it.
public struct ExportWriter: Sendable {
    /// Which signatures are written.
    public enum Signatures: Hashable, Sendable {
        /// One a branch, at its end: then no operation can be taken from the end unseen.
        case last
        /// All that are held: then the end may be cut where a signature stood.
        case all
    }

    /// Why an element was refused.
    public enum Failure: Error, Hashable, Sendable {
        /// Logs come ascending, by their encoding.
        case order(LogID)
    }

    /// Operations that were left out because no signature covers them.
    public private(set) var omitted = 0

    private let signatures: Signatures
    private var log: LogID?
    /// The last operation that a signature covers; whether its own is written isn't known yet.
    private var held: SignedOperation?
    private var uncovered: [SignedOperation] = []

    public init(signatures: Signatures = .last) { self.signatures = signatures }

    /// Takes the next element and returns the bytes that can be written now.
    public mutating func append(_ item: ExportItem) throws(Failure) -> [UInt8] {
        if let log, item.log < log { throw .order(item.log) }
        var bytes: [UInt8] = []
        if !continues(item) { endBranch(into: &bytes) }
        log = item.log
        switch item {
        case .anchor(let anchor): anchor.append(to: &bytes)
        case .operation(let signed): take(signed, into: &bytes)
        }
        return bytes
    }

    /// Returns the last bytes.
    public mutating func finish() -> [UInt8] {
        var bytes: [UInt8] = []
        endBranch(into: &bytes)
        return bytes
    }

    private func continues(_ item: ExportItem) -> Bool {
        guard case .operation(let signed) = item, signed.operation.log == log else { return false }
        guard let last = uncovered.last ?? held else { return true }
        return signed.operation.prev == last.hash
    }

    private mutating func take(_ signed: SignedOperation, into bytes: inout [UInt8]) {
        guard signed.signature != nil else { return uncovered.append(signed) }
        if let held { write(held, isSigned: signatures == .all, into: &bytes) }
        for operation in uncovered { write(operation, isSigned: false, into: &bytes) }
        uncovered.removeAll(keepingCapacity: true)
        held = signed
    }

    private mutating func endBranch(into bytes: inout [UInt8]) {
        if let held { write(held, isSigned: true, into: &bytes) }
        omitted += uncovered.count
        uncovered.removeAll(keepingCapacity: true)
        held = nil
    }

    private func write(_ signed: SignedOperation, isSigned: Bool, into bytes: inout [UInt8]) {
        bytes.appendArray(of: 2)
        signed.operation.appendBody(to: &bytes)
        bytes.appendSignature(isSigned ? signed.signature : nil)
    }
}
