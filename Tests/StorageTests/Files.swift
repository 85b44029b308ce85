import Glibc

/// Whole files for tests that damage them.
enum Files {
    static func read(_ path: String) throws -> [UInt8] {
        let file = try present(fopen(path, "r"))
        defer { fclose(file) }
        fseek(file, 0, SEEK_END)
        var bytes = [UInt8](repeating: 0, count: ftell(file))
        rewind(file)
        guard fread(&bytes, 1, bytes.count, file) == bytes.count else { throw Missing() }
        return bytes
    }

    static func write(_ bytes: [UInt8], to path: String) throws {
        let file = try present(fopen(path, "w"))
        defer { fclose(file) }
        guard fwrite(bytes, 1, bytes.count, file) == bytes.count else { throw Missing() }
    }
}
