import Glibc
import TestSupport
import Testing

/// A store of nodes on this machine's loopback, each a process of its own.
final class StoreOnLoopback {
    static let passphrase = "correct horse battery"

    let folder = Folder()
    private var processes: [String: pid_t] = [:]

    /// The store's first node, which is its steward, in the folder `a`.
    init() throws {
        try folder.write("pass", Self.passphrase + "\n")
        try folder.good("init --data a --sample --passphrase-file pass")
        try start("a")
    }

    deinit {
        for process in processes.values {
            kill(process, SIGKILL)
            var status: Int32 = 0
            waitpid(process, &status, 0)
        }
    }

    /// Makes a folder another lane of the store, and runs it.
    func join(_ name: String, by inviter: String = "a") throws {
        let line = try present(
            folder.good("invite --data \(inviter) --json").json()["invitation"]?.string)
        try folder.good("join --data \(name) --listen 127.0.0.1:0 --no-announce \(line)")
        try start(name, besides: inviter)
    }

    /// Makes a folder another lane by a snapshot, its program killed again and again while it
    /// comes; the last time it may end.
    ///
    /// - Parameters:
    ///   - name: the folder.
    ///   - seconds: after which it is killed, one after the other.
    /// - Returns: what it said in the end.
    /// - Throws: where the program fails.
    func joinKilled(_ name: String, after seconds: [String]) throws -> JSON {
        let line = try present(
            folder.good("invite --data a --json").json()["invitation"]?.string)
        let words =
            "join --data \(name) --listen 127.0.0.1:0 --no-announce --snapshot-above 10 --json"
        for time in seconds {
            let command =
                "cd '\(folder.path)' && timeout -s KILL \(time) '\(Program.path)' \(words) \(line) "
                + ">/dev/null 2>&1; echo $?"
            let output = try Files.output(of: ["sh", "-c", command])
            let status = String(decoding: output, as: UTF8.self).filter(\.isNumber)
            // Killed, or fast enough: then there is nothing left to kill.
            try #require(["137", "0"].contains(status))
            if status == "0" { break }
        }
        guard access("\(folder.path)/\(name)/join-unfinished", F_OK) == 0 else {
            return try folder.good("status --data \(name) --json").json()
        }
        return try folder.good("\(words) \(line)").json()
    }

    func start(_ name: String, besides peer: String = "a") throws {
        let log = "\(folder.path)/\(name).log"
        let peer = name == "a" ? "" : " --peer \(try address(of: peer))"
        let words =
            "'\(Program.path)' node --data '\(folder.path)/\(name)' --listen 127.0.0.1:0 "
            + "--no-announce\(peer) >'\(log)' 2>&1 & echo $!"
        let output = String(decoding: try Files.output(of: ["sh", "-c", words]), as: UTF8.self)
        processes[name] = pid_t(output.filter(\.isNumber))
        try eventually("\(name) to be ready") {
            try folder.run("peers --data \(name)").status == 0
        }
    }

    private func address(of name: String) throws -> String {
        let report = try folder.good("peers --data \(name) --json").json()
        return try present(report["addresses"]?.array?.first?.string)
    }

    /// The members as a node lists them, by lane number or, without one, by the node's name.
    func members(_ name: String) throws -> [String: JSON] {
        let list = try folder.good("members --data \(name) --json").json()["members"]?.array ?? []
        return list.reduce(into: [:]) { found, member in
            let lane = member["lane"]?.integer.map { "\($0)" }
            found[lane ?? member["node"]?.string ?? ""] = member
        }
    }

    /// Asks again and again for what other processes bring about; fails after 30 s.
    ///
    /// Each condition runs the program, so nothing has to be slept away between two.
    func eventually(_ what: String, _ condition: () throws -> Bool) throws {
        let end = time(nil) + 30
        while time(nil) < end {
            if try condition() { return }
        }
        Issue.record("waited in vain for \(what)")
        throw FileError.programFailed(name: what, status: -1)
    }
}

func present<Value>(_ value: Value?, at location: SourceLocation = #_sourceLocation) throws -> Value
{
    try #require(value, sourceLocation: location)
}
