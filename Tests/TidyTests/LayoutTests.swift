import Glibc
import Testing

@Suite struct LayoutTests {
    @Test(arguments: ["Package.swift", "README.md", "Sources/Node", "Sources/Replication"])
    func `what stays is where it is`(path: String) {
        #expect(access(path, F_OK) == 0, "\(path) is missing")
    }
}
