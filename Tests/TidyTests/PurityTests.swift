import Testing

/// What the modules without I/O may not contain, whatever they import.
@Suite struct PurityTests {
    @Test(arguments: [
        "async", "await", "Task", "actor", "Double", "Float", "Float16", "Float80", "CGFloat",
        "SystemRandomNumberGenerator", "ContinuousClock", "SuspendingClock", "getenv",
    ])
    func `pure modules wait for nothing, read no clock and do no floating point`(word: String) {
        #expect(Checkout.pure.count > 5)
        let places = Checkout.pure.flatMap { $0.places(of: [word]) }
        #expect(places.isEmpty, "\(places.joined(separator: "\n"))")
    }

    @Test func `randomness has a source that a seed decides`() {
        let places = (Checkout.pure + Checkout.files.filter { $0.isBelow("simulations") })
            .flatMap { $0.placesOfUnseededRandomness() }
        #expect(places.isEmpty, "\(places.joined(separator: "\n"))")
    }

    @Test(arguments: [
        ("Int.random(in: 0..<9)", 1), ("Int.random(in: 0..<9, using: &random)", 0),
        ("items.shuffled()", 1), ("items.shuffled(using: &random)", 0),
        ("items.randomElement(\n    using: &random)", 0), ("PNCounter.random(seed)", 0),
    ])
    func `randomness without a source is found`(source: String, count: Int) {
        let file = SourceFile(path: "Sources/A/B.swift", bytes: Array(source.utf8))
        #expect(file.placesOfUnseededRandomness().count == count)
    }
}

extension SourceFile {
    /// Where a random choice names no generator: `path:line call`.
    func placesOfUnseededRandomness() -> [String] {
        let calls = [".random(in:", ".shuffled(", ".shuffle(", ".randomElement("]
        return calls.flatMap { call in
            code.indices.filter { index in
                // The argument may stand on one of the next lines.
                code[index].utf8Contains(call)
                    && !code[index..<min(index + 4, code.count)].contains {
                        $0.utf8Contains("using:")
                    }
            }
            .map { "\(path):\($0 + 1) \(call)" }
        }
    }
}
