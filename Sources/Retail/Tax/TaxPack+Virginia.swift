extension TaxPack {
    /// Virginia as a dated public table.
    ///
    /// Categories: `G` groceries and personal hygiene, `R` prescription medicine; all else is the
    /// general rate.
    ///
    /// - Source: Virginia Code §§ 58.1-603 to 58.1-606.1 and the tax department's announcements.
    public static let virginia = TaxPack(
        name: "virginia", currency: "USD", zone: "America/New_York", isIncluded: false,
        places: [TaxPlace(name: "Virginia", rates: statewide)]
            + places(hamptonRoads, plus: [region("2013-07-01")])
            + places(northern, plus: [region("2013-07-01")])
            + places(central, plus: [region("2020-10-01")])
            + places(historicTriangle, plus: [region("2013-07-01"), historic])
            + schoolLocalities.map { name, from in
                TaxPlace(name: name, rates: statewide + [schools(from)])
            })

    private static let statewide = [
        DatedRate("", .state, "STATE", basisPoints: 430, from: "2013-07-01"),
        DatedRate("", .county, "LOCAL", basisPoints: 100, from: "2013-07-01"),
        // Groceries: 2.5 % until the state's share ended with 2022, then the local 1 % alone.
        DatedRate(
            "G", .state, "STATE", basisPoints: 150, from: "2013-07-01", until: "2023-01-01"),
        DatedRate("G", .county, "LOCAL", basisPoints: 100, from: "2013-07-01"),
        DatedRate("R", .state, "STATE", basisPoints: 0, from: "2013-07-01"),
    ]

    private static func region(_ from: String) -> DatedRate {
        DatedRate("", .district, "REGION", basisPoints: 70, from: from)
    }

    private static let historic = DatedRate(
        "", .district, "HISTORIC", basisPoints: 100, from: "2018-07-01")

    /// The additional local 1 % for schools, which localities vote for one by one.
    private static func schools(_ from: String) -> DatedRate {
        DatedRate("", .county, "SCHOOLS", basisPoints: 100, from: from)
    }

    private static func places(_ names: [String], plus more: [DatedRate]) -> [TaxPlace] {
        names.map { TaxPlace(name: $0, rates: statewide + more) }
    }

    private static let hamptonRoads = [
        "Chesapeake", "Franklin City", "Hampton", "Isle of Wight", "Newport News", "Norfolk",
        "Poquoson", "Portsmouth", "Southampton", "Suffolk", "Virginia Beach",
    ]
    private static let northern = [
        "Alexandria", "Arlington", "Fairfax", "Fairfax City", "Falls Church", "Loudoun",
        "Manassas", "Manassas Park", "Prince William",
    ]
    private static let central = [
        "Charles City", "Chesterfield", "Goochland", "Hanover", "Henrico", "New Kent",
        "Powhatan", "Richmond City",
    ]
    private static let historicTriangle = ["James City", "Williamsburg", "York"]
    private static let schoolLocalities = [
        ("Charlotte", "2021-07-01"), ("Danville", "2022-07-01"), ("Gloucester", "2021-07-01"),
        ("Halifax", "2020-07-01"), ("Henry", "2021-04-01"), ("Northampton", "2021-07-01"),
        ("Patrick", "2021-07-01"), ("Pittsylvania", "2023-07-01"),
    ]
}

extension TaxPack {
    /// Virginia as a well-known blueprint of a till states it; for conformance, not for a shop.
    ///
    /// Categories: `G` groceries, `P` prepared food, `R` prescription medicine, `M` medical
    /// equipment. Central Virginia's rate of zero is a rule of its own.
    public static let virginiaBlueprint = TaxPack(
        name: "virginia-2026-blueprint", currency: "USD", zone: "America/New_York",
        isIncluded: false,
        places: [TaxPlace(name: "Virginia", rates: blueprint)]
            + blueprintPlaces(
                [
                    "Norfolk", "Virginia Beach", "Newport News", "Hampton", "Arlington",
                    "Fairfax", "Loudoun", "Prince William",
                ], basisPoints: 70)
            + blueprintPlaces(["Henrico", "Chesterfield", "Richmond City"], basisPoints: 0))

    private static let blueprint = [
        DatedRate("", .state, "STATE", basisPoints: 430, from: "2026-01-01"),
        DatedRate("", .county, "LOCAL", basisPoints: 100, from: "2026-01-01"),
        DatedRate("G", .state, "STATE", basisPoints: 150, from: "2026-01-01"),
        DatedRate("P", .state, "PREPARED", basisPoints: 1000, from: "2026-01-01"),
        DatedRate("R", .state, "STATE", basisPoints: 0, from: "2026-01-01"),
        DatedRate("M", .state, "STATE", basisPoints: 0, from: "2026-01-01"),
    ]

    private static func blueprintPlaces(_ names: [String], basisPoints: Int64) -> [TaxPlace] {
        let region = DatedRate(
            "", .district, "REGION", basisPoints: basisPoints, from: "2026-01-01")
        return names.map { TaxPlace(name: $0, rates: blueprint + [region]) }
    }
}
