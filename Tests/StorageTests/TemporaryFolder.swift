import Glibc

/// A folder of its own for one test, gone with it.
final class TemporaryFolder: Sendable {
    let path: String

    init() {
        var template = Array("/tmp/tillmesh-storage-XXXXXX".utf8CString)
        precondition(mkdtemp(&template) != nil, "no temporary folder: \(errno)")
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit {
        chmod(path, 0o700)
        for name in ["till.db", "till.db-wal", "till.db-shm", "till.db-journal", "lock"] {
            unlink(path + "/" + name)
        }
        rmdir(path)
    }

    var database: String { path + "/till.db" }
    var lock: String { path + "/lock" }
}
