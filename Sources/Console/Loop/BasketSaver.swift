package import Lane

/// Decides which basket goes to disk next and which screen may be shown; performs no I/O.
///
/// One basket is under way at a time and the latest waits, so that a slow disk holds up drawing and
/// nothing else. A screen is shown when the basket on it is on disk.
package struct BasketSaver<Shown> {
    /// A basket, and what shows it.
    private struct Save {
        let basket: OpenBasket?
        let shown: Shown
    }

    /// Under way, oldest first: more than one only where a command waits for them.
    private var posted: [Save] = []
    private var waiting: Save?

    package init() {}

    /// Whether nothing is left to put on disk.
    package var isIdle: Bool { posted.isEmpty && waiting == nil }

    /// Takes the next basket in; returns one to post now.
    package mutating func add(_ basket: OpenBasket?, shownBy shown: Shown) -> OpenBasket?? {
        let save = Save(basket: basket, shown: shown)
        guard posted.isEmpty else {
            waiting = save
            return nil
        }
        posted.append(save)
        return .some(basket)
    }

    /// A command is about to be performed: what waits is posted before it.
    package mutating func flush() -> OpenBasket?? {
        guard let save = waiting else { return nil }
        waiting = nil
        posted.append(save)
        return .some(save.basket)
    }

    /// The oldest one is on disk: what may be shown now, and the one to post next.
    package mutating func saved() -> (shown: Shown?, next: OpenBasket??) {
        guard !posted.isEmpty else { return (nil, nil) }
        let done = posted.removeFirst()
        return (done.shown, posted.isEmpty ? flush() : nil)
    }
}
