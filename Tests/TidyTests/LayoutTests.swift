import Testing

@Suite struct LayoutTests {
    @Test(arguments: [
        "Package.swift", "README.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "Makefile",
        ".swift-format", ".editorconfig", ".gitignore", ".ci/run", "run", "test",
        "docs/architecture.md", "docs/operations.md", "man/tillmesh.1",
        "Sources/Crypto", "Sources/CRDT", "Sources/Lane", "Sources/Node", "Sources/Replication",
    ])
    func `what stays is where it is`(path: String) {
        #expect(Files.exists(path), "\(path) is missing")
    }

    @Test func `a folder of sources is a target`() {
        let folders = PackageManifest.targets.map(\.folder)
        for name in Files.names(in: "Sources") where name != "System" {
            #expect(folders.contains("Sources/\(name)"), "Sources/\(name)")
        }
    }
}
