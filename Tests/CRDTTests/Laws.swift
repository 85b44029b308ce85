import TestSupport
import Testing

/// What every value that merges promises, for any type: three values, one merge.
enum MergeLaws {
    static func check<Value: Equatable>(
        _ a: Value, _ b: Value, _ c: Value, merge: (Value, Value) -> Value,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(merge(a, b) == merge(b, a), "commutative", sourceLocation: sourceLocation)
        #expect(
            merge(merge(a, b), c) == merge(a, merge(b, c)), "associative",
            sourceLocation: sourceLocation)
        #expect(merge(a, a) == a, "idempotent", sourceLocation: sourceLocation)
        #expect(
            merge(merge(a, b), b) == merge(a, b), "merging again changes nothing",
            sourceLocation: sourceLocation)
    }
}

/// What every value that takes operations back promises: only the set that stays matters.
enum RetractionLaws {
    /// Applies all in one random order, taking back and giving again on the way, and retracts
    /// `gone` at random moments; compares with `kept` applied alone, in order.
    static func check<Value: Equatable, Change>(
        kept: [Change], gone: [Change], empty: Value, using random: inout SplitMix64,
        apply: (inout Value, Change) -> Void, retract: (inout Value, Change) -> Void,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        var expected = empty
        for change in kept { apply(&expected, change) }

        var value = empty
        // A kept change may be retracted and applied again; a gone one ends retracted.
        var steps = (kept.map { ($0, [true]) } + gone.map { ($0, [true, false]) })
            .shuffled(using: &random)
        for index in steps.indices where Bool.random(using: &random) {
            steps[index].1 += steps[index].1.last == true ? [false, true] : [true, false]
        }
        while let index = steps.indices.randomElement(using: &random) {
            let isApplied = steps[index].1.removeFirst()
            if isApplied {
                apply(&value, steps[index].0)
            } else {
                retract(&value, steps[index].0)
            }
            if steps[index].1.isEmpty { steps.remove(at: index) }
        }
        #expect(value == expected, sourceLocation: sourceLocation)
    }
}
