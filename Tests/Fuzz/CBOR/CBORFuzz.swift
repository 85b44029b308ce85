// Built by Tests/Fuzz/run with libFuzzer; the package builds it too, so that it stays true.
import Encoding

/// What holds for any bytes: they're refused inside themselves, or are their value's encoding.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzCBOR(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    do throws(CBORError) {
        let item = try CBOR.decode(bytes)
        precondition(item.encoded == bytes, "accepted, but encodes otherwise")
        var reader = try CBORReader(bytes)
        let range = try reader.skip()
        precondition(range == 0..<bytes.count, "skipped \(range) of \(bytes.count)")
    } catch {
        precondition((0...bytes.count).contains(error.offset), "offset \(error.offset)")
        precondition(error.reason != .unexpected, "refused what it accepts")
    }
    walk(bytes)
    return 0
}

/// A sequence moves forward until its end or the first refusal.
private func walk(_ bytes: [UInt8]) {
    var sequence = CBORSequence(bytes)
    do throws(CBORError) {
        while let range = try sequence.nextRange() {
            precondition(!range.isEmpty && range.upperBound == sequence.offset, "\(range)")
        }
        precondition(sequence.offset == bytes.count, "ended at \(sequence.offset)")
    } catch {
        precondition(error.offset >= sequence.offset, "refused before the item: \(error)")
    }
}
