import CRDT
import Encoding

/// The indices that logs have on one connection in one direction, in the order of their first
/// mention.
struct LogNumbering: Sendable {
    static let logsMax = 65_536

    private var logs: [LogID] = []
    private var numbers: [LogID: Int] = [:]

    /// The log that was mentioned as the index-th, from 0.
    subscript(index: UInt64) -> LogID? {
        Int(exactly: index).flatMap { logs.indices.contains($0) ? logs[$0] : nil }
    }

    /// The index of a log that was mentioned before.
    func number(of log: LogID) -> Int? { numbers[log] }

    /// Gives a log the next index; false where all are taken.
    mutating func add(_ log: LogID) -> Bool {
        guard logs.count < Self.logsMax else { return false }
        numbers[log] = logs.count
        logs.append(log)
        return true
    }
}
