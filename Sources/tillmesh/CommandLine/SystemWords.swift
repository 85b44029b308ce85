import Glibc

/// What the system calls one of its error numbers.
enum SystemWords {
    static func of(_ number: Int32) -> String {
        guard let words = strerror(number) else { return "error \(number)" }
        return String(cString: words)
    }
}
