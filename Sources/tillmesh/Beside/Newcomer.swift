import Node
import Replication

/// A folder that becomes a lane of the store whose steward runs on another folder of this machine.
struct Newcomer {
    /// How long the steward's lane isn't asked again after it couldn't answer, milliseconds.
    private static let retryMilliseconds: Int32 = 100

    let directory: DataDirectory
    let steward: DataDirectory
    let lane: UInt8

    /// Joins, unless that was done before.
    ///
    /// - Returns: false where the parent process ended before the steward's lane answered.
    /// - Throws: what kept it from being a lane.
    func join() throws -> Bool {
        guard !directory.isInitialised else { return true }
        guard let line = try invitation() else { return false }
        do {
            let joining = try Joining(line, directory)
            try joining.enrol(label: "lane \(lane)")
            _ = try Subcommand.fetch(
                joining, directory, try MeshSettings.read(directory), waits: true)
            _ = try joining.finish()
        } catch let error as JoinError {
            throw Failure(error)
        }
        return true
    }

    private func invitation() throws(Failure) -> String? {
        let guest = Guest(lane: lane, label: "lane \(lane)", roles: [.lane])
        repeat {
            do throws(ControlError) {
                switch try ControlClient(steward).ask(.invite(guest)) {
                case .invitation(let line, _): return line
                case .failed(_, let text): throw ControlError.malformed(text)
                case .pong, .performed, .refused, .malformed, .status, .testPage, .mesh, .store,
                    .customer, .customerRefused:
                    throw ControlError.malformed("no invitation")
                }
            } catch {
                guard case .absent = error else { throw Failure(error) }
            }
        } while !ParentPipe.isOver(within: Self.retryMilliseconds)
        return nil
    }
}
