/// What a lane begins with: the shell reads it from the data directory before the first frame.
public struct LaneSetup: Hashable, Sendable {
    /// The drawer session, as the log has it.
    public enum Drawer: Hashable, Sendable {
        case open
        /// The number of the last Z; nil before the first.
        case closed(lastZ: UInt32?)
    }

    /// As the header shows it: `03`.
    public var lane: String
    public var drawer: Drawer
    /// The basket that was open when the lane's program ended.
    public var basket: OpenBasket?
    public var isTraining: Bool
    public var size: FrameSize
    /// Shown at sign-on, such as the people and PINs of the sample shop; empty in a real one.
    public var hints: [String]
    /// Shown there too: what of the machine the shop should know, each line as it stands.
    public var notices: [String]

    public init(
        lane: String, drawer: Drawer, basket: OpenBasket? = nil, isTraining: Bool = false,
        size: FrameSize = .least, hints: [String] = [], notices: [String] = []
    ) {
        self.lane = lane
        self.drawer = drawer
        self.basket = basket
        self.isTraining = isTraining
        self.size = size
        self.hints = hints
        self.notices = notices
    }
}
