import Simulation

/// Why the arguments make no campaign.
enum OptionsError: Error, Equatable, CustomStringConvertible {
    case unknown(String)
    case missing(after: String)
    case bad(option: String, value: String)

    var description: String {
        switch self {
        case .unknown(let text): "there is no option \(text)"
        case .missing(let option): "\(option) wants a value"
        case .bad(let option, let value): "\(option) doesn't take \(value)"
        }
    }
}

/// What the command line asks for.
struct Options: Equatable {
    var seeds: ClosedRange<UInt64> = 0...199
    var steps = 300
    /// Nil: those that each seed draws.
    var faults: [Fault]?
    /// Of a store; they are written in another way.
    var storeFaults: [StoreFault]?
    /// Nil: one lane, alone.
    var lanes: Int?
    /// Whether the store's members come, go, are cloned and forget.
    var isOfMembers = false
    var sabotage: Scenario.Sabotage?
    /// Of a store of members.
    var memberSabotage: MemberScenario.Sabotage?
    var isVerbose = false
    var wantsHelp = false

    static let help = """
        simulate [--seed N | --seeds A..B] [--lanes K] [--members] [--steps M]
                 [--faults LIST] [--sabotage NAME] [--verbose]

        Runs one lane of a shop on virtual time from each seed: a shop and its people are invented,
        the power goes, the disk fills up, the clock jumps, and after every step the lane's figures
        are held against books that are kept outside of it. A seed that fails is shrunk to the
        fewest faults that still fail, and the command that replays it is printed.

          --seed N         runs one seed
          --seeds A..B     runs these seeds, both ends included (default 0..199)
          --lanes K        a store of 2 to 9 lanes that meet over a network which splits, loses and
                           mangles; at the end all must agree
          --members        members come and go, are revoked, retired and cloned, keys change and
                           disks forget; --lanes is how many there are at first (default 4)
          --steps M        steps of a run (default 300)
          --faults LIST    these faults instead of the seed's own: 17:power-after-1,20:full-0-5,
                           30:clock-3600; none: no faults; of a store 17:lane-0-power-after-1,
                           3:split-5, 9:heal, 0:weather-200-4-1
          --sabotage NAME  breaks the program on purpose, to see that it is noticed:
                           \(Scenario.Sabotage.allCases.map(\.rawValue).joined(separator: ", "));
                           of members \(MemberScenario.Sabotage.generous.rawValue)
          --verbose        prints every step
          --help           this text
        """

    init(_ arguments: [String]) throws(OptionsError) {
        var rest = arguments[...]
        while let option = rest.popFirst() {
            switch option {
            case "--help", "-h": wantsHelp = true
            case "--verbose": isVerbose = true
            case "--members": isOfMembers = true
            case "--seed", "--seeds", "--lanes", "--steps", "--faults", "--sabotage":
                guard let value = rest.popFirst() else { throw .missing(after: option) }
                guard take(option, value) else { throw .bad(option: option, value: value) }
            default: throw .unknown(option)
            }
        }
    }

    /// False where the value makes no sense.
    private mutating func take(_ option: String, _ value: String) -> Bool {
        switch option {
        case "--seed":
            guard let seed = UInt64(value) else { return false }
            seeds = seed...seed
        case "--seeds":
            let ends = value.split(separator: ".", omittingEmptySubsequences: true).map(String.init)
            guard ends.count == 2, value == "\(ends[0])..\(ends[1])", let first = UInt64(ends[0]),
                let last = UInt64(ends[1]), first <= last
            else { return false }
            seeds = first...last
        case "--lanes":
            guard let count = Int(value), (2...9).contains(count) else { return false }
            lanes = count
        case "--steps":
            guard let count = Int(value), (1...1_000_000).contains(count) else { return false }
            steps = count
        case "--faults":
            return takeFaults(value)
        default:
            sabotage = Scenario.Sabotage(rawValue: value)
            memberSabotage = MemberScenario.Sabotage(rawValue: value)
            return sabotage != nil || memberSabotage != nil
        }
        return true
    }

    private mutating func takeFaults(_ value: String) -> Bool {
        let texts = value == "none" ? [] : value.split(separator: ",").map(String.init)
        let (read, ofStore) = (texts.compactMap { Fault($0) }, texts.compactMap { StoreFault($0) })
        if read.count == texts.count { faults = read }
        if ofStore.count == texts.count { storeFaults = ofStore }
        return faults != nil || storeFaults != nil
    }

    func scenario(_ seed: UInt64) -> Scenario {
        Scenario(seed: seed, steps: steps, faults: faults, sabotage: sabotage)
    }
}
