import Replica
public import Retail
public import Storage
public import Texts

// Print jobs are rows of the transactions that made them; the printer's thread moves them on.

extension RunningNode {
    /// All jobs that are not done, oldest first.
    public func printJobs() throws(PerformError) -> [PrintJob] {
        try onWriter { register in
            Result { () throws(PerformError) in
                try register.reading { reader throws(StorageError) in
                    try reader.local(.printJob).compactMap {
                        PrintJob(key: $0.key, value: $0.value)
                    }
                }
            }
        }.get()
    }

    /// Puts a job's new state on disk; nil: it came out, and its row goes.
    public func setPrintJob(_ job: PrintJob, to state: PrintJob.State?) throws(PerformError) {
        var changed = job
        if let state { changed.state = state }
        let write = LocalWrite(.printJob, key: job.key, value: state == nil ? nil : changed.value)
        try onWriter { register in
            Result { () throws(PerformError) in try register.write([write]) }
        }.get()
    }
}

extension RunningNode {
    /// How this lane puts things on paper; nil: in the store's language.
    public func stationery(in language: Language? = nil) -> Stationery {
        let settings = terms.settings
        return Stationery(
            settings: settings,
            language: language ?? Language(rawValue: settings.language) ?? .english,
            lane: lane < 10 ? "0\(lane)" : "\(lane)")
    }
}

extension ShopReader {
    /// The document of a print request, made from its fact; nil where the fact isn't here.
    ///
    /// - Parameters:
    ///   - request: which fact, in what form.
    ///   - paper: the store's settings, a language, the lane's name.
    ///   - series: the lane's, for reports.
    ///   - isTraining: whether the paper says so on every line.
    /// - Returns: the document; nil where the fact isn't here.
    /// - Throws: ``StorageError`` where the database can't be read.
    public func document(
        for request: PrintRequest, on paper: Stationery, series: String, isTraining: Bool
    ) throws(StorageError) -> Document? {
        guard let fact = try fact(request.content)?.fact else { return nil }
        switch fact {
        case .receiptCompleted(let receipt):
            let number = try staffNumber(receipt.person)
            return paper.receipt(receipt, Self.copy(request.form), cashier: number)
        case .receiptVoided(let void):
            return paper.slip(
                void, cashier: try staffNumber(void.person),
                approver: try staffNumber(void.approver), isTraining: isTraining)
        case .basketHeld(let record):
            return paper.slip(
                held: record, cashier: try staffNumber(record.person), isTraining: isTraining)
        case .drawerMoved(let movement):
            return paper.slip(
                movement, cashier: try staffNumber(movement.person),
                approver: try staffNumber(movement.approver), isTraining: isTraining)
        case .drawerClosed(let closing):
            return paper.zReport(
                closing, opened: try openingTime(closing.drawer) ?? closing.time,
                cashier: try staffNumber(closing.person), isTraining: isTraining)
        case .reportTaken(let taken):
            return try xReport(taken, paper, isTraining, series: series)
        case .receiptReprinted, .basketCancelled, .basketRecalled, .drawerOpened, .signedOn,
            .pinsFailed, .unlocked, .clocked, .stockMoved, .moneyAdjusted, .itemChanged,
            .taxChanged,
            .personChanged, .customerChanged, .settingChanged, .imported:
            return nil
        }
    }

    private static func copy(_ form: PrintRequest.Form) -> ReceiptCopy {
        switch form {
        case .original: .original
        case .copy(let number): .copy(number)
        case .gift: .gift(1)
        }
    }

    private func staffNumber(_ person: PersonID) throws(StorageError) -> UInt32 {
        try self.person(person)?.number ?? 0
    }

    private func staffNumber(_ person: PersonID?) throws(StorageError) -> UInt32? {
        guard let person else { return nil }
        return try staffNumber(person)
    }
}
