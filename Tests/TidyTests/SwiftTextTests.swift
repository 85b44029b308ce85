import Testing

@Suite struct SwiftTextTests {
    private func code(_ source: String) -> String {
        String(decoding: SwiftText(Array(source.utf8)).code, as: UTF8.self)
    }

    @Test(arguments: [
        ("a // b", "a     "),
        ("a /* b /* c */ d */ e", "a                   e"),
        ("f(\"a // b\") // c", "f(        )     "),
        (#"f("a\"b") + c"#, "f(      ) + c"),
        (#"f("a\(g("b)"))c") + d"#, "f(              ) + d"),
        ("f(#\"a\"b\"#) + c", "f(       ) + c"),
        ("f(#\"a\\(b)\"#) + c", "f(         ) + c"),
        ("f(\"\"\"\n  a \"b\" c\n  \"\"\") + d", "f(   \n         \n     ) + d"),
        ("func `it's \"so\"`() {}", "func            () {}"),
        ("\"open", "     "),
    ])
    func `comments and literals become spaces`(source: String, expected: String) {
        #expect(code(source) == expected)
    }

    @Test func `literals keep their text and their line`() {
        let text = SwiftText(
            Array("a\nlet b = \"c\"\nlet d = \"\"\"\n    e\n    \"\"\"\n\"f\"".utf8))
        #expect(text.literals.map(\.line) == [2, 3, 6])
        #expect(text.literals.map(\.text) == ["c", "\n    e\n    ", "f"])
    }
}
