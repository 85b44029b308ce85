extension TaxPack {
    /// The United Kingdom's VAT, within the prices.
    ///
    /// Categories: `R` reduced, `Z` zero; all else is the standard rate.
    ///
    /// - Source: HM Revenue and Customs, VAT rates.
    public static let unitedKingdom = TaxPack(
        name: "united-kingdom", currency: "GBP", zone: "Europe/London", isIncluded: true,
        places: [
            TaxPlace(
                name: "United Kingdom",
                rates: [
                    DatedRate(
                        "", .national, "VAT", basisPoints: 1750, from: "1991-04-01",
                        until: "2008-12-01"),
                    DatedRate(
                        "", .national, "VAT", basisPoints: 1500, from: "2008-12-01",
                        until: "2010-01-01"),
                    DatedRate(
                        "", .national, "VAT", basisPoints: 1750, from: "2010-01-01",
                        until: "2011-01-04"),
                    DatedRate("", .national, "VAT", basisPoints: 2000, from: "2011-01-04"),
                    DatedRate("R", .national, "VAT", basisPoints: 500, from: "1997-09-01"),
                    DatedRate("Z", .national, "VAT", basisPoints: 0, from: "1973-04-01"),
                ])
        ])

    /// Spain's IVA, within the prices; mainland and Balearic Islands.
    ///
    /// Categories: `R` reduced, `S` super-reduced, `Z` zero; all else is the general rate.
    ///
    /// - Source: Ley 37/1992, articles 90 and 91, as amended in 2010 and 2012.
    public static let spain = TaxPack(
        name: "spain", currency: "EUR", zone: "Europe/Madrid", isIncluded: true,
        places: [
            TaxPlace(
                name: "Spain",
                rates: [
                    DatedRate(
                        "", .national, "IVA", basisPoints: 1800, from: "2010-07-01",
                        until: "2012-09-01"),
                    DatedRate("", .national, "IVA", basisPoints: 2100, from: "2012-09-01"),
                    DatedRate(
                        "R", .national, "IVA", basisPoints: 800, from: "2010-07-01",
                        until: "2012-09-01"),
                    DatedRate("R", .national, "IVA", basisPoints: 1000, from: "2012-09-01"),
                    DatedRate("S", .national, "IVA", basisPoints: 400, from: "1995-01-01"),
                    DatedRate("Z", .national, "IVA", basisPoints: 0, from: "1995-01-01"),
                ])
        ])
}
