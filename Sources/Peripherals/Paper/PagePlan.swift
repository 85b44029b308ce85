/// Chooses the code page of each character so that the page changes as rarely as possible.
///
/// Taking the longest run that one page can print, again and again, gives the fewest runs: any
/// other cut comes no later. ASCII is in every page and never ends a run.
struct PagePlan {
    static let pagesMax = 32

    private let pages: [PrinterProfile.Page]
    private var known: [Character: UInt32] = [:]

    init(_ profile: PrinterProfile) {
        // As many as the mask has bits; a profile file with more is refused.
        pages = Array(profile.pages.prefix(PagePlan.pagesMax))
    }

    /// The page of each character, nil for ASCII and for what no page holds.
    mutating func pages(for characters: [Character]) -> [PrinterProfile.Page?] {
        var plan: [PrinterProfile.Page?] = Array(repeating: nil, count: characters.count)
        var run: [Int] = []
        var common = UInt32.max
        for (index, character) in characters.enumerated() where !character.isASCII {
            let mask = mask(of: character)
            guard mask != 0 else { continue }
            if common & mask == 0 {
                assign(common, to: run, in: &plan)
                run = []
                common = mask
            } else {
                common &= mask
            }
            run.append(index)
        }
        assign(common, to: run, in: &plan)
        return plan
    }

    private func assign(_ mask: UInt32, to run: [Int], in plan: inout [PrinterProfile.Page?]) {
        guard !run.isEmpty else { return }
        let page = pages[mask.trailingZeroBitCount]
        for index in run { plan[index] = page }
    }

    private mutating func mask(of character: Character) -> UInt32 {
        if let mask = known[character] { return mask }
        var mask: UInt32 = 0
        for (index, page) in pages.enumerated() where page.page.byte(for: character) != nil {
            mask |= 1 << UInt32(index)
        }
        known[character] = mask
        return mask
    }
}
