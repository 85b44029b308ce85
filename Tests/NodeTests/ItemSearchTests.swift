import Node
import Retail
import Storage
import Testing

@Suite struct ItemSearchTests {
    private func shop() throws -> ShopFixture {
        let shop = try ShopFixture()
        let items: [(String, String, String, String)] = [
            ("MILK-1", "Whole milk 1 l", "Dairy", "F"),
            ("MILK-2", "Milk, skimmed", "Dairy", "F"),
            ("CHO", "Chocolate with milk", "Sweets", "S"),
            ("CREME", "Crème brûlée", "Dairy", "S"),
            ("PIÑA", "Piña colada", "Drinks", "S"),
            ("4011", "Banana", "Fruit", "F"),
            ("X-4011", "Cable 4011", "Tools", "S"),
        ]
        for (code, name, department, tax) in items {
            try shop.put(
                Item(
                    code: ItemCode(code), name: name, department: department, taxCategory: tax),
                codes: code == "CHO" ? [("09520000010072", true)] : [])
        }
        return shop
    }

    @Test func `words find items, the best first`() throws {
        let shop = try shop()
        let reader = try shop.node.makeReader()
        for (text, expected) in Self.searches {
            let found = try reader.search(text, limit: 10).map(\.code.text)
            #expect(found.joined(separator: " ") == expected, "\(text)")
        }
    }

    private static let searches = [
        ("milk", "MILK-2 MILK-1 CHO"), ("MIL", "MILK-2 MILK-1 CHO"), ("milk-1", "MILK-1"),
        ("mi sk", "MILK-2"), ("creme", "CREME"), ("CRÈME", "CREME"), ("brulee cr", "CREME"),
        ("pina", "PIÑA"), ("4011", "4011 X-4011"), ("9520000010072", "CHO"), ("CHO", "CHO"),
        ("mikl", "MILK-2 MILK-1 CHO"), ("bananna", "4011"), ("banna", "4011"),
        ("qqq", ""), ("", ""), ("\" OR *", ""), ("-", ""), ("^", ""), ("NEAR(milk)", ""),
    ]

    @Test func `a word too short to be corrected stays beside a misspelt one`() throws {
        let shop = try shop()
        let reader = try shop.node.makeReader()
        for text in ["mikl sk", "sk mikl"] {
            let found = try reader.search(text, limit: 10).map(\.code.text)
            #expect(found == ["MILK-2"], "\(text)")
        }
        #expect(try reader.search("mi qq", limit: 10).isEmpty)
    }

    @Test func `a limit cuts the list and keeps its beginning`() throws {
        let shop = try shop()
        let reader = try shop.node.makeReader()
        let all = try reader.search("milk", limit: 10)
        #expect(try reader.search("milk", limit: 1).count == 1)
        #expect(try reader.search("milk", limit: 0).isEmpty)
        #expect(all.count == 3)
    }

    @Test func `a new name replaces the old one, and what isn't sold is not found`() throws {
        let shop = try shop()
        let reader = try shop.node.makeReader()
        let code = ItemCode("CHO")
        try shop.put(Item(code: code, name: "Cocoa bar"), version: 2)
        #expect(try reader.search("chocolate", limit: 5).isEmpty)
        #expect(try reader.search("cocoa", limit: 5).map(\.code) == [code])
        try shop.put(Item(code: code, name: "Cocoa bar", isActive: false), version: 3)
        #expect(try reader.search("cocoa", limit: 5).isEmpty)
        #expect(try reader.search("CHO", limit: 5).isEmpty)
        // An older version that arrives late changes nothing.
        try shop.put(Item(code: code, name: "Cocoa late"), version: 2)
        #expect(try reader.search("cocoa", limit: 5).isEmpty)
        try shop.put(Item(code: code, name: "Cocoa bar"), version: 4)
        #expect(try reader.search("cocoa", limit: 5).map(\.name) == ["Cocoa bar"])
    }

    @Test func `departments are listed by name with their taxes, and go with their items`() throws {
        let shop = try shop()
        let reader = try shop.node.makeReader()
        func listed() throws -> [String] {
            try reader.departments().map { "\($0.name)/\($0.taxCategory)" }
        }
        #expect(
            try listed() == ["Dairy/F", "Dairy/S", "Drinks/S", "Fruit/F", "Sweets/S", "Tools/S"])
        try shop.put(
            Item(code: ItemCode("CHO"), name: "Cocoa", department: "Food", taxCategory: "F"),
            version: 2)
        try shop.put(Item(code: ItemCode("PIÑA"), name: "Piña", isActive: false), version: 2)
        #expect(try listed() == ["Dairy/F", "Dairy/S", "Food/F", "Fruit/F", "Tools/S"])
    }
}
