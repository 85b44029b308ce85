import Crypto
import Encoding
import Retail

/// Names what a ticket file holds, so that a second run finds what the first one rang.
struct TicketSource {
    /// The file's name without folders and endings of packing: `online-retail.csv`.
    let name: String

    init(path: String) {
        var name = path.split(separator: "/").last.map(String.init) ?? path
        for ending in [".gz", ".zst"] where name.hasSuffix(ending) {
            name.removeLast(ending.count)
        }
        self.name = name
    }

    func content(of ticket: String) -> ContentID {
        ContentID(derive(ticket, label: "tillmesh-ticket"))
    }

    func customer(_ text: String) -> CustomerID {
        CustomerID(derive(text, label: "tillmesh-buyer"))
    }

    private func derive(_ text: String, label: Label) -> Bytes16 {
        let input = Array(name.utf8) + [0] + Array(text.utf8)
        guard let id = Bytes16(BLAKE2b.hash(input, length: 16, label: label)) else {
            preconditionFailure("a digest of 16 bytes was asked for")
        }
        return id
    }
}
