/// How a store's prices meet its taxes.
public struct TaxMode: Hashable, Sendable {
    /// Where a fraction of a minor unit is rounded: on each line, or once on the receipt.
    public enum Rounding: UInt8, Hashable, Sendable, CaseIterable {
        case perLine = 0
        case perReceipt = 1
    }

    /// True where shelf prices hold the tax already.
    public var isIncluded: Bool
    public var rounding: Rounding

    public init(isIncluded: Bool = false, rounding: Rounding = .perReceipt) {
        self.isIncluded = isIncluded
        self.rounding = rounding
    }
}

/// A customer's right to buy without the place's taxes, by a certificate.
public struct TaxExemption: Hashable, Sendable {
    /// Numbers as in ``CustomerChange/Field/exemption``.
    public enum Kind: UInt8, Hashable, Sendable, CaseIterable {
        case resale = 1
        case charity = 2
        case diplomatic = 3
    }

    public var kind: Kind
    /// Whether the certificate's number is on file; the number itself is sealed.
    public var hasCertificate: Bool
    /// The end, itself excluded; nil: none.
    public var expires: Instant?

    public init(kind: Kind, hasCertificate: Bool, expires: Instant? = nil) {
        self.kind = kind
        self.hasCertificate = hasCertificate
        self.expires = expires
    }

    /// Checks that the certificate takes tax off at this moment.
    ///
    /// - Throws: ``TaxExemptionError``, with what to ask the customer for.
    public func check(at moment: Instant) throws(TaxExemptionError) {
        guard hasCertificate else { throw .noCertificate(kind) }
        guard let expires, expires <= moment else { return }
        throw .expired(kind, at: expires)
    }

    /// Whether the certificate takes tax off at this moment.
    public func isValid(at moment: Instant) -> Bool {
        hasCertificate && expires.map { moment < $0 } ?? true
    }
}

/// Why a customer's exemption was refused; the sale goes on with tax.
public enum TaxExemptionError: Error, Hashable, Sendable {
    case noCertificate(TaxExemption.Kind)
    case expired(TaxExemption.Kind, at: Instant)
}
