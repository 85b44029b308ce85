import Node
import Retail
import Texts

/// The sample shop: goods, opening stock, three people whose PINs everybody may know.
enum SampleShop {
    static let people = [
        NewPerson(number: 1, name: "Maria Manager", roles: ["admin"], pin: "1111"),
        NewPerson(number: 2, name: "Sam Supervisor", roles: ["supervisor"], pin: "2222"),
        NewPerson(number: 3, name: "Carla Cashier", roles: ["cashier"], pin: "3333"),
    ]

    /// What the sign-on screen says of them.
    static func hints(in language: Language) -> [String] {
        people.map { person in
            let role = RoleText.text(of: person.roles[0], in: language)
            return "\(person.number)  \(person.name) (\(role))  PIN \(person.pin ?? "")"
        }
    }

    /// Where the sample lies when nobody says otherwise.
    static let currency = "USD"
    static let zone = "America/New_York"

    /// The taxes that go with a currency; nil: none ship with the program.
    static func taxPlace(for currency: Currency) -> String? {
        switch currency.code {
        case "USD": "virginia-2026-blueprint/Norfolk"
        case "GBP": "united-kingdom/United Kingdom"
        case "EUR": "spain/Spain"
        default: nil
        }
    }

    static func furnish(_ settings: inout StoreSettings) {
        settings.storeName = "CORNER GROCERY"
        settings.receiptHeader = ["Sample shop · Tienda de muestra"]
        settings.receiptFooter = [
            "Thank you! · ¡Gracias!", "Keep this receipt for returns.",
            "Guarde el ticket para devoluciones.",
        ]
        settings.barcodeTemplates = ["21IIIIIWWWWWC"]
        settings.cashRounding = .none
    }

    /// The goods as first versions of the catalogue, in the categories of the place's taxes.
    static func items(
        _ settings: StoreSettings, zone: Zone, now: Instant, content: () -> ContentID
    ) -> [ItemChange] {
        var reader = ItemImport(currency: settings.currency, zone: zone)
        let results = reader.append(Array(SampleItems.csv.utf8)) + reader.finish()
        return results.map { result in
            switch result {
            case .success(var row):
                row.tax = row.tax.map { category($0, in: settings.taxPlace) }
                guard
                    let change = ItemImport.change(
                        row, current: nil, content: content(), now: now)
                else { preconditionFailure("sample item \(row.code.text) changes nothing") }
                return change
            case .failure(let fault):
                preconditionFailure("sample items, line \(fault.line): \(fault.reason)")
            }
        }
    }

    /// Groceries, medicine and aids are taxed by other letters in other places.
    private static func category(_ category: String, in place: String) -> String {
        switch (place.split(separator: "/").first, category) {
        case ("united-kingdom", "G"), ("united-kingdom", "R"), ("united-kingdom", "M"): "Z"
        case ("spain", "G"), ("spain", "P"), ("spain", "M"): "R"
        case ("spain", "R"): "S"
        case _: category
        }
    }

    /// Enough of everything for a few days.
    static func stock(of items: [ItemChange]) -> [StockRequest.Line] {
        items.map { change in
            StockRequest.Line(
                item: change.code,
                quantity: Quantity(units: change.item?.unit == .weight ? 40 : 60),
                cost: change.item?.cost)
        }
    }
}
