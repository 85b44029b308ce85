import Glibc

extension StorageError {
    static func isFullDisk(_ code: Int32) -> Bool { code == ENOSPC || code == EDQUOT }

    static func isReadOnly(_ code: Int32) -> Bool {
        code == EACCES || code == EROFS || code == EPERM
    }

    /// What the system's word on a file of the till comes to, `code` being its `errno`.
    public init(path: String, code: Int32) {
        if Self.isReadOnly(code) {
            self = .readOnly(path: path)
        } else if Self.isFullDisk(code) {
            self = .full(path: path)
        } else {
            self = .cannotOpen(path: path, errno: code)
        }
    }

    /// A statement on one line.
    static func line(of statement: String) -> String {
        statement.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    static func text(ofSystem code: Int32) -> String {
        code == 0 ? "no further word" : String(cString: strerror(code))
    }
}
