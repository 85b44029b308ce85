public import Node
public import Retail

/// Where print jobs are kept: rows that lie on disk when a call returns.
///
/// The calls wait for the disk; only a spool's own thread and the printer's make them.
public protocol PrintJobStore: Sendable {
    /// Those that aren't done, oldest first.
    func jobs() throws -> [Node.PrintJob]

    /// Puts a job's state on disk; nil: it came out, and its row goes.
    func set(_ job: Node.PrintJob, to state: Node.PrintJob.State?) throws

    /// What goes on paper; nil where the fact isn't here any more.
    func document(of job: Node.PrintJob) throws -> Document?

    /// What the cashier calls it: a receipt's number, a slip's name.
    func title(of job: Node.PrintJob) throws -> String

    /// Replaces a job that may have come out by a copy that is counted and says so.
    ///
    /// - Parameters:
    ///   - job: the one in question.
    ///   - person: who asked for the copy.
    /// - Returns: the new job.
    /// - Throws: the disk's trouble, or the refusal of who may not have a copy.
    func copy(_ job: Node.PrintJob, by person: PersonID) throws -> Node.PrintJob
}
