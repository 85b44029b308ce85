import Retail
import Synchronization

/// What a program has to say to whoever looks after the node, where its terminal is a till's.
///
/// Lines of `time words` in a file of the data directory that keeps itself small: the older half
/// lies in `node.log.1`. A line that comes again and again is written once, with how often at the
/// next other one, so that a stranger who knocks all night pushes nothing out.
public final class NodeLog: Sendable {
    static let bytesMax = 1 << 19

    private let path: String
    private let held = Mutex(Held())
    private let thread = SerialThread(name: "log")
    private let failed: @Sendable (FileError) -> Void

    private struct Held {
        var last = ""
        var repeats = 0
        var hasFailed = false
    }

    /// - Parameters:
    ///   - directory: whose log it is.
    ///   - failed: hears once that the file can't be written, on the log's own thread.
    public init(_ directory: DataDirectory, failed: @escaping @Sendable (FileError) -> Void) {
        path = directory.log
        self.failed = failed
    }

    /// Notes a line; returns at once.
    public func write(_ words: String) {
        let time = SystemClock.wall()
        thread.run { [self] in append(words, DateFormat.iso(LocalTime(time, offsetSeconds: 0))) }
    }

    /// Waits until all that was noted is in the file.
    public func flush() { thread.wait {} }

    private func append(_ words: String, _ time: String) {
        let lines = held.withLock { held -> String? in
            guard words != held.last else {
                held.repeats += 1
                return nil
            }
            defer { (held.last, held.repeats) = (words, 0) }
            let before = held.repeats > 0 ? "\(time) (the same \(held.repeats) times more)\n" : ""
            return "\(before)\(time) \(words.replacing("\n", with: " "))\n"
        }
        guard let lines else { return }
        do throws(FileError) {
            if FileSystem.bytes(of: [path]) > Self.bytesMax {
                try FileSystem.take(path, as: path + ".1")
            }
            try FileSystem.append(Array(lines.utf8), to: path, mode: 0o600)
        } catch {
            tell(error)
        }
    }

    private func tell(_ error: FileError) {
        let isFirst = held.withLock { held in
            defer { held.hasFailed = true }
            return !held.hasFailed
        }
        if isFirst { failed(error) }
    }
}
