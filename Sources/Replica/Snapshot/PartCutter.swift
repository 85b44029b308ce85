import Encoding
public import Ledger
public import Replication

/// Cuts one table's rows into parts of a snapshot (protocol.md §7).
///
/// The order is that of the encoded keys and a part is as long as it may be, so all nodes with the
/// same rows make the same parts, and any of them can serve any of them.
public struct PartCutter: Sendable {
    private struct Place {
        let start: Int
        let keyStart: Int
        let keyEnd: Int
        let end: Int
    }

    private let bytesMax: Int
    private var bytes: [UInt8] = []
    private var places: [Place] = []

    /// - Parameter bytesMax: of one part; tests take small ones.
    public init(bytesMax: Int = SnapshotOffer.partBytesMax) { self.bytesMax = bytesMax }

    /// Takes a row; rows may come in any order.
    public mutating func add(_ row: Row) {
        var encoder = CBOREncoder(capacity: 256)
        encoder.array(row.values.count + 1)
        encoder.text(row.table.rawValue)
        let keyStart = encoder.count
        row.encodeKey(into: &encoder)
        let keyEnd = encoder.count
        for value in row.values.dropFirst(row.table.table.keyCount) { value.encode(into: &encoder) }
        let start = bytes.count
        encoder.withBytes { bytes.append(contentsOf: $0) }
        places.append(
            Place(
                start: start, keyStart: start + keyStart, keyEnd: start + keyEnd,
                end: bytes.count))
    }

    /// Takes the parts of the rows so far; then it is empty.
    ///
    /// - Parameter take: is given each part's bytes, in order; none where there is no row.
    /// - Throws: what `take` throws.
    public mutating func finish<Failure: Error>(
        _ take: ([UInt8]) throws(Failure) -> Void
    ) throws(Failure) {
        sort()
        var part: [UInt8] = []
        for place in places {
            if !part.isEmpty, part.count + place.end - place.start > bytesMax {
                try take(part)
                part.removeAll(keepingCapacity: true)
            }
            part.append(contentsOf: bytes[place.start..<place.end])
        }
        if !part.isEmpty { try take(part) }
        bytes = []
        places = []
    }

    private mutating func sort() {
        let all = bytes
        places.sort { first, second in
            all[first.keyStart..<first.keyEnd].lexicographicallyPrecedes(
                all[second.keyStart..<second.keyEnd])
        }
    }
}
