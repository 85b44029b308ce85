public import Texts

/// How this lane puts things on paper: the shop's settings, one language, the lane's name.
///
/// Foreign text (names, notes, labels) loses its control characters here, once for all documents.
public struct Stationery: Hashable, Sendable {
    public let settings: StoreSettings
    public let language: Language
    /// As printed: `03`.
    public let lane: String
    let numbers: NumberFormat
    let dates: DateFormat

    public init(settings: StoreSettings, language: Language, lane: String) {
        self.settings = settings
        self.language = language
        self.lane = lane
        numbers = NumberFormat(
            style: .of(language: language.rawValue), currency: settings.currency)
        dates = DateFormat(language: language.rawValue)
    }

    func say(_ key: ReceiptText) -> String { text(key, in: language) }

    func say(_ key: ReportText) -> String { text(key, in: language) }

    /// An amount without its sign of currency, as receipts write it.
    func write(_ amount: Money) -> String { numbers.text(amount) }

    /// What the shop calls something.
    func name(_ labels: Labels) -> String {
        switch language {
        case .english: labels.english
        case .spanish: labels.spanish
        }
    }

    /// A tender's name; its code where the settings no longer have it.
    func tenderName(_ code: String) -> String {
        settings.tender(code).map { name($0.labels) } ?? code
    }

    /// A reason's name; its number where the settings no longer have it.
    func reasonName(_ number: UInt8, _ use: ReasonUse) -> String {
        settings.reasons(for: use).first { $0.number == number }.map { name($0.labels) }
            ?? String(number)
    }
}

extension Stationery {
    /// The shop's name and its header lines.
    func header() -> [Document.Element] {
        let name: [Document.Element] =
            settings.storeName.isEmpty ? [] : [.text(settings.storeName, .title)]
        return [.logo] + name + settings.receiptHeader.map { .text($0, .centred) }
    }

    /// Store, lane, who, when.
    func place(
        cashier: UInt32, time: LocalTime, businessDate: BusinessDate
    ) -> [Document.Element] {
        let place = [say(.store(settings.storeNumber)), say(.lane(lane)), say(.cashier(cashier))]
        var lines: [Document.Element] = [
            .text(place.joined(separator: "  "), .plain),
            .pair(dates.short(time.date), dates.timeWithSeconds(time), .plain),
        ]
        // The day of the books is worth ink only where it isn't the day on the wall.
        if time.date.businessDate != businessDate {
            lines.append(
                .pair(say(.businessDate), dates.short(CivilDate(businessDate)), .plain))
        }
        return lines
    }

    /// Two lines to sign on.
    func signatures() -> [Document.Element] {
        [ReportText.signatureCashier, .signatureManager].flatMap { key in
            [.blank(2), .text("______________________", .plain), .text(say(key), .plain)]
        }
    }

    /// The document as it may go to paper: without controls, and with TRAINING on every line of a
    /// training lane, which has no drawer and nothing that another lane could scan.
    func finished(_ elements: [Document.Element], isTraining: Bool = false) -> Document {
        let marks: [Document.Element] = isTraining ? [.mark(say(.training) + " ")] : []
        return Document(
            marks
                + elements.compactMap { element in
                    switch element {
                    case .text(let text, let style): .text(ForeignText.visible(text), style)
                    case .pair(let label, let value, let style):
                        .pair(ForeignText.visible(label), ForeignText.visible(value), style)
                    case .barcode, .qr, .openDrawer: isTraining ? nil : element
                    case .mark, .rule, .blank, .logo, .cut: element
                    }
                })
    }
}
