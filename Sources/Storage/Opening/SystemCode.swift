import Glibc

extension StorageError {
    static func isFullDisk(_ code: Int32) -> Bool { code == ENOSPC || code == EDQUOT }

    static func isReadOnly(_ code: Int32) -> Bool {
        code == EACCES || code == EROFS || code == EPERM
    }

    static func text(ofSystem code: Int32) -> String {
        code == 0 ? "no further word" : String(cString: strerror(code))
    }
}
