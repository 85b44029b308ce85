import CSodium

/// libsodium itself: must be started before anything else of this module is used.
public enum Sodium {
    /// Why libsodium could not be used.
    public enum StartError: Error, Equatable {
        /// `sodium_init` reported a failure; nothing of the library may be trusted then.
        case refused
    }

    // A static is initialised once, whichever thread comes first.
    private static let started = sodium_init() >= 0

    /// Initialises libsodium; further calls cost nothing.
    ///
    /// - Throws: ``StartError/refused`` when the library could not initialise.
    public static func start() throws(StartError) {
        guard started else { throw .refused }
    }

    /// Lets a function that was called before ``start()`` still use the processor's best code.
    static func ensureStarted() {
        precondition(started, "libsodium refused to initialise")
    }
}
