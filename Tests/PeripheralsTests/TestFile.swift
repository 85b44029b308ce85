import Glibc
import TestSupport

/// Files of the tests.
enum TestFile {
    /// The bytes of a file of test data, nil (said so) where this machine hasn't got it.
    static func bytes(_ name: String) -> [UInt8]? { TestData.path(name).flatMap(read) }

    /// A file's bytes, nil where it can't be opened.
    static func read(_ path: String) -> [UInt8]? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while case let count = Glibc.read(file, &buffer, buffer.count), count > 0 {
            bytes += buffer[..<count]
        }
        return bytes
    }

    /// A fresh folder for one test, which removes it.
    static func folder() -> String {
        var template = Array("/tmp/tillmesh-peripherals-XXXXXX".utf8CString)
        return template.withUnsafeMutableBufferPointer { buffer in
            guard let base = buffer.baseAddress, mkdtemp(base) != nil else {
                preconditionFailure("no folder for a test: errno \(errno)")
            }
            return String(cString: base)
        }
    }

    static func remove(_ folder: String) { _ = try? Files.output(of: ["rm", "-rf", folder]) }
}
