extension Subcommand {
    /// Every command, in the order in which help shows them.
    static let all: [Subcommand] = [
        initialise, lane, laneChild, importItems, importPeople, importTaxes, replay, day,
        drawerOpen, drawerClose,
        sell, returnGoods, stockReceive, stockAdjust, stockCount, stockList, version,
    ]
}
