import Retail
import Storage

// What to say of a code that leads to no one item.

extension GoodsFinder {
    /// Why a row's code can't be taken.
    func reason(for code: String) throws(StorageError) -> ImportFault.Reason {
        switch try find(code) {
        case .item, .unknown, .unreadable: .unknownItem
        case .didYouMean(let right): .gtin(.wrongCheckDigit(didYouMean: right))
        case .ambiguous: .ambiguous
        }
    }

    /// The same for a code on the command line.
    func failure(for code: String) throws(StorageError) -> Failure {
        let name = "'\(code.shown)'"
        switch try find(code) {
        case .item, .unknown:
            return Failure(
                .badData,
                "no item \(name) in the catalogue; `tillmesh stock list` lists what there is")
        case .didYouMean(let right):
            return Failure(
                .badData, "\(name) has a wrong check digit; did you mean \(right)?")
        case .unreadable:
            return Failure(.badData, "\(name) can't be read as a code; give the item's own code")
        case .ambiguous(let codes):
            let names = codes.map(\.text.shown).joined(separator: ", ")
            return Failure(.badData, "\(name) belongs to \(names); give the item's own code")
        }
    }
}
