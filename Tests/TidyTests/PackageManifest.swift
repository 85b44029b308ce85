/// The targets of `Package.swift` with their folders and what each depends on.
///
/// Read as text: asking the package manager would wait for the lock that the test run itself holds.
enum PackageManifest {
    struct Target: Sendable, Equatable {
        let name: String
        var folder: String
        /// The targets that it depends on, sorted.
        var uses: [String]
        var isTest: Bool { name.hasSuffix("Tests") }
    }

    static let targets: [Target] = parse(Files.bytes("Package.swift") ?? [])

    /// The target whose folder a file lies in.
    static func target(of file: SourceFile) -> Target? {
        targets.first { file.isBelow($0.folder) }
    }

    static let calls = ["module(", "tests(", ".executableTarget(", ".target(", ".systemLibrary("]

    /// Reads the calls below `targets:`: a call's first literal is the name, the one after `path:`
    /// the folder, and those that name targets are what it depends on.
    static func parse(_ manifest: [UInt8]) -> [Target] {
        let file = SourceFile(path: "Package.swift", bytes: manifest)
        var targets: [Target] = []
        var isNext = false
        let start = file.code.firstIndex { SourceFile.words($0).first == "targets" } ?? 0
        for (index, line) in file.code.enumerated().dropFirst(start) {
            let call = calls.first { line.utf8Contains($0) }
            isNext = isNext || call != nil
            for text in file.literals.filter({ $0.line == index + 1 }).map(\.text) {
                if isNext {
                    let folder = call == "tests(" || text.hasSuffix("Tests") ? "Tests" : "Sources"
                    targets.append(Target(name: text, folder: "\(folder)/\(text)", uses: []))
                    isNext = false
                } else if line.utf8Contains("path:") && Files.exists(text) {
                    targets[targets.count - 1].folder = text
                } else {
                    targets[targets.count - 1].uses.append(text)
                }
            }
        }
        return targets.map { known($0, among: targets.map(\.name)) }
    }

    /// Leaves only targets in `uses`: not resources, packages of the system or their providers.
    private static func known(_ target: Target, among names: [String]) -> Target {
        var target = target
        target.uses = target.uses.filter(names.contains).sorted()
        return target
    }
}
