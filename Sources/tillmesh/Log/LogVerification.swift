import CRDT
import Encoding
import Node
import Replica
import Replication
import Storage

/// Checks an export or this till's own log, and says what it found.
struct LogVerification {
    private let root: NodeID?
    private let asJSON: Bool

    init(root: NodeID?, asJSON: Bool) {
        self.root = root
        self.asJSON = asJSON
    }

    func verify(file path: String) throws -> ExitCode {
        let file = try InputFile(path)
        var bar = ProgressBar("verify", total: file.length)
        var verifier = ExportVerifier()
        do {
            while let bytes = try file.next() {
                try verifier.feed(bytes)
                bar.show(file.position, note: "\(verifier.logs.count) logs")
            }
            try verifier.finish()
            bar.finish()
        } catch let fault as ExportFault {
            bar.finish()
            return try refuse(fault, path, verifier)
        }
        guard !verifier.logs.isEmpty else {
            throw Failure(.badData, "\(path) is empty: no export")
        }
        return try judge(verifier, root)
    }

    /// A file of which not even the first operation can be read is something else.
    private func refuse(
        _ fault: ExportFault, _ path: String, _ verifier: ExportVerifier
    ) throws -> ExitCode {
        if fault.log == nil, verifier.logs.isEmpty {
            throw Failure(
                .badData, "\(path) is no export of a log (byte \(fault.offset): \(fault.text))")
        }
        return report(fault)
    }

    /// Verifies the stored chains, then what an export of them would hold.
    func verify(_ books: Books) throws -> ExitCode {
        let findings = try books.reader.examineLogs()
        for finding in findings { say(finding) }
        guard findings.isEmpty else { return .failure }
        var verifier = ExportVerifier()
        do {
            _ = try LogExport(books).stream {
                try verifier.feed($0)
            } progress: {
            }
            try verifier.finish()
        } catch let fault as ExportFault {
            return report(fault)
        }
        return try judge(verifier, root ?? books.identity.root)
    }

    /// The chains are whole; what remains are the authors.
    private func judge(_ verifier: ExportVerifier, _ root: NodeID?) throws -> ExitCode {
        var findings: [ExportFinding] = []
        if let root {
            do throws(ExportFault) {
                findings = try verifier.findings(root: root)
            } catch {
                return report(error)
            }
        }
        asJSON ? sayJSON(verifier, findings) : sayText(verifier, findings, root)
        return findings.isEmpty ? .success : .failure
    }

    private func sayText(
        _ verifier: ExportVerifier, _ findings: [ExportFinding], _ root: NodeID?
    ) {
        for log in verifier.logs {
            let heads = log.heads.map { "\($0.seq) \(Hex.encode($0.hash.bytes.prefix(8)))" }
            let ends = heads.joined(separator: ", ")
            Output.line("\(log.log.name)  \(log.operations) operations, head \(ends)")
        }
        for finding in findings { Output.line(finding.text) }
        let sum = verifier.logs.map(\.operations).reduce(0, +)
        let authors =
            root == nil
            ? "; authors not checked: give --root" : findings.isEmpty ? ", authors too" : ""
        Output.line("\(sum) operations in \(verifier.logs.count) logs are whole\(authors)")
    }

    private func sayJSON(_ verifier: ExportVerifier, _ findings: [ExportFinding]) {
        let logs = verifier.logs.map { log in
            JSON.object([
                ("log", .string(log.log.name)), ("operations", .unsigned(log.operations)),
                (
                    "heads",
                    .array(
                        log.heads.map {
                            .object([
                                ("seq", .unsigned($0.seq)),
                                ("hash", .string(Hex.encode($0.hash.bytes))),
                            ])
                        })
                ),
            ])
        }
        Output.line(
            JSON.object([
                ("whole", .truth(true)), ("logs", .array(logs)),
                ("findings", .array(findings.map { .string($0.text) })),
            ]).text)
    }

    private func report(_ fault: ExportFault) -> ExitCode {
        guard asJSON else {
            Output.line("byte \(fault.offset): \(fault.place): \(fault.text)")
            return .failure
        }
        Output.line(
            JSON.object([
                ("whole", .truth(false)), ("log", fault.log.map { .string($0.name) } ?? .null),
                ("seq", .unsigned(fault.seq)), ("offset", .integer(Int64(fault.offset))),
                ("reason", .string(fault.text)),
            ]).text)
        return .failure
    }

    private func say(_ finding: Finding) {
        guard asJSON else { return Output.line(finding.text) }
        Output.line(
            JSON.object([
                ("whole", .truth(false)), ("log", finding.log.map { .string($0.name) } ?? .null),
                ("seq", finding.seq.map { .unsigned($0) } ?? .null), ("offset", .null),
                ("reason", .string(finding.text)),
            ]).text)
    }
}
