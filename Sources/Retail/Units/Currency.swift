/// A currency in use: its ISO 4217 code and how many digits its minor unit has.
public struct Currency: Hashable, Sendable {
    /// Three capital letters, such as `GBP`.
    public let code: String
    /// Minor-unit digits, 0 to 4 (2 for GBP, 0 for JPY, 3 for KWD).
    public let digits: Int

    /// Finds a currency by its code; nil for one that is not in use.
    public init?(_ code: String) {
        guard let digits = Self.digitsByCode[code] else { return nil }
        self.code = code
        self.digits = digits
    }

    private init(code: String, digits: Int) {
        self.code = code
        self.digits = digits
    }

    public static let pound = Currency(code: "GBP", digits: 2)

    /// The sign that people write; nil where the code itself is clearer.
    ///
    /// `$` stands for every dollar and peso that writes it: one shop has one currency.
    public var symbol: String? {
        switch code {
        case "USD", "CAD", "AUD", "NZD", "MXN", "ARS", "CLP", "COP", "UYU", "SGD", "HKD": "$"
        case "EUR": "€"
        case "GBP": "£"
        case "JPY", "CNY": "¥"
        case "INR": "₹"
        case "KRW": "₩"
        case "ILS": "₪"
        case "UAH": "₴"
        case "NGN": "₦"
        case "PHP": "₱"
        case "TRY": "₺"
        case "VND": "₫"
        case "BRL": "R$"
        case "PLN": "zł"
        default: nil
        }
    }

    /// Every code in use, ascending.
    public static let codes: [String] = digitsByCode.keys.sorted()

    /// ISO 4217 list one, without withdrawn codes, metals and codes for tests.
    private static let digitsByCode: [String: Int] = {
        let lists: [(Int, String)] = [(0, none), (2, two), (3, three), (4, four)]
        var digits: [String: Int] = [:]
        for (count, codes) in lists {
            for code in codes.split(separator: " ") { digits[String(code)] = count }
        }
        return digits
    }()

    private static let none = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
    private static let two = """
        AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD \
        CAD CDF CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP \
        GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK \
        LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO \
        NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS \
        SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST \
        XAD XCD XCG YER ZAR ZMW ZWG
        """
    private static let three = "BHD IQD JOD KWD LYD OMR TND"
    private static let four = "CLF UYW"
}
