/// Something that goes wrong at one step of a run.
public struct Fault: Hashable, Sendable {
    /// When the power goes, seen from one write to the disk.
    public enum Cut: String, Hashable, Sendable, CaseIterable {
        /// The write was never made.
        case before
        /// It was made and not synced: the crash takes it.
        case during
        /// It is on disk, and nobody was told.
        case after
    }

    public enum Kind: Hashable, Sendable {
        /// The power goes at the step's write of this number, from 0; at the step's end where it
        /// writes less.
        case power(Cut, write: Int)
        /// The disk is full from the step's write of this number on, for so many steps.
        case full(write: Int, steps: Int)
        /// The wall clock jumps by so many seconds.
        case clock(seconds: Int64)
    }

    /// The step at which it strikes, from 0.
    public let step: Int
    public let kind: Kind

    public init(step: Int, kind: Kind) {
        self.step = step
        self.kind = kind
    }
}

// As the command line writes them: `17:power-after-1`, `20:full-0-5`, `30:clock-3600`.
extension Fault: CustomStringConvertible, LosslessStringConvertible {
    public var description: String {
        switch kind {
        case .power(let cut, let write): "\(step):power-\(cut.rawValue)-\(write)"
        case .full(let write, let steps): "\(step):full-\(write)-\(steps)"
        case .clock(let seconds): "\(step):clock\(seconds < 0 ? "-" : "+")\(seconds.magnitude)"
        }
    }

    public init?(_ text: String) {
        let halves = text.split(separator: ":", maxSplits: 1).map(String.init)
        guard halves.count == 2, let step = Int(halves[0]), step >= 0,
            let kind = Kind(halves[1])
        else { return nil }
        self.init(step: step, kind: kind)
    }
}

extension Fault.Kind {
    fileprivate init?(_ text: String) {
        if text.hasPrefix("clock"), let seconds = Int64(text.dropFirst(5)) {
            self = .clock(seconds: seconds)
            return
        }
        let parts = text.split(separator: "-").map(String.init)
        guard parts.count == 3, let last = Int(parts[2]), last >= 0 else { return nil }
        if parts[0] == "power", let cut = Fault.Cut(rawValue: parts[1]) {
            self = .power(cut, write: last)
        } else if parts[0] == "full", let write = Int(parts[1]), write >= 0 {
            self = .full(write: write, steps: last)
        } else {
            return nil
        }
    }
}

extension Fault {
    /// The faults that a seed draws for a run of so many steps, at most one a step.
    static func drawn(seed: UInt64, steps: Int) -> [Fault] {
        (0..<steps).compactMap { step in
            var random = SeededRandom(seed: seed, step: step, of: .faults)
            guard random.isOneIn(12) else { return nil }
            return Fault(step: step, kind: kind(&random))
        }
    }

    private static func kind(_ random: inout SeededRandom) -> Kind {
        let write = Int(random.pick(weighted: [(6, 0), (3, 1), (2, 2), (1, 3)]))
        return random.pick(weighted: [
            (8, .power(random.pick(Cut.allCases), write: write)),
            (2, .full(write: write, steps: Int(random.number(1...8)))),
            (2, .clock(seconds: random.pick([-1, 1]) * jump(&random))),
        ])
    }

    /// Minutes, hours or days.
    private static func jump(_ random: inout SeededRandom) -> Int64 {
        random.pick([60, 3600, 86_400]) * random.number(1...20)
    }
}
