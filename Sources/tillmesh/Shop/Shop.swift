import Glibc
import Node
import Retail
import Storage

/// Opens the data directory that a command names, and finds who acts.
enum Shop {
    /// The node of the directory, owned by this process until it is closed.
    static func openNode(_ arguments: Arguments) throws(Failure) -> RunningNode {
        let directory = DataDirectory(try arguments.dataDirectory())
        do {
            return try RunningNode(directory)
        } catch {
            throw Failure(code(of: error), "\(error)")
        }
    }

    private static func code(of error: OpenError) -> ExitCode {
        guard case .storage(let storage) = error else { return .badData }
        switch storage {
        case .inUse, .busy: return .temporary
        case .absent, .cannotOpen: return .noInput
        case .readOnly: return .noPermission
        case .full, .disk: return .inputOutput
        case .damaged, .notADatabase, .foreign, .newer, .payload: return .badData
        case .contradiction, .compression, .failed: return .software
        }
    }

    /// Whoever `--as` names; without it the first admin, for the owner of the folder alone.
    static func person(
        _ arguments: Arguments, in reader: ShopReader
    ) throws -> StaffMember {
        if let number = try arguments.integer("as", in: 0...Int64(UInt32.max)) {
            let found = try reader.people(withNumber: UInt32(number)).first { $0.isActive }
            guard let found else {
                throw Failure(
                    .noPermission,
                    "nobody who works here has the number \(number); "
                        + "`tillmesh import people` adds people")
            }
            return found
        }
        let admin = try reader.people().first { $0.isActive && $0.roles.contains("admin") }
        guard let admin else {
            throw Failure(.noPermission, "no admin works here; say who acts with --as NUMBER")
        }
        return admin
    }
}
