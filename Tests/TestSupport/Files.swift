import Glibc

/// Why a test's file could not be had.
public enum FileError: Error, Equatable {
    case notReadable(path: String, errno: Int32)
    case programFailed(name: String, status: Int32)
}

/// Files that tests read, as a whole.
public enum Files {
    public static func bytes(_ path: String) throws(FileError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileError.notReadable(path: path, errno: errno) }
        defer { close(descriptor) }
        return try all(of: descriptor, named: path)
    }

    /// The content of a `.gz` or `.zst` file by `gzip -dc` or `zstd -dc`; of another as it is.
    ///
    /// Programs apart from ours, so that a fault of ours can't hide itself.
    public static func unpacked(_ path: String) throws(FileError) -> [UInt8] {
        if path.hasSuffix(".gz") { return try output(of: ["gzip", "-dc", path]) }
        if path.hasSuffix(".zst") { return try output(of: ["zstd", "-dc", path]) }
        return try bytes(path)
    }

    /// What a program writes to its standard output when it ends with status 0.
    public static func output(of words: [String]) throws(FileError) -> [UInt8] {
        // A file, not a pipe: other children that inherit its end can't keep us waiting.
        var template = Array("/tmp/tillmesh-test-XXXXXX".utf8CString)
        let descriptor = mkstemp(&template)
        guard descriptor >= 0 else { throw FileError.notReadable(path: "/tmp", errno: errno) }
        defer { close(descriptor) }
        unlink(template)
        guard let child = start(words, writingTo: descriptor) else {
            throw FileError.programFailed(name: words[0], status: ENOENT)
        }
        var status: Int32 = -1
        guard waitpid(child, &status, 0) == child, status == 0 else {
            throw FileError.programFailed(name: words[0], status: status)
        }
        lseek(descriptor, 0, SEEK_SET)
        return try all(of: descriptor, named: words[0])
    }

    private static func start(_ words: [String], writingTo descriptor: Int32) -> pid_t? {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, descriptor, STDOUT_FILENO)
        let arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        var child: pid_t = 0
        let failure = posix_spawnp(&child, words[0], &actions, nil, arguments, environ)
        return failure == 0 ? child : nil
    }

    private static func all(of descriptor: Int32, named path: String) throws(FileError) -> [UInt8] {
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(descriptor, &block, block.count)
            guard count >= 0 else { throw FileError.notReadable(path: path, errno: errno) }
            if count == 0 { return bytes }
            bytes += block.prefix(count)
        }
    }
}
