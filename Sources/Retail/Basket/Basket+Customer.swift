extension Basket {
    /// What the cashier said to the question of age.
    public enum AgeAnswer: Hashable, Sendable {
        /// Looked at, or looks over.
        case accepted
        case refused
        /// The date on a card; it is compared and kept nowhere.
        case bornOn(BusinessDate)
    }

    /// Takes the answer to ``BasketError/needsAge(years:bornOnOrBefore:)``.
    ///
    /// One acceptance covers all later items of that age or below.
    ///
    /// - Throws: ``BasketError/tooYoung(years:)`` where the buyer isn't of age; the refusal stays
    ///   recorded.
    public mutating func answerAge(
        _ answer: AgeAnswer, for item: Item, terms: SaleTerms, by cashier: Authority
    ) throws(BasketError) {
        try checkRinging()
        _ = try cashier.approver(for: .sell, approval: nil)
        guard let years = item.minimumAge else { return }
        let isOfAge =
            switch answer {
            case .accepted: true
            case .refused: false
            case .bornOn(let date): date <= terms.today.yearsBefore(years)
            }
        record(
            BasketEvent(
                kind: isOfAge ? .ageAccepted : .ageRefused, item: item.code,
                quantity: Quantity(units: Int64(years))))
        guard isOfAge else { throw .tooYoung(years: years) }
        acceptedAge = max(acceptedAge, years)
    }

    /// Names whom the sale is for; nil takes the name away, and the exemption with it.
    public mutating func attach(customer: CustomerID?) throws(BasketError) {
        try checkRinging()
        if customer != self.customer { exemption = nil }
        self.customer = customer
    }

    /// Takes the place's taxes off by the customer's certificate; nil puts them back.
    public mutating func attach(
        exemption: TaxExemption?, terms: SaleTerms, by cashier: Authority,
        approval: Authority? = nil
    ) throws(BasketError) {
        try checkRinging()
        guard let exemption else { return self.exemption = nil }
        do throws(TaxExemptionError) {
            try exemption.check(at: terms.moment)
        } catch {
            throw .exemptionRefused(error)
        }
        _ = try cashier.approver(for: .exemptCustomer, approval: approval)
        self.exemption = exemption
    }

    /// Adds a note that the receipt shows.
    public mutating func addNote(_ text: String) throws(BasketError) {
        try Self.check(text, most: Limit.textCharacters)
        guard notes.count < Limit.notes else { throw .tooManyNotes(most: Limit.notes) }
        notes.append(text)
    }

    /// Puts a note under a line; nil takes it away.
    public mutating func setNote(_ text: String?, ofLine index: Int) throws(BasketError) {
        _ = try changeable(index)
        if let text { try Self.check(text, most: Limit.textCharacters) }
        lines[index].note = text
    }

    static func check(_ text: String, most: Int) throws(BasketError) {
        guard text.count <= most else { throw .textTooLong(most: most) }
        guard !CardNumber.isSuspected(in: text) else { throw .looksLikeCardNumber }
    }
}
