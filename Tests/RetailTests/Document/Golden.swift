import Glibc
import Testing

/// Golden files under `Tests/RetailTests/Golden`, compared as text.
///
/// With `TILLMESH_WRITE_GOLDEN=1` a test writes them anew instead; the change is then looked at.
enum Golden {
    static func expect(
        _ text: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let path = folder + "/" + name
        guard getenv("TILLMESH_WRITE_GOLDEN") == nil else { return write(text, path) }
        guard let known = read(path) else {
            Issue.record("no golden file \(name)", sourceLocation: sourceLocation)
            return
        }
        #expect(text == known, "\(name) differs", sourceLocation: sourceLocation)
    }

    private static let folder =
        #filePath.split(separator: "/").dropLast(2)
        .reduce("") { "\($0)/\($1)" } + "/Golden"

    private static func read(_ path: String) -> String? {
        guard let file = fopen(path, "r") else { return nil }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while case let count = fread(&buffer, 1, buffer.count, file), count > 0 {
            bytes += buffer.prefix(count)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func write(_ text: String, _ path: String) {
        guard let file = fopen(path, "w") else {
            Issue.record("can't write \(path)")
            return
        }
        defer { fclose(file) }
        let bytes = Array(text.utf8)
        #expect(fwrite(bytes, 1, bytes.count, file) == bytes.count)
    }
}
