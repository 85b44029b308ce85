import TestSupport
import Testing

/// Vectors that other people computed, read where `TestData` has them.
enum Vectors {
    /// The text of a packed JSON file; nil, and said so, where it is absent.
    static func json(_ name: String) throws -> JSON? {
        guard let path = TestData.path("vectors/\(name).json.gz") else { return nil }
        return try JSON(parsing: Files.unpacked(path))
    }

    /// All tests of a Wycheproof file, each with the group that it stands in.
    static func wycheproof(_ name: String) throws -> [(group: JSON, test: JSON)]? {
        guard let file = try json("wycheproof-\(name)_test") else { return nil }
        var cases: [(group: JSON, test: JSON)] = []
        for group in file["testGroups"]?.array ?? [] {
            for test in group["tests"]?.array ?? [] { cases.append((group, test)) }
        }
        #expect(cases.count == file["numberOfTests"]?.integer)
        return cases
    }
}

extension JSON {
    /// The bytes of a member that holds hexadecimal text.
    func bytes(_ name: String) throws -> [UInt8] {
        hex(try #require(self[name]?.string, "no member \(name)"))
    }

    /// A short name for messages.
    var id: String { "tcId \(self["tcId"]?.integer ?? -1)" }
}
