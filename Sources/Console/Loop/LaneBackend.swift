public import Lane
public import Node
public import Retail
public import Texts

/// What a lane's loop asks its node for; no call waits for another thread or for an fsync.
public protocol LaneBackend: Sendable {
    /// Terms and clock as they are now, and an id that was never used.
    func context(monotonicNanoseconds: UInt64) -> LaneContext

    /// Answers what needs a few pages of a file and no more; nil: it has to be asked.
    func answerAtOnce(_ request: LaneRequest) -> LaneAnswer?

    /// Answers a request, on any thread, whatever comes of it.
    ///
    /// - Parameters:
    ///   - request: commands are performed one after the other.
    ///   - printsNow: whether what is performed is printed as soon as `then` hears of it.
    ///   - then: called once, with the job that prints what was performed.
    func answer(
        _ request: LaneRequest, printsNow: Bool,
        then: @escaping @Sendable (LaneAnswer, Node.PrintJob?) -> Void)

    /// Saves the open basket, or takes it off; when it returns it outlives this process.
    ///
    /// - Returns: why it could not be saved.
    func save(_ basket: OpenBasket?) -> MachineMessage?

    /// Tells what cash the drawer should hold, nil where it is closed; or why nobody knows.
    func cashInDrawer(then: @escaping @Sendable (Money?, MachineMessage?) -> Void)

    /// Waits until all that was asked is done.
    func finish()
}
