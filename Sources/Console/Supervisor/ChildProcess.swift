import CPosix
import Glibc

/// A program that was started and is to be waited for.
struct ChildProcess: ~Copyable {
    let id: pid_t
    /// Readable when it has ended.
    let descriptor: CInt

    /// Starts a program with this process's terminal, and with no signal blocked or ignored.
    ///
    /// - Throws: ``SupervisorError/notStarted(program:errno:)``.
    init(program: String, arguments: [String]) throws(SupervisorError) {
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        var all = sigset_t()
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        let words: [UnsafeMutablePointer<CChar>?] =
            ([program] + arguments).map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var started: pid_t = 0
        let failure = posix_spawn(&started, program, nil, &attributes, words, environ)
        guard failure == 0 else { throw .notStarted(program: program, errno: failure) }
        let opened = pidfd_open(started, 0)
        precondition(opened >= 0, "no descriptor for a child: errno \(errno)")
        id = started
        descriptor = opened
    }

    deinit { close(descriptor) }

    /// How it ended; nil while it runs.
    func end() -> RestartPolicy.End? {
        var status: CInt = 0
        guard waitpid(id, &status, WNOHANG) == id else { return nil }
        let signal = tillmesh_end_signal(status)
        return signal != 0 ? .signalled(signal) : .exited(code: tillmesh_exit_code(status))
    }

    func signal(_ number: CInt) { kill(id, number) }
}
