extension Subcommand {
    /// Every command, in the order in which help shows them.
    static let all: [Subcommand] = [
        initialise, lane, laneChild, importItems, importPeople, importTaxes, replay, day,
        drawerOpen, drawerClose, sell, returnGoods, stockReceive, stockAdjust, stockCount,
        stockList, sales, reportX, reportZ, reportJournal, reportCheck, logShow, logExport,
        logVerify, rebuild, status, doctor, printTest, version,
    ]
}
