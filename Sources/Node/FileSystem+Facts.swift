import CPosix
import Glibc

// What `status` and `doctor` ask of files.

extension FileSystem {
    /// Bytes of those files that are there.
    public static func bytes(of paths: [String]) -> Int64 {
        paths.reduce(0) { sum, path in
            var found = stat()
            return stat(path, &found) == 0 ? sum + Int64(found.st_size) : sum
        }
    }

    /// Permission bits of a file or folder; nil where it isn't there.
    public static func mode(of path: String) -> UInt32? {
        var found = stat()
        return stat(path, &found) == 0 ? found.st_mode & 0o777 : nil
    }

    /// Bytes that this user may still write on the disk of a path; nil where that can't be known.
    public static func freeBytes(at path: String) -> Int64? {
        var found = statvfs()
        guard statvfs(path, &found) == 0 else { return nil }
        let (bytes, overflow) = Int64(clamping: found.f_bavail)
            .multipliedReportingOverflow(by: Int64(clamping: found.f_frsize))
        return overflow ? .max : bytes
    }
}
