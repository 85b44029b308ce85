import Testing

/// Holds the module table of `docs/architecture.md`, `Package.swift` and the sources to each other.
@Suite struct ImportTests {
    @Test func `the table has the modules of the package, with what each may use`() {
        let built = PackageManifest.targets.filter { target in
            !target.isTest && !target.folder.hasPrefix("Tests/")
                && !target.folder.hasPrefix("Sources/System/")
        }
        #expect(ModuleTable.written.count > 12, "\(ModuleTable.path) has no module table")
        #expect(ModuleTable.written.map(\.name).sorted() == built.map(\.name).sorted())
        for target in built {
            let row = ModuleTable.written.first { $0.name == target.name }
            #expect(row?.uses == target.uses, "\(target.name) in \(ModuleTable.path)")
        }
    }

    @Test func `every file imports what its module may use and nothing else`() {
        var strays: [String] = []
        for file in Checkout.files {
            guard let target = PackageManifest.target(of: file) else {
                strays.append("\(file.path) belongs to no target of Package.swift")
                continue
            }
            let allowed = Set(target.uses).union(Self.free(for: file, in: target))
            strays += file.imports.filter { !allowed.contains($0.name) }
                .map { "\(file.path):\($0.line) import \($0.name)" }
        }
        #expect(strays.isEmpty, "\(strays.joined(separator: "\n"))")
    }

    /// The tool chain's own modules: none for the pure ones, no Foundation for the product.
    private static func free(for file: SourceFile, in target: PackageManifest.Target) -> Set<String>
    {
        if target.folder.hasPrefix("Tests/") {
            return ["Testing", "TestSupport", "Glibc", "Synchronization", "Dispatch", "Foundation"]
        }
        let isPure = ModuleTable.written.contains { $0.name == target.name && $0.isPure }
        return isPure ? [] : ["Glibc", "Synchronization", "Dispatch"]
    }

    @Test func `pure modules use only pure ones`() {
        let pure = Set(ModuleTable.written.filter(\.isPure).map(\.name))
        // Codecs and cryptography compute; SQLite, ncurses and POSIX do I/O.
        let computing: Set = ["CZstd", "CSodium"]
        for row in ModuleTable.written where row.isPure {
            #expect(Set(row.uses).isSubset(of: pure.union(computing)), "\(row.name)")
        }
    }

    @Test(arguments: [
        ("import A", ["A"]),
        ("public import A", ["A"]),
        ("@preconcurrency package import A", ["A"]),
        ("import struct A.B", ["A"]),
        ("import A.B", ["A"]),
        ("// import A", []),
        ("let imports = 1", []),
        ("\"\"\"\nimport A\n\"\"\"", []),
    ])
    func `imports are found in every form`(source: String, expected: [String]) {
        let file = SourceFile(path: "Sources/A/B.swift", bytes: Array(source.utf8))
        #expect(file.imports.map(\.name) == expected)
    }

    @Test func `a table is read row by row`() {
        let document = """
            | a | b |
            | module | its one job | may use | I/O |
            |---|---|---|---|
            | `Pure` | counts | – | none |
            | `Deep` | stores, and more | Pure, C | disk |

            | `Other` | x | y | none |
            """
        #expect(
            ModuleTable.parse(document) == [
                ModuleRow(name: "Pure", uses: [], isPure: true),
                ModuleRow(name: "Deep", uses: ["C", "Pure"], isPure: false),
            ])
    }
}

extension SourceFile {
    /// The modules that the file imports, with the lines.
    var imports: [(line: Int, name: String)] {
        code.enumerated().compactMap { index, line in
            let words = Self.words(line)
            guard let at = words.firstIndex(of: "import"), Self.areModifiers(words[..<at]) else {
                return nil
            }
            let rest = words[(at + 1)...]
            let kinds: Set = [
                "struct", "class", "enum", "protocol", "func", "var", "let", "typealias",
            ]
            let name = rest.first { !kinds.contains($0) }
            return name.map { (index + 1, $0) }
        }
    }

    private static func areModifiers(_ words: ArraySlice<String>) -> Bool {
        let known: Set = [
            "public", "package", "internal", "private", "fileprivate", "preconcurrency", "testable",
            "_exported", "_spi",
        ]
        return words.allSatisfy(known.contains)
    }
}
