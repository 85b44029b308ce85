import Node
import Retail
import Synchronization
import Texts

/// Print jobs as rows of a lane's node.
final class NodePrintStore: PrintJobStore {
    private let node: RunningNode
    // Used on the spool's thread only; the lock is never waited for.
    private let lookups: Mutex<LaneLookups>

    private let written: @Sendable () -> Void

    /// - Parameters:
    ///   - node: whose rows they are.
    ///   - written: called after each change of a row.
    /// - Throws: `StorageError` where the database can't be read.
    init(_ node: RunningNode, written: @escaping @Sendable () -> Void) throws {
        self.node = node
        self.written = written
        lookups = Mutex(try LaneLookups(node))
    }

    func jobs() throws -> [Node.PrintJob] { try node.printJobs() }

    func set(_ job: Node.PrintJob, to state: Node.PrintJob.State?) throws {
        try node.setPrintJob(job, to: state)
        written()
    }

    func document(of job: Node.PrintJob) throws -> Document? {
        let paper = node.stationery()
        guard let document = try lookups.withLock({ try $0.document(of: job, on: paper) }) else {
            return nil
        }
        guard case .copy(let number) = job.request.form, try receipt(of: job) == nil else {
            return document
        }
        // Slips and reports don't know of copies; the drawer was opened by the first one.
        let mark = text(ReceiptText.copy(number), in: paper.language)
        let rest = document.elements.filter { $0 != .openDrawer }
        return Document([.text(mark, Document.Style(.centre, isEmphasised: true))] + rest)
    }

    func title(of job: Node.PrintJob) throws -> String {
        if let receipt = try receipt(of: job) { return receipt.number.description }
        let elements = try document(of: job)?.elements ?? []
        for case .text(let title, let style) in elements where style.size == .double {
            return title
        }
        return ""
    }

    func copy(_ job: Node.PrintJob, by person: PersonID) throws -> Node.PrintJob {
        guard let receipt = try receipt(of: job) else {
            let request = PrintRequest(job.request.content, .copy(1))
            let copy = Node.PrintJob(number: job.number, request: request)
            try node.setPrintJob(copy, to: .waiting)
            return copy
        }
        let kind: Reprint.Kind =
            switch job.request.form {
            case .gift: .gift
            case .original, .copy: .copy
            }
        let command = Command(.reprint(receipt.content, kind), by: person)
        guard let copy = try node.perform(command).job else { return job }
        try node.setPrintJob(job, to: nil)
        return copy
    }

    private func receipt(of job: Node.PrintJob) throws -> Receipt? {
        try lookups.withLock { try $0.receipt(of: job) }
    }
}
