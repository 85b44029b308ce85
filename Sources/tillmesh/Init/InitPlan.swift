import Node
import Retail

/// What `init` was asked for, checked before anything is made.
struct InitPlan {
    let store: String
    let lane: UInt8
    let isTraining: Bool
    let isSample: Bool
    let settings: StoreSettings
    let zone: Zone
    let taxRules: [TaxRule]

    init(_ arguments: Arguments) throws(Failure) {
        isSample = arguments.has("sample")
        isTraining = arguments.has("training")
        store = try Self.store(arguments)
        lane = try Self.lane(arguments)
        let currency = try Self.currency(arguments, isSample)
        let name = try Self.word("zone", sample: SampleShop.zone, arguments)
        zone = try Self.zone(named: name)
        let place = try Self.place(arguments, currency, isSample)
        var settings = StoreSettings(storeNumber: store, currency: currency, zone: name)
        settings.language = try Self.language(arguments)
        if let place {
            settings.taxMode.isIncluded = place.pack.isIncluded
            settings.taxPlace = "\(place.pack.name)/\(place.place.name)"
        }
        if isSample { SampleShop.furnish(&settings) }
        self.settings = settings
        if let place {
            taxRules = place.place.rules(in: try Self.zone(named: place.pack.zone))
        } else {
            taxRules = []
        }
    }

    /// What an option says; the sample shop has an answer of its own.
    private static func word(
        _ name: String, sample: String, _ arguments: Arguments
    ) throws(Failure) -> String {
        if let given = arguments.value(name) { return given }
        return arguments.has("sample") ? sample : try arguments.required(name)
    }

    private static func store(_ arguments: Arguments) throws(Failure) -> String {
        let text = try word("store", sample: "014", arguments)
        let isNumber = text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard isNumber, (1...8).contains(text.utf8.count) else {
            throw Failure(
                .usage, "init: --store takes 1 to 8 digits, such as 014, not '\(text.shown)'")
        }
        return text
    }

    private static func lane(_ arguments: Arguments) throws(Failure) -> UInt8 {
        if let lane = try arguments.integer("lane", in: 1...99) { return UInt8(lane) }
        _ = try word("lane", sample: "1", arguments)
        return 1
    }

    private static func currency(
        _ arguments: Arguments, _ isSample: Bool
    ) throws(Failure) -> Currency {
        let code = try word("currency", sample: SampleShop.currency, arguments)
        guard let currency = Currency(code) else {
            let upper = Currency(code.uppercased()).map { "; did you mean \($0.code)?" } ?? ""
            throw Failure(
                .usage,
                "init: --currency takes a code of ISO 4217 in use, such as GBP, USD or EUR, "
                    + "not '\(code.shown)'\(upper)")
        }
        guard !isSample || currency.digits == 2 else {
            throw Failure(
                .usage,
                "init: the sample's prices have two digits after the point, \(code) has "
                    + "\(currency.digits): leave --sample out, or take USD, GBP or EUR")
        }
        return currency
    }

    /// A zone that the machine knows and that a setting can name.
    private static func zone(named name: String) throws(Failure) -> Zone {
        if isName(name), let zone = LaneTerms.zone(named: name) { return zone }
        guard FileSystem.exists("/usr/share/zoneinfo/UTC") else {
            throw Failure(
                .noInput,
                "init: this machine has no time zones (/usr/share/zoneinfo); install them: "
                    + "apt-get install tzdata")
        }
        throw Failure(
            .usage,
            "init: --zone takes a time zone of the IANA database, such as Europe/London, "
                + "not '\(name.shown)'; `timedatectl list-timezones` lists them")
    }

    private static func isName(_ zone: String) -> Bool {
        var settings = StoreSettings()
        settings.zone = zone
        var probe = StoreSettings()
        do throws(SettingError) {
            try probe.apply(name: SettingName.zone.rawValue, value: settings.value(of: .zone))
            return true
        } catch {
            return false
        }
    }

    private static func language(_ arguments: Arguments) throws(Failure) -> String {
        let language = arguments.value("language") ?? "en"
        guard ["en", "es"].contains(language) else {
            throw Failure(.usage, "init: --language takes en or es, not '\(language.shown)'")
        }
        return language
    }

    private static func place(
        _ arguments: Arguments, _ currency: Currency, _ isSample: Bool
    ) throws(Failure) -> (pack: TaxPack, place: TaxPlace)? {
        let usual = isSample ? SampleShop.taxPlace(for: currency) : nil
        guard let path = arguments.value("tax-place") ?? usual else { return nil }
        guard let found = TaxPack.place(path) else { throw unknownPlace(path) }
        guard found.pack.currency == currency.code else {
            throw Failure(
                .usage,
                "init: the taxes of \(found.pack.name) are in \(found.pack.currency), the store's "
                    + "currency is \(currency.code)")
        }
        return found
    }

    private static func unknownPlace(_ path: String) -> Failure {
        let name = path.split(separator: "/").first.map(String.init) ?? ""
        if let pack = TaxPack.all.first(where: { $0.name == name }) {
            let places = pack.places.map(\.name).joined(separator: ", ")
            return Failure(
                .usage, "init: --tax-place: \(name) has no such place; it has \(places)")
        }
        let packs = TaxPack.all.map(\.name).joined(separator: ", ")
        return Failure(
            .usage,
            "init: --tax-place takes PACK/PLACE, not '\(path.shown)'; packs are \(packs)")
    }
}
