extension Subcommand {
    /// Every command, in the order in which help shows them.
    static let all: [Subcommand] = [initialise, replay, day, version]
}
