import Retail

/// The sample shop's customers: what they put into their baskets, and how they pay.
///
/// The same seed draws the same customers in the same order.
struct Shoppers {
    /// What a basket is filled for, with the goods that go into it.
    private static let errands = [
        [
            "DA001", "DA015", "DA010", "BK001", "BK008", "BK010", "PA022", "JU001", "PA024",
            "PR4011",
        ],
        ["PA005", "PA034", "PA014", "DA031", "BK005", "PR4664", "PR4608", "PR4889", "BW006"],
        ["PF001", "PF004", "PF007", "NW001", "BK013", "DR001", "DR022", "PA058"],
        ["ME001", "DE002", "DE003", "BK006", "PA045", "PA046", "PA054", "DR003", "BW001"],
        ["HH001", "HH003", "HH006", "HH011", "PC001", "PC004", "PC013"],
        ["PB002", "PB004", "PB006", "PB007", "DA002", "PA021", "PR4131"],
        ["FZ006", "FZ012", "FZ010", "DR002", "PA051", "DR019"],
        ["PR4072", "PR4093", "PR4562", "PR4061", "PR4053", "PA001", "PA028", "DE006", "DA027"],
    ]

    /// One thing of a basket, and how much of it.
    struct Wish: Hashable {
        let code: String
        /// Of goods that are weighed.
        let grams: Int64
        let pieces: Int64
    }

    enum Payment: Hashable {
        case cash
        case card(reference: String)
    }

    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// The next customer's goods, most of them for one errand.
    mutating func basket() -> [Wish] {
        let main = Self.errands[below(Self.errands.count)]
        let other = Self.errands[below(Self.errands.count)]
        let count = 1 + below(4) + below(5)
        var codes: [String] = []
        for _ in 0..<count {
            let shelf = below(4) == 0 ? other : main
            let code = shelf[below(shelf.count)]
            if !codes.contains(code) { codes.append(code) }
        }
        return codes.map { code in
            Wish(
                code: code, grams: Int64(150 + below(1_350)),
                pieces: below(4) == 0 ? Int64(2 + below(3)) : 1)
        }
    }

    /// Most pay by card.
    mutating func payment() -> Payment {
        below(5) < 3 ? .card(reference: "A\(10_000 + below(90_000))") : .cash
    }

    /// Whether something happens that happens to one customer in so many.
    mutating func isOneIn(_ count: Int) -> Bool { below(count) == 0 }

    /// How long until the next customer's basket is rung, in milliseconds.
    mutating func pause() -> Int32 { Int32(4_000 + below(8_000)) }

    /// SplitMix64: Steele, Lea, Flood (OOPSLA 2014).
    private mutating func below(_ count: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((mixed ^ (mixed >> 31)) % UInt64(count))
    }
}
