extension Subcommand {
    /// The version of this source tree; CHANGELOG.md says what changed.
    static let releaseVersion = "0.1.0"

    static let version = Subcommand(
        path: ["version"], summary: "Print the program's version.",
        options: [CommonOption.json]
    ) { arguments in
        if arguments.has("json") {
            Output.line(JSON.object([("version", .string(releaseVersion))]).text)
        } else {
            Output.line("tillmesh \(releaseVersion)")
        }
        return .success
    }
}
