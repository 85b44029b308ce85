package import Lane
package import Peripherals

/// Tells scans from keys in what a terminal sends; performs no I/O.
///
/// A scan leaves it whole or not at all, so none of its characters can reach an edit field.
package struct InputSorter {
    package enum Output: Hashable {
        case key(Key)
        case scan(String)
        /// Something was scanned and can't be told.
        case lostScan
    }

    private let mode: ScanDecoder.Mode?
    private var decoder: ScanDecoder?
    /// Typed characters of one reading, joined so that marks stay with their letters.
    private var typed = String.UnicodeScalarView()
    private var outputs: [Output] = []

    /// - Parameter mode: nil where no scanner types into the terminal.
    package init(_ mode: ScanDecoder.Mode?) {
        self.mode = mode
        decoder = mode.map(ScanDecoder.init)
    }

    /// When ``handle(_:at:)`` must be called at the latest, nil while nothing waits.
    package var deadline: Int64? { decoder?.deadline }

    /// Takes what was read at one time; nothing but the time is a reading, too.
    ///
    /// - Parameters:
    ///   - inputs: in the order of their arrival.
    ///   - now: milliseconds of a clock that doesn't go back.
    ///   - isLate: whether it was there before anybody waited for it.
    /// - Returns: keys and scans, in the order in which they were typed.
    package mutating func handle(
        _ inputs: [TerminalInput], at now: Int64, isLate: Bool = false
    ) -> [Output] {
        if isLate { decoder?.resume(at: now) }
        take(decoder?.tick(at: now) ?? [])
        for input in inputs {
            switch input {
            case .character(let scalar):
                take(decoder?.handle(scalar, at: now) ?? [.key(scalar)])
            case .key(let key):
                if case .timed = mode {
                    // No scanner has such a key, so what came before it was typed.
                    take(decoder?.tick(at: .max) ?? [])
                }
                flush()
                outputs.append(.key(key))
            case .unknown: break
            }
        }
        flush()
        defer { outputs = [] }
        return outputs
    }

    private mutating func take(_ decoded: [ScanDecoder.Output]) {
        for output in decoded {
            switch output {
            case .key(let scalar): typed.append(scalar)
            case .scan(let text):
                flush()
                outputs.append(.scan(text))
            case .refused:
                flush()
                outputs.append(.lostScan)
            }
        }
    }

    private mutating func flush() {
        guard !typed.isEmpty else { return }
        // A carriage return and a line feed are one character to Swift and two keys to a terminal.
        for part in typed.split(omittingEmptySubsequences: false, whereSeparator: { $0 == "\r" })
            .enumerated()
        {
            if part.offset > 0 { outputs.append(.key(.enter)) }
            for character in String(part.element) {
                if let key = Key(typed: character) { outputs.append(.key(key)) }
            }
        }
        typed = String.UnicodeScalarView()
    }
}
