public import Crypto
public import Retail

/// A customer with what this node can open of them.
public struct Customer: Hashable, Sendable {
    public let id: CustomerID
    /// The card or customer number, such as `C-00300001`.
    public var number: String
    public var name: String?
    public var phone: String?
    public var email: String?
    public var address: String?
    public var note: String?
    public var exemption: TaxExemption?
    /// True where the key is gone: what was personal can't be read by anyone any more.
    public var isErased: Bool
}

/// What is to stand in a customer's field; nil clears it.
public enum CustomerEdit: Hashable, Sendable {
    case name(String?)
    case phone(String?)
    case email(String?)
    case address(String?)
    case note(String?)
    case number(String?)
    case exemption(TaxExemption.Kind?)
    /// The certificate's number.
    case certificate(String?)
    /// The certificate's end, itself excluded.
    case certificateExpiry(Instant?)
}

/// Why a customer was not changed.
public enum CustomerError: Error, Equatable {
    case unknown(CustomerID)
    /// Erased customers stay erased: make a new one.
    case erased(CustomerID)
    case textTooLong(CustomerChange.Field, most: Int)
    /// Control characters, or no e-mail address, or no telephone number.
    case unreadable(CustomerChange.Field)
    /// What may be a payment card's number is kept nowhere.
    case looksLikeCardNumber(CustomerChange.Field)
    /// Numbers `C-` and digits are the lane's to give.
    case numberReserved(String)
    case numberTaken(String)
    /// An exemption stands on its certificate's number.
    case certificateMissing
    case nothingToChange
    case perform(PerformError)
    case sealing(Sealed.Failure)
}

extension CustomerEdit {
    var field: CustomerChange.Field {
        switch self {
        case .name: .name
        case .phone: .phone
        case .email: .email
        case .address: .address
        case .note: .note
        case .number: .number
        case .exemption: .exemption
        case .certificate: .certificate
        case .certificateExpiry: .certificateExpiry
        }
    }

    /// The text that is sealed or stored; nil for the fields that hold none, and cleared ones.
    var text: String? {
        switch self {
        case .name(let text), .phone(let text), .email(let text), .address(let text),
            .note(let text), .number(let text), .certificate(let text):
            text.flatMap { $0.isEmpty ? nil : $0 }
        case .exemption, .certificateExpiry: nil
        }
    }

    /// Checks what was typed.
    func check() throws(CustomerError) {
        guard let text else { return }
        let most = Self.charactersMax(of: field)
        guard text.count <= most else { throw .textTooLong(field, most: most) }
        guard !text.hasControls else { throw .unreadable(field) }
        switch self {
        case .phone:
            guard ContactText.phone(text) != nil else { throw .unreadable(field) }
            guard !ContactText.mayHoldCardNumber(phone: text) else {
                throw .looksLikeCardNumber(field)
            }
        case .email:
            guard ContactText.email(text) != nil else { throw .unreadable(field) }
        case .number:
            guard !text.hasPrefix(CustomerNumber.prefix) else { throw .numberReserved(text) }
            // A loyalty card's EAN-13 passes a payment card's check one time in ten.
            guard text.utf8.count == 13 || !ContactText.mayHoldCardNumber(text) else {
                throw .looksLikeCardNumber(field)
            }
        case .name, .address, .note, .certificate:
            guard !ContactText.mayHoldCardNumber(text) else { throw .looksLikeCardNumber(field) }
        case .exemption, .certificateExpiry: return
        }
    }

    private static func charactersMax(of field: CustomerChange.Field) -> Int {
        switch field {
        case .name: 100
        case .phone, .number: 40
        case .email: 120
        case .address: 300
        case .certificate: 64
        case .note: 500
        case .certificateExpiry, .exemption, .lookupTags: 0
        }
    }
}

/// The numbers that a lane gives its customers: `C-`, three digits of the lane, then a count of
/// five digits or more.
enum CustomerNumber {
    static let prefix = "C-"

    static func series(lane: UInt8) -> String { prefix + padded(String(lane), 3) }

    static func number(_ count: Int64, in series: String) -> String {
        series + padded(String(count), 5)
    }

    private static func padded(_ digits: String, _ width: Int) -> String {
        String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
}
