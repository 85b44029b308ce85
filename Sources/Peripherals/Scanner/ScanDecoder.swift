/// Tells a scanner's characters from a cashier's where both come by one keyboard or line;
/// performs no I/O.
///
/// Time is a parameter, in milliseconds of any clock that doesn't go back.
public struct ScanDecoder: Sendable {
    /// How a scan is recognised.
    public enum Mode: Hashable, Sendable {
        /// Between a character that no key types and one that ends the scan.
        case framed(prefix: Unicode.Scalar, suffix: Unicode.Scalar)
        /// Everything up to Enter or Tab: a line that only the scanner is on.
        case lines
        /// At least `lengthMin` characters, each within `gapMilliseconds` of the one before, with
        /// Enter or Tab behind.
        case timed(gapMilliseconds: Int64, lengthMin: Int)
    }

    public enum Output: Hashable, Sendable {
        case scan(String)
        /// Typed by hand.
        case key(Unicode.Scalar)
        /// So many characters that began a scan and were none: too long, or without an end.
        case refused(length: Int)
    }

    /// Typing is not faster, and no scanner is slower than this (30 ms).
    public static let usualTiming = Mode.timed(gapMilliseconds: 30, lengthMin: 6)

    /// The longest symbol holds 7,089 digits; GS1 limits its element strings far below this.
    static let lengthMax = 1_024
    /// A framed scan that isn't complete by then lost its end.
    static let frameMilliseconds: Int64 = 500

    private let mode: Mode
    private var pending: [Unicode.Scalar] = []
    private var isInFrame = false
    private var lastAt: Int64 = 0
    /// Carriage return ended the last scan, and its line feed may follow.
    private var mayFollowLineFeed = false

    public init(_ mode: Mode) { self.mode = mode }

    /// When ``tick(at:)`` must be called at the latest, nil while nothing waits.
    public var deadline: Int64? {
        switch mode {
        case .framed: isInFrame ? lastAt + ScanDecoder.frameMilliseconds : nil
        case .lines: nil
        case .timed(let gap, _): pending.isEmpty ? nil : lastAt + gap + 1
        }
    }

    /// Says that what comes now may have come any time since the last character: whoever reads was
    /// busy, and nothing that waited has waited too long.
    public mutating func resume(at now: Int64) {
        if deadline != nil { lastAt = max(lastAt, now) }
    }

    /// Takes one character in.
    public mutating func handle(_ character: Unicode.Scalar, at now: Int64) -> [Output] {
        var outputs = tick(at: now)
        let isSecondHalf = mayFollowLineFeed && character == "\n" && now - lastAt <= 30
        mayFollowLineFeed = false
        if isSecondHalf { return outputs }
        switch mode {
        case .framed(let prefix, let suffix):
            outputs += framed(character, prefix: prefix, suffix: suffix)
        case .lines: outputs += collect(character, end: ScanDecoder.isEnd(character))
        case .timed(_, let lengthMin): outputs += timed(character, lengthMin: lengthMin)
        }
        lastAt = now
        return outputs
    }

    /// Gives out what time has shown to be typed.
    public mutating func tick(at now: Int64) -> [Output] {
        guard let deadline, now >= deadline else { return [] }
        switch mode {
        case .framed:
            isInFrame = false
            return refusePending()
        case .lines: return []
        case .timed: return keysOfPending()
        }
    }

    private mutating func framed(
        _ character: Unicode.Scalar, prefix: Unicode.Scalar, suffix: Unicode.Scalar
    ) -> [Output] {
        if character == prefix {
            // A new beginning before the end: the first one lost its end.
            let lost = isInFrame ? refusePending() : []
            isInFrame = true
            return lost
        }
        guard isInFrame else { return [.key(character)] }
        let outputs = collect(character, end: character == suffix)
        if character == suffix || !outputs.isEmpty { isInFrame = false }
        return outputs
    }

    /// Adds to the scan, or ends it.
    private mutating func collect(_ character: Unicode.Scalar, end: Bool) -> [Output] {
        guard !end else { return finishScan(endedBy: character) }
        pending.append(character)
        return pending.count > ScanDecoder.lengthMax ? refusePending() : []
    }

    private mutating func timed(_ character: Unicode.Scalar, lengthMin: Int) -> [Output] {
        if ScanDecoder.isEnd(character) {
            guard pending.count >= lengthMin else { return keysOfPending() + [.key(character)] }
            return finishScan(endedBy: character)
        }
        pending.append(character)
        return pending.count > ScanDecoder.lengthMax ? refusePending() : []
    }

    private mutating func finishScan(endedBy character: Unicode.Scalar) -> [Output] {
        mayFollowLineFeed = character == "\r"
        defer { pending = [] }
        guard !pending.isEmpty else { return [] }
        var text = String.UnicodeScalarView()
        text.append(contentsOf: pending)
        return [.scan(String(text))]
    }

    private mutating func keysOfPending() -> [Output] {
        defer { pending = [] }
        return pending.map { .key($0) }
    }

    private mutating func refusePending() -> [Output] {
        defer { pending = [] }
        return pending.isEmpty ? [] : [.refused(length: pending.count)]
    }

    private static func isEnd(_ character: Unicode.Scalar) -> Bool {
        character == "\r" || character == "\n" || character == "\t"
    }
}
