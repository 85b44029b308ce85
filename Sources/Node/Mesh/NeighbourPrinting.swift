import CRDT
import Encoding
import Replica
import Replication
public import Retail
import Storage
import Synchronization
import Texts

/// What became of a receipt on a neighbour's printer.
public enum ErrandOutcome: Hashable, Sendable {
    case printed
    case notPrinted
    /// Nobody here knows; it is never tried again by itself.
    case unknown
}

/// Prints for neighbours, and has them print, once for each job id.
final class NeighbourPrinting: Sendable {
    typealias Ending = @Sendable (ErrandOutcome) -> Void
    /// Puts a document on this lane's paper.
    typealias Printer = @Sendable (Document, @escaping Ending) -> Void

    private struct Held {
        var favours = PrintFavours()
        var endings: [Bytes16: Ending] = [:]
        var errands: PrintErrands
        var printer: Printer?
    }

    private static let key = Array("errands".utf8)

    private let held: Mutex<Held>
    private let send: @Sendable (NodeID, Frame) -> Void

    /// - Parameters:
    ///   - begun: the jobs that an earlier life of the program began.
    ///   - send: sends a frame of the node's own.
    init(begun: [Bytes16], send: @escaping @Sendable (NodeID, Frame) -> Void) {
        held = Mutex(Held(errands: PrintErrands(begun: begun)))
        self.send = send
    }

    /// The jobs that were begun, as the disk has them.
    ///
    /// Where the row can't be read an id of another life might print twice; it would have to be
    /// sent again for that, which no node does by itself.
    static func begun(in store: some Store) -> [Bytes16] {
        let row = (try? store.local(.session, key: key)) ?? nil
        let items = row.flatMap { try? CBOR.decode($0).asArray } ?? []
        return items.compactMap { $0.asFixed(Bytes16.self) }
    }

    /// Who prints for neighbours here; nil: nobody.
    func prints(_ printer: Printer?) { held.withLock { $0.printer = printer } }

    // MARK: Asking

    /// Sends a receipt to a neighbour; `ending` is called once, on any thread.
    func ask(_ order: PrintOrder, of node: NodeID, now: UInt64, ending: @escaping Ending) {
        held.withLock { held in
            held.favours.send(order.job, to: node, now: now)
            held.endings[order.job] = ending
        }
        send(node, .print(order))
    }

    func take(_ report: PrintReport, from node: NodeID) {
        let ending = held.withLock { held -> Ending? in
            guard held.favours.take(report, from: node) != nil else { return nil }
            return held.endings.removeValue(forKey: report.job)
        }
        ending?(ErrandOutcome(report.outcome))
    }

    /// Looks who is met, now and then.
    func look(now: UInt64, met: Set<NodeID>) {
        let calls = held.withLock { held -> [Ending] in
            guard held.favours.isWaiting else { return [] }
            return held.favours.look(now: now) { met.contains($0) }.compactMap { ending in
                held.endings.removeValue(forKey: ending.job)
            }
        }
        for call in calls { call(.unknown) }
    }

    // MARK: Printing for others

    /// Takes an order in; on the writer's thread.
    func take(_ order: PrintOrder, from node: NodeID, _ register: inout Register) {
        for directive in held.withLock({ $0.errands.take(order, from: node) }) {
            switch directive {
            case .keep(let jobs):
                let row = LocalWrite(
                    .session, key: Self.key, value: CBOR.array(jobs.map { .fixed($0) }).encoded)
                guard (try? register.write([row])) != nil else {
                    // Not on disk, so not begun.
                    return end(order.job, .notPrinted)
                }
            case .print(let order): print(order, from: node, register)
            case .report(let report, let node): send(node, .printed(report))
            }
        }
    }

    private func print(_ order: PrintOrder, from node: NodeID, _ register: borrowing Register) {
        let printer = held.withLock { $0.printer }
        guard let printer, let document = register.document(of: order, from: node) else {
            return end(order.job, .notPrinted)
        }
        printer(document) { [weak self] outcome in self?.end(order.job, outcome) }
    }

    private func end(_ job: Bytes16, _ outcome: ErrandOutcome) {
        for directive in held.withLock({ $0.errands.ended(job, outcome.reported) }) {
            guard case .report(let report, let node) = directive else { continue }
            send(node, .printed(report))
        }
    }
}

extension Register {
    /// A neighbour's receipt as that lane would have printed it; the drawer here stays shut.
    fileprivate func document(of order: PrintOrder, from node: NodeID) -> Document? {
        guard case .receiptCompleted(let receipt)? = Fact.receipt(order.document) else {
            return nil
        }
        let numbers = replica.membership.laneNumbers(of: file.store)
        let lane = numbers[node]?.lane ?? 0
        let paper = Stationery(
            settings: terms.settings,
            language: Language(rawValue: terms.settings.language) ?? .english,
            lane: lane < 10 ? "0\(lane)" : "\(lane)")
        let cashier = (try? reader.person(receipt.person)?.number) ?? 0
        let copy: ReceiptCopy =
            order.copy == 0 ? .original : .copy(UInt32(clamping: order.copy))
        let document = paper.receipt(receipt, copy, cashier: cashier)
        return Document(document.elements.filter { $0 != .openDrawer })
    }
}

extension Fact {
    fileprivate static func receipt(_ payload: [UInt8]) -> Fact? {
        try? Fact.decode(kind: 64, payload: payload)
    }
}

extension ErrandOutcome {
    fileprivate init(_ outcome: PrintReport.Outcome) {
        self =
            switch outcome {
            case .printed: .printed
            case .notPrinted: .notPrinted
            case .unknown: .unknown
            }
    }

    fileprivate var reported: PrintReport.Outcome {
        switch self {
        case .printed: .printed
        case .notPrinted: .notPrinted
        case .unknown: .unknown
        }
    }
}

extension MeshService {
    /// Has a neighbour print a receipt, once; `ending` is called on any thread.
    ///
    /// - Parameters:
    ///   - receipt: one that is on this lane's disk.
    ///   - copy: 0 for the original.
    ///   - machine: whose printer; where it isn't met nothing is sent.
    ///   - ending: what became of it.
    public func print(
        _ receipt: ContentID, copy: UInt32, at machine: Machine.ID,
        ending: @escaping @Sendable (ErrandOutcome) -> Void
    ) {
        let neighbour = NodeID(machine.key)
        guard node.report.peers.contains(where: { $0.node == neighbour }) else {
            return ending(.notPrinted)
        }
        node.writer.run { [node, running] in
            let payload = running.enter { register in
                try? register.reader.fact(receipt)?.fact.encode()
            }
            guard let payload else { return ending(.notPrinted) }
            node.printing.ask(
                PrintOrder(
                    job: SystemRandom().bytes16(), document: payload, copy: UInt64(copy)),
                of: neighbour, now: MeshLoop.now().milliseconds, ending: ending)
        }
    }

    /// Says who prints for neighbours at this lane; nil: nobody.
    public func printsForNeighbours(
        _ printer: (@Sendable (Document, @escaping @Sendable (ErrandOutcome) -> Void) -> Void)?
    ) {
        node.printing.prints(printer)
    }
}
