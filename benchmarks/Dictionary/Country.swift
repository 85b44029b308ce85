import Retail

/// What shops of one country call their goods, departments and taxes.
struct Country {
    let departments: [String]
    let goods: [String]
    let qualities: [String]
    let sizes: [String]
    let taxes: [TaxRule]
    let isTaxIncluded: Bool
    let series: String

    /// Categories that an item may have; the last is that of all others.
    var categories: [String] { taxes.map(\.category).filter { $0 != "" } + [""] }

    static let all = [british, american, spanish, french, german, italian]

    private static func rule(
        _ category: String, _ level: TaxRule.Level, _ label: String, _ basisPoints: Int64
    ) -> TaxRule {
        TaxRule(
            category: category, level: level, label: label, from: Instant(milliseconds: 0),
            rate: Rate(basisPoints: basisPoints))
    }

    private static func words(_ text: String) -> [String] {
        text.split(separator: ",").map { String($0.drop { $0 == " " || $0 == "\n" }) }
    }

    static let british = Country(
        departments: words("Grocery, Household, Produce, Bakery, Dairy, Drinks, Health, Gifts"),
        goods: words(
            """
            Apples, Bacon, Bananas, Beans, Biscuits, Bleach, Bread, Butter, Cake, Carrots, Cereal,
            Cheddar, Cheese, Chicken, Chocolate, Coffee, Cola, Cream, Crisps, Eggs, Fish Fingers,
            Gloves, Grapes, Ham, Ketchup, Lager, Lemonade, Lettuce, Margarine, Milk, Mints, Mug,
            Nappies, Onions, Orange Juice, Paper Towels, Pasta, Peas, Pencil, Pizza, Potatoes,
            Salad, Salmon, Salt, Sandwich, Sauce, Sausages, Shampoo, Soup, Sugar, Tin Foil,
            Tissues, Tomatoes, Toothpaste, Tuna, Vodka, Water, Wine, Wrapping Paper, Box, Bag,
            Card, Lamp, Frame, Clock, Bowl, Plate, Cup, Bottle, Jar, Tray, Set of
            """),
        qualities: words(
            "Organic, Fresh, Red, White, Green, Sparkling, Light, Whole, Smoked, Small, Large, 6"),
        sizes: words("1L, 2L, 500ml, 330ml, 70cl, 100g, 200g, 400g, 1kg, 6 pack, each"),
        taxes: [
            rule("", .national, "VAT", 2000), rule("F", .national, "VAT", 0),
            rule("R", .national, "VAT", 500),
        ],
        isTaxIncluded: true, series: "021-0")

    static let american = Country(
        departments: words("Grocery, Beverages, Deli, Hardware, Pharmacy, Apparel, General"),
        goods: words(
            """
            Cookies, Soda, Chips, Cereal, Ground Beef, Half & Half, Paper Plates, Batteries,
            Detergent, Diapers, Eggplant, Ginger Ale, Granola, Iced Coffee, Jerky, Light Bulb,
            Mac & Cheese, Peanut Butter, Pretzels, Ranch Dressing, Socks, T-Shirt, Tape, Screws
            """),
        qualities: words("Diet, Large, Honey, Spicy, Blue, Unsalted, Family Size, 2pk"),
        sizes: words("12oz, 16oz, 1lb, 5lb, 1gal, 2L, 24ct, 8pk, each"),
        taxes: [
            rule("", .state, "State tax", 430), rule("", .county, "County tax", 100),
            rule("", .city, "City tax", 70), rule("FOOD", .state, "State tax", 100),
        ],
        isTaxIncluded: false, series: "118-0")

    static let spanish = Country(
        departments: words("Alimentación, Bebidas, Droguería, Frutería, Panadería, Hogar"),
        goods: words(
            """
            Aceite de oliva, Agua mineral, Arroz, Atún en aceite, Azúcar, Café molido, Cerveza,
            Chorizo, Detergente, Galletas, Gambas, Harina, Jabón, Jamón serrano, Leche, Lejía,
            Manzanas, Naranjas, Pan de molde, Papel higiénico, Patatas, Pimientos, Pollo, Queso
            manchego, Sal, Tomate frito, Turrón, Vino tinto, Yogur natural, Zumo de naranja
            """),
        qualities: words("entera, semidesnatada, con gas, sin azúcar, grande, blanco, ecológico"),
        sizes: words("1 L, 500 ml, 33 cl, 250 g, 1 kg, pack 6, ud."),
        taxes: [
            rule("", .national, "IVA", 2100), rule("R", .national, "IVA", 1000),
            rule("S", .national, "IVA", 400),
        ],
        isTaxIncluded: true, series: "007-0")

    static let french = Country(
        departments: words("Épicerie, Boissons, Crèmerie, Hygiène, Boulangerie, Maison"),
        goods: words(
            """
            Baguette, Beurre doux, Biscuits, Café moulu, Camembert, Confiture, Eau minérale,
            Farine de blé, Fromage râpé, Huile d'olive, Jambon, Jus d'orange, Lait, Lessive,
            Moutarde, Œufs, Pâtes, Poulet, Riz, Savon, Sucre, Thé vert, Vin rouge, Yaourt nature
            """),
        qualities: words("bio, demi-écrémé, fermier, sans sel, grand, blanc"),
        sizes: words("1 L, 75 cl, 250 g, 500 g, 1 kg, x6"),
        taxes: [rule("", .national, "TVA", 2000), rule("A", .national, "TVA", 550)],
        isTaxIncluded: true, series: "033-0")

    static let german = Country(
        departments: words("Lebensmittel, Getränke, Drogerie, Obst, Backwaren, Haushalt"),
        goods: words(
            """
            Apfelsaft, Bier, Brötchen, Butter, Eier, Erdbeeren, Gouda, Haferflocken, Honig,
            Kaffee, Kartoffeln, Käse, Milch, Mineralwasser, Müsli, Nudeln, Orangen, Schinken,
            Schokolade, Seife, Senf, Spülmittel, Tee, Tomaten, Waschmittel, Würstchen, Zucker
            """),
        qualities: words("Bio, fettarm, ohne Zucker, klein, groß, rot"),
        sizes: words("1 l, 0,5 l, 250 g, 500 g, 1 kg, 6er, Stk."),
        taxes: [rule("", .national, "MwSt", 1900), rule("E", .national, "MwSt", 700)],
        isTaxIncluded: true, series: "049-0")

    static let italian = Country(
        departments: words("Alimentari, Bevande, Casa, Frutta, Panetteria, Igiene"),
        goods: words(
            """
            Acqua naturale, Biscotti, Burro, Caffè macinato, Formaggio, Latte fresco, Mele,
            Olio extravergine, Pane, Pasta, Pomodori pelati, Prosciutto cotto, Riso, Sapone,
            Sugo, Tonno, Uova, Vino bianco, Zucchero
            """),
        qualities: words("intero, senza glutine, piccolo, rosso, integrale"),
        sizes: words("1 L, 500 g, 250 g, 1 kg, 6 pz"),
        taxes: [rule("", .national, "IVA", 2200), rule("A", .national, "IVA", 400)],
        isTaxIncluded: true, series: "039-0")
}
