import Synchronization

/// The place of a running node's mesh, which a new key starts anew.
public final class MeshSeat: Sendable {
    private let make: @Sendable () throws -> MeshService
    private let failed: @Sendable (any Error) -> Void
    private let held: Mutex<MeshService?>

    /// Starts the mesh.
    ///
    /// - Parameters:
    ///   - make: starts one for the node as it is now.
    ///   - failed: hears why it couldn't be started again.
    /// - Throws: what `make` does.
    public init(
        _ make: @escaping @Sendable () throws -> MeshService,
        failed: @escaping @Sendable (any Error) -> Void
    ) throws {
        self.make = make
        self.failed = failed
        held = Mutex(try make())
    }

    /// The mesh that runs; nil between two, and after ``close()``.
    public var service: MeshService? { held.withLock { $0 } }

    /// Ends all sessions and begins others, under the node's present key.
    public func restart() {
        close()
        do {
            let next = try make()
            held.withLock { $0 = next }
        } catch {
            failed(error)
        }
    }

    public func close() {
        let last = held.withLock { held in
            defer { held = nil }
            return held
        }
        last?.close()
    }
}
