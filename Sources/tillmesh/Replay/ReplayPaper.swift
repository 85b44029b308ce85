import Glibc
import Node
import Peripherals
import Retail
import Texts

/// Where a replay's receipts go, each after its transaction is on disk.
protocol ReplayPaper: AnyObject {
    func print(_ receipt: Receipt) throws
}

/// Receipts as text, appended to a file.
final class ReplayTextFile: ReplayPaper {
    private let descriptor: Int32
    private let path: String
    private let stationery: Stationery
    private let cashier: UInt32
    private static let columns = 42

    init(path: String, stationery: Stationery, cashier: UInt32) throws(Failure) {
        self.path = path
        self.stationery = stationery
        self.cashier = cashier
        descriptor = Glibc.open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw Failure(.cannotCreate, "cannot write \(path): \(Program.errnoText())")
        }
    }

    deinit { close(descriptor) }

    func print(_ receipt: Receipt) throws(Failure) {
        let document = stationery.receipt(receipt, cashier: cashier)
        let lines = PlainText.lines(of: document, columns: Self.columns)
        var rest = Array((lines.joined(separator: "\n") + "\n\n").utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else {
                throw Failure(.inputOutput, "cannot write \(path): \(Program.errnoText())")
            }
            rest = rest.dropFirst(count)
        }
    }
}
