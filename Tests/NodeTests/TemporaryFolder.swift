import Glibc
import Node

/// A folder of its own for one test, gone with the value.
final class TemporaryFolder: Sendable {
    let path: String

    init() {
        let random = SystemRandom().bytes(8).map { String($0, radix: 16) }.joined()
        path = "/tmp/tillmesh-test-\(random)"
        precondition(mkdir(path, 0o700) == 0, "cannot make \(path)")
    }

    deinit { Self.remove(path) }

    var directory: DataDirectory { DataDirectory(path) }

    private static func remove(_ path: String) {
        if let folder = opendir(path) {
            while let entry = readdir(folder) {
                let name = withUnsafePointer(to: &entry.pointee.d_name) {
                    $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                }
                if name != "." && name != ".." { remove("\(path)/\(name)") }
            }
            closedir(folder)
            rmdir(path)
        } else {
            unlink(path)
        }
    }
}
