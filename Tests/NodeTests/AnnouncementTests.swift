import Node
import Testing

@Suite struct `A node's announcement` {
    private let whole = Announcement(
        version: 1, node: "abcdefg2", tag: "0123abcd", earlierTags: ["00000001", "00000002"])

    @Test func `is what was written`() {
        #expect(whole.text == ["v=1", "n=abcdefg2", "s=0123abcd", "s2=00000001,00000002"])
        #expect(Announcement(text: whole.text) == whole)
        let plain = Announcement(version: 3, node: "abcdefg2", tag: "0123abcd")
        #expect(plain.text == ["v=3", "n=abcdefg2", "s=0123abcd"])
        #expect(Announcement(text: plain.text) == plain)
    }

    @Test func `skips what it doesn't know, and takes the first of two`() {
        let text = ["color=red", "v=1", "empty", "n=abcdefg2", "s=0123abcd", "s=ffffffff"]
        #expect(Announcement(text: text)?.tag == "0123abcd")
    }

    @Test(arguments: [
        ["n=abcdefg2", "s=0123abcd"], ["v=0", "n=abcdefg2", "s=0123abcd"],
        ["v=-1", "n=abcdefg2", "s=0123abcd"], ["v=1", "n=abcdefg", "s=0123abcd"],
        ["v=1", "n=ABCDEFG2", "s=0123abcd"], ["v=1", "n=abcdefg1", "s=0123abcd"],
        ["v=1", "n=abcdefg2", "s=0123abc"], ["v=1", "n=abcdefg2", "s=0123abcg"],
        ["v=1", "n=abcdefg2", "s=0123abcd", "s2=nonsense"],
        [
            "v=1", "n=abcdefg2", "s=0123abcd",
            "s2=00000001,00000002,00000003,00000004,00000005,00000006,00000007,00000008,00000009",
        ],
    ])
    func `is refused where it isn't one`(text: [String]) {
        #expect(Announcement(text: text) == nil)
    }

    @Test func `names at most the last eight earlier keys`() {
        let tags = (1...12).map { "0000000\(String($0, radix: 16))" }
        let many = Announcement(
            version: 1, node: "abcdefg2", tag: "0123abcd", earlierTags: tags)
        #expect(Announcement(text: many.text)?.earlierTags == Array(tags.suffix(8)))
    }
}
