/// All Swift files of the project, read once for all suites.
enum Checkout {
    static let folders = ["Sources", "Tests", "simulations", "benchmarks"]

    static let files: [SourceFile] = folders.flatMap { Files.below($0, ending: ".swift") }
        .compactMap { path in Files.bytes(path).map { SourceFile(path: path, bytes: $0) } }

    static let sources = files.filter { $0.isBelow("Sources") }

    /// The files of the modules that do no I/O.
    static let pure = sources.filter { file in
        ModuleTable.written.contains { $0.name == file.module && $0.isPure }
    }
}
