import Testing

/// What is written beside the code stays true of it.
@Suite struct DocumentTests {
    static let documents =
        Files.names(in: ".").filter { $0.hasSuffix(".md") } + Files.below("docs", ending: ".md")

    @Test func `every link between documents leads somewhere`() {
        var dead: [String] = []
        for path in Self.documents {
            let folder = path.split(separator: "/").dropLast().map { $0 + "/" }.joined()
            dead += Self.links(in: Files.text(path) ?? "")
                .filter { !Files.exists(folder + $0) }
                .map { "\(path): \($0)" }
        }
        #expect(Self.documents.count > 3)
        #expect(dead.isEmpty, "\(dead.joined(separator: "\n"))")
    }

    @Test(arguments: ["tillmesh.bash", "_tillmesh", "tillmesh.fish"])
    func `completions offer every command of the man page`(name: String) throws {
        let page = try #require(Files.text("man/tillmesh.1"))
        let completion = SourceFile.words(try #require(Files.text("completions/\(name)")))
        let commands = page.split(separator: "\n").filter { $0.hasPrefix(".SS ") }
            .map { String($0.dropFirst(4)) }
        #expect(commands.count > 10)
        for command in commands {
            #expect(completion.contains(command), "\(command)")
        }
    }

    @Test func `links are found`() {
        #expect(
            Self.links(in: "[a](b.md) and [c](https://d.e), [f](#g), [h](i.md#j)") == [
                "b.md", "i.md",
            ])
    }

    /// The files that a Markdown text links to, without anchors; not what lies on the web.
    private static func links(in text: String) -> [String] {
        text.split(separator: "](").dropFirst()
            .compactMap { $0.split(separator: ")", omittingEmptySubsequences: false).first }
            .filter { !$0.hasPrefix("http") && !$0.hasPrefix("#") && !$0.hasPrefix("mailto:") }
            .compactMap { $0.split(separator: "#").first.map(String.init) }
    }
}
