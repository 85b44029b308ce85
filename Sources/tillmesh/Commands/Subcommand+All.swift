extension Subcommand {
    /// Every command, in the order in which help shows them.
    static let all: [Subcommand] = [
        initialise, join, lane, laneChild, demo, besideLane, node, invite, peers, importItems,
        importPeople,
        importTaxes, replay, day,
        drawerOpen, drawerClose, sell, returnGoods, stockReceive, stockAdjust, stockCount,
        stockList, customerAdd, customerEdit, customerFind, customerErase, itemsUnknown,
        settingsList, settingsSet, sales,
        reportX, reportZ, reportJournal, reportCheck, quarantineList, quarantineShow,
        quarantineRetry, conflicts,
        forkList, forkShow, forkExclude, members, promote, demote, revoke, retire, dormant, archive,
        rotate, salvage,
        logShow,
        logExport, logVerify, backup,
        restore, rebuild, status, doctor, printTest, version,
    ]
}
