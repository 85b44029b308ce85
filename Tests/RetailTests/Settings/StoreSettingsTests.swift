import Encoding
import Retail
import Testing

@Suite struct StoreSettingsTests {
    private var changed: StoreSettings {
        get throws {
            let dollar = try #require(Currency("USD"))
            var settings = StoreSettings(
                storeNumber: "014", currency: dollar, zone: "America/New_York")
            settings.storeName = "Ábaco & Söhne"
            settings.laneLabels = [LaneLabel(lane: 3, label: "Garden")]
            settings.cutoffHour = 0
            settings.language = "es"
            settings.taxMode = TaxMode(isIncluded: true, rounding: .perLine)
            settings.taxPlace = "virginia/Norfolk"
            settings.quickNotes = [Money(1000), Money(2000)]
            settings.cashRounding = CashRounding(increment: Money(5))
            settings.barcodeTemplates = ["21IIIIIWWWWWC", "2IIIIIVPPPPC"]
            settings.receiptHeader = ["1 High Street"]
            settings.receiptFooter = ["Thank you"]
            settings.dropLimit = Money(50_000)
            settings.mergesSameItems = false
            settings.returnCapWithoutReceipt = nil
            settings.idleMinutes = 5
            settings.retentionDays = 3650
            settings.reasons = [
                ReasonList(use: .void, reasons: [Reason(9, Labels("Other", "Otro"))])
            ]
            return settings
        }
    }

    @Test func `every setting travels and arrives`() throws {
        let settings = try changed
        let changes = SettingName.allCases.reversed().map {
            (name: $0.rawValue, value: settings.value(of: $0))
        }
        let (read, refused) = StoreSettings.reading(changes)
        #expect(read == settings)
        #expect(refused == [])
        let defaults = StoreSettings()
        for name in SettingName.allCases {
            var other = try changed
            try other.apply(name: name.rawValue, value: defaults.value(of: name))
            #expect(other.value(of: name) == defaults.value(of: name))
        }
    }

    @Test func `what makes no sense is refused, and nothing changes`() {
        let rows: [(SettingName, CBOR)] = [
            (.storeNumber, .text("x")), (.storeNumber, .text("")), (.currency, .text("XYZ")),
            (.zone, .text("../../etc/passwd")), (.zone, .text("/etc/passwd")),
            (.cutoffHour, .unsigned(13)), (.language, .text("fr")), (.tenders, .array([])),
            (.tenders, .unsigned(1)), (.cashRounding, .unsigned(0)), (.dropLimit, .integer(-1)),
            (.roles, .array([])), (.receiptHeader, .array([.text("a\nb")])),
            (.quickNotes, .array([.unsigned(0)])), (.idleMinutes, .unsigned(0)),
            (.taxMode, .map([0: .bool(true), 1: .unsigned(9)])), (.mergesSameItems, .null),
            (.retentionDays, .unsigned(29)),
        ]
        for (name, value) in rows {
            var settings = StoreSettings()
            #expect(throws: SettingError.badValue(name)) {
                try settings.apply(name: name.rawValue, value: value.encoded)
            }
            #expect(settings == StoreSettings())
        }
        var settings = StoreSettings()
        #expect(throws: SettingError.unknownName("colour")) {
            try settings.apply(name: "colour", value: [0xF6])
        }
        #expect(throws: SettingError.badValue(.storeName)) {
            try settings.apply(name: "storeName", value: [0x61])
        }
        #expect(throws: SettingError.badTemplate("21", .wrongLength(2))) {
            try settings.apply(
                name: "barcodeTemplates", value: CBOR.array([.text("21")]).encoded)
        }
    }

    @Test func `quick notes cover what is due`() {
        let pounds = Denominations.values(for: .pound)
        #expect(
            Denominations.quickNotes(for: Money(2801), among: pounds)
                == [Money(2900), Money(3000), Money(4000), Money(5000)])
        #expect(Denominations.quickNotes(for: Money(0), among: pounds) == [])
        for due in stride(from: Int64(1), to: 9000, by: 37) {
            let notes = Denominations.quickNotes(for: Money(due), among: pounds)
            #expect(notes.allSatisfy { $0 > Money(due) } && notes == notes.sorted())
        }
        #expect(Denominations.quickNotes(for: Money(.max), among: pounds).count <= 4)
        for code in Currency.codes {
            let values = Currency(code).map(Denominations.values) ?? []
            #expect(!values.isEmpty && values == values.sorted(by: >), "\(code)")
        }
    }
}
