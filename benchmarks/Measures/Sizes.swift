/// How much is done in each measure.
enum Sizes {
    /// Sales of one round: the 99th percentile then stands on 15 of them.
    static let sales = 1500
    /// Transactions of one round, of ``ticketsPerBatch`` sales each.
    static let batches = 60
    static let ticketsPerBatch = 64
    /// Operations of the chain.
    static let operations = 100_000
    /// Sales of which the database's size is taken.
    static let storedSales = 10_000
    static let items = 1_000_000
    static let lookups = 20_000
    /// Lanes of the measured store, and those for which it has data directories.
    static let lanes = 8
    static let storeLanes = 9
    /// Sales of one round whose way to the neighbours is timed, and what lies between them.
    static let hops = 200
    static let hopPause = 5_000
    static let storePause = 40_000
    /// Sales of which bytes are counted.
    static let sentSales = 60
    static let idleSeconds = 20
    /// What a lane lacks that catches up, one lane a round, and what it lacks at which is sold
    /// meanwhile: more than it gets until the last sale.
    static let lackedSales = 100_000
    static let moreLackedSales = 100_000
    static let lackingLanes = 2...4
    static let servedLanes = 7...8
    /// The past of the store that newcomers join, unless another one is asked for.
    static let newcomerOperations = 1_000_000
    static let newcomerOperationsLeast = 25_000
    /// Commits before the first one that counts.
    static let warmingSales = 20
}
