/// The file `health.conf` of a data directory: where this node tells of its health.
///
/// One line `metrics = ADDRESS`; `#` begins a comment. Without the file nobody is told.
public enum HealthFile {
    /// Why the file is of no use.
    public enum Failure: Error, Equatable, CustomStringConvertible {
        case file(FileError)
        /// Lines count from 1.
        case line(Int, path: String, text: String)

        public var description: String {
            switch self {
            case .file(let error): "\(error)"
            case .line(let number, let path, let text): "\(path), line \(number): \(text)"
            }
        }
    }

    /// The address that the file names; nil where there is no file, or none in it.
    public static func address(
        _ directory: DataDirectory
    ) throws(Failure) -> HealthAddress? {
        let path = directory.health
        guard FileSystem.exists(path) else { return nil }
        let bytes: [UInt8]
        do throws(FileError) {
            bytes = try FileSystem.read(path, limit: 1 << 16)
        } catch {
            throw .file(error)
        }
        return try address(reading: String(decoding: bytes, as: UTF8.self), path: path)
    }

    static func address(
        reading text: String, path: String
    ) throws(Failure) -> HealthAddress? {
        var found: HealthAddress?
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            let words = line.prefix { $0 != "#" }.split { " \t\r=".contains($0) }
            if words.isEmpty { continue }
            let number = index + 1
            guard words.count == 2, words[0] == "metrics", line.contains("=") else {
                throw .line(number, path: path, text: "write metrics = 127.0.0.1:PORT")
            }
            do throws(HealthAddress.Failure) {
                found = try HealthAddress(String(words[1]))
            } catch {
                throw .line(number, path: path, text: "\(error)")
            }
        }
        return found
    }
}
