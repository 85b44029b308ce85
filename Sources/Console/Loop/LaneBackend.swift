public import Lane
public import Node
public import Retail

/// What a lane's loop asks its node for; no call waits for a disk.
public protocol LaneBackend: Sendable {
    /// Terms and clock as they are now, and an id that was never used.
    func context(monotonicNanoseconds: UInt64) -> LaneContext

    /// Answers a request, on any thread, whatever comes of it.
    ///
    /// - Parameters:
    ///   - request: commands are performed after all baskets that were saved before them.
    ///   - then: called once, with the job that prints what was performed.
    func answer(
        _ request: LaneRequest, then: @escaping @Sendable (LaneAnswer, Node.PrintJob?) -> Void)

    /// Puts the open basket on disk, or takes it off; calls back when it is there.
    func save(_ basket: OpenBasket?, then: @escaping @Sendable (LaneTrouble?) -> Void)

    /// Tells what cash the drawer should hold, nil where it is closed; or why nobody knows.
    func cashInDrawer(then: @escaping @Sendable (Money?, LaneTrouble?) -> Void)

    /// Waits until all that was saved and performed is on disk.
    func finish()
}
