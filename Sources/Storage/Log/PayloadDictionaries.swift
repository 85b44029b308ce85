import Encoding

/// The dictionaries with which payloads are compressed; the last is used for what is written.
enum PayloadDictionaries {
    static let shipped: [ZstdDictionary] = []
}
