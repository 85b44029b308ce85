import Crypto
import Encoding
import Replica
public import Retail
public import Storage

extension Register {
    private var customers: CustomerReader { CustomerReader(reader, key: file.pinKey) }
    private var customerWriter: CustomerWriter {
        CustomerWriter(tags: CustomerTags(key: file.pinKey), random: random)
    }

    /// Makes a customer with a number of this lane where none is given.
    mutating func createCustomer(
        _ edits: [CustomerEdit], _ asking: CustomerAsking
    ) throws(CustomerError) -> Customer {
        let id = CustomerID(random.bytes16())
        let isNumbered = edits.contains { $0.field == .number && $0.text != nil }
        try checkNumber(edits, of: id)
        var change = try customerWriter.change(edits, of: Customer(new: id), key: nil)
        if !isNumbered {
            let number = try nextCustomerNumber()
            change.entries.removeAll { $0.field == .number }
            change.entries.append(.init(field: .number, value: Array(number.utf8)))
            change.entries.sort { $0.field.rawValue < $1.field.rawValue }
        }
        return try write(change, of: id, asking)
    }

    /// Changes the fields that are named and leaves the others.
    mutating func editCustomer(
        _ id: CustomerID, _ edits: [CustomerEdit], _ asking: CustomerAsking
    ) throws(CustomerError) -> Customer {
        guard !edits.isEmpty else { throw .nothingToChange }
        let (current, key) = try known(id)
        guard let key else { throw .erased(id) }
        try checkNumber(edits, of: id)
        return try write(
            try customerWriter.change(edits, of: current, key: key), of: id, asking)
    }

    /// Destroys the key, so that no copy of the log tells anything personal any more.
    ///
    /// Nothing is written to the log: it says the same before and after.
    mutating func eraseCustomer(
        _ id: CustomerID, _ asking: CustomerAsking
    ) throws(CustomerError) {
        let (current, key) = try known(id)
        try checkMayChange(id, asking)
        // Again where the key is gone already: its traces may not have been.
        let rows = key == nil ? [] : customerWriter.clearing(current)
        do throws(StorageError) {
            try store.destroy(subjectKey: id.id.bytes, and: rows)
        } catch {
            throw .perform(.storage(error))
        }
    }

    private func known(_ id: CustomerID) throws(CustomerError) -> (Customer, Secret?) {
        let (customer, key) = try asked { reader throws(StorageError) in
            (
                try customers.customer(id),
                try reader.local(.subjectKey, key: id.id.bytes).map(Secret.init)
            )
        }
        guard let customer else { throw .unknown(id) }
        return (customer, key)
    }

    /// Two customers with one number would each get the other's points and exemption.
    private func checkNumber(
        _ edits: [CustomerEdit], of id: CustomerID
    ) throws(CustomerError) {
        for edit in edits {
            guard case .number = edit, let number = edit.text else { continue }
            let taken = try asked { _ throws(StorageError) in
                try customers.find(number: number).contains { $0.id != id }
            }
            guard !taken else { throw .numberTaken(number) }
        }
    }

    private func nextCustomerNumber() throws(CustomerError) -> String {
        let series = CustomerNumber.series(lane: file.lane)
        let last = try asked { reader throws(StorageError) in
            try reader.lastCustomerNumber(in: series)
        }
        return CustomerNumber.number(last + 1, in: series)
    }

    /// The desk is asked as for a change, and its answer kept from the log.
    private mutating func checkMayChange(
        _ id: CustomerID, _ asking: CustomerAsking
    ) throws(CustomerError) {
        do throws(PerformError) {
            var draft = Draft(desk: desk(at: nil), nextJob: nextJob)
            let change = CustomerChange(
                content: ContentID(random.bytes16()), customer: id, version: 0, entries: [],
                time: draft.desk.time, person: asking.person)
            try decide(asking.command(change), &draft)
        } catch {
            throw .perform(error)
        }
    }

    private mutating func write(
        _ written: CustomerWriter.Change, of id: CustomerID, _ asking: CustomerAsking
    ) throws(CustomerError) -> Customer {
        do throws(PerformError) {
            var draft = Draft(desk: desk(at: nil), nextJob: nextJob)
            draft.local = written.local
            let change = CustomerChange(
                content: ContentID(random.bytes16()), customer: id, version: 0,
                entries: written.entries, time: draft.desk.time, person: asking.person)
            try decide(asking.command(change), &draft)
            try commit(draft)
        } catch {
            throw .perform(error)
        }
        return try known(id).0
    }

    private func asked<Found>(
        _ work: (ShopReader) throws(StorageError) -> Found
    ) throws(CustomerError) -> Found {
        do throws(PerformError) { return try reading(work) } catch { throw .perform(error) }
    }
}

/// Who wants a customer changed, and who stands by.
struct CustomerAsking {
    let person: PersonID
    let approver: PersonID?

    func command(_ change: CustomerChange) -> Command {
        Command(.changeCustomer(change), by: person, approvedBy: approver)
    }
}

extension RunningNode {
    /// Makes a customer; without a number they get one of this lane's, `C-` and digits.
    ///
    /// - Throws: ``CustomerError``; nothing is stored then.
    public func createCustomer(
        _ edits: [CustomerEdit], by person: PersonID, approvedBy approver: PersonID? = nil
    ) throws(CustomerError) -> Customer {
        let asking = CustomerAsking(person: person, approver: approver)
        return try onWriter { register in
            Result { () throws(CustomerError) in try register.createCustomer(edits, asking) }
        }.get()
    }

    /// Changes the fields that are named; each is a register of its own.
    public func editCustomer(
        _ id: CustomerID, _ edits: [CustomerEdit], by person: PersonID,
        approvedBy approver: PersonID? = nil
    ) throws(CustomerError) -> Customer {
        let asking = CustomerAsking(person: person, approver: approver)
        return try onWriter { register in
            Result { () throws(CustomerError) in
                try register.editCustomer(id, edits, asking)
            }
        }.get()
    }

    /// Destroys a customer's key and look-up tags here; the log stays as it is.
    public func eraseCustomer(
        _ id: CustomerID, by person: PersonID, approvedBy approver: PersonID? = nil
    ) throws(CustomerError) {
        let asking = CustomerAsking(person: person, approver: approver)
        try onWriter { register in
            Result { () throws(CustomerError) in try register.eraseCustomer(id, asking) }
        }.get()
    }

    /// Finds customers through a reader, on that reader's thread.
    public func customers(_ reader: ShopReader) -> CustomerReader {
        CustomerReader(reader, key: pinKey)
    }
}
