import CRDT
import Replica
import Replication
import Retail
import Storage

extension Register {
    /// How often in a day a life ends because another machine has the key.
    ///
    /// Others fetch 64 incarnations of an author a day unasked (protocol.md §4); whoever stole the
    /// key could use them up by calling again and again.
    private static let twinsInADayMost = 16
    private static let dayMilliseconds: UInt64 = 86_400_000

    /// Ends a life that a neighbour showed to be forgetful, before anything more is written in it.
    mutating func renewIfSuperseded() throws(PerformError) {
        guard replica.isSuperseded else { return }
        try renew(.shown)
    }

    /// Ends a life in which another machine writes too; the next one is on disk when it returns.
    ///
    /// - Parameter incarnation: the life that both were in.
    /// - Returns: false where another life has begun meanwhile, or too many did today.
    /// - Throws: ``PerformError``; then this life goes on.
    mutating func endLife(_ incarnation: Incarnation) throws(PerformError) -> Bool {
        guard replica.place.incarnation == incarnation, !hasEnded else { return false }
        do throws(StorageError) {
            guard try livesBegunToday() < Self.twinsInADayMost else { return false }
        } catch {
            throw .storage(error)
        }
        try renew(.twin)
        return true
    }

    private mutating func renew(_ reason: LifeReason) throws(PerformError) {
        do {
            let life = try Life(directory, file, store)
            var written = Transaction()
            replica = try life.begin(after: replica, reason) { written = $0 }
            try renumber()
            guard let tellMesh else { return }
            var news = news(of: written)
            news.life = replica.place.incarnation
            tellMesh(news)
        } catch let error as StorageError {
            throw .storage(error)
        } catch {
            throw .log("\(error)")
        }
    }

    /// By the stamps of its own logs' openings.
    private func livesBegunToday() throws(StorageError) -> Int {
        let now = UInt64(max(0, SystemClock.wall().milliseconds))
        let place = replica.place
        var count = 0
        for log in replica.frontier.logs where log.author == place.node && log.scope == place.scope
        {
            guard let opening = try store.operations(of: log, from: 1, limit: 1).first else {
                continue
            }
            let age = now.subtractingReportingOverflow(opening.operation.hlc.milliseconds)
            if age.overflow || age.partialValue < Self.dayMilliseconds { count += 1 }
        }
        return count
    }
}
