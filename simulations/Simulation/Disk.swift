import Encoding
import Replica
import Retail
import SimulatedStore

/// Why a write was not acknowledged.
enum DiskError: Error, Hashable {
    case powerCut
    case full
    case contradiction(String)
}

/// What a write means to whoever keeps count outside.
enum Landed: Hashable {
    /// With the open basket that stands beside them from then on, if they change it.
    case facts([Fact], BasketChange, job: PrintJob?)
    case basket(Basket?)
    case job(PrintJob)
    case jobDone(PrintJob)
    /// Somebody may try PINs again, and what is known of wrong ones since.
    case unlocked(Fact, [UInt8])
    /// What is known of wrong PINs.
    case guarding([UInt8])

    enum BasketChange: Hashable {
        case none
        case set(Basket?)
    }
}

/// The till's disk with what goes wrong with it; it remembers what an honest disk holds.
struct Disk {
    var store: MemoryStore
    let sabotage: Scenario.Sabotage?
    /// Armed for the step; what remains of it strikes at the step's end.
    var power: (cut: Fault.Cut, write: Int)?
    /// From this write of the step on nothing fits.
    var fullFrom: Int?
    /// Writes of this step so far.
    private(set) var writes = 0
    private var written = 0
    /// From the cut until the machine starts again.
    private var isOff = false
    /// Operations of the transaction that was written last.
    private(set) var lastOperations = 0
    /// What became durable since it was last asked for.
    private(set) var landed: [Landed] = []

    init(store: MemoryStore, sabotage: Scenario.Sabotage?) {
        self.store = store
        self.sabotage = sabotage
    }

    mutating func beginStep() {
        writes = 0
        power = nil
    }

    mutating func takeLanded() -> [Landed] {
        defer { landed = [] }
        return landed
    }

    /// Makes a transaction durable, or fails as was planned.
    mutating func apply(_ transaction: Transaction, _ meaning: Landed) throws(DiskError) {
        // Whoever lives on for some lines after the cut writes nothing more.
        guard !isOff else { throw .powerCut }
        defer { writes += 1 }
        lastOperations = transaction.operations.count
        if let fullFrom, writes >= fullFrom { store.roomForTransactions = 0 }
        defer { store.roomForTransactions = nil }
        guard let power, power.write == writes else {
            try write(transaction)
            landed.append(meaning)
            return
        }
        isOff = true
        switch power.cut {
        case .before: throw .powerCut
        case .during:
            store.isSyncing = false
            try write(transaction)
            throw .powerCut
        case .after:
            try write(transaction)
            landed.append(meaning)
            throw .powerCut
        }
    }

    /// The power goes: what was not synced is gone, and the machine starts again.
    mutating func crash() {
        store.crash()
        store.isSyncing = true
        power = nil
        isOff = false
    }

    private mutating func write(_ transaction: Transaction) throws(DiskError) {
        written += 1
        if sabotage == .lyingDisk { store.isSyncing = written.isMultiple(of: 4) }
        var transaction = transaction
        if sabotage == .droppedRow, written.isMultiple(of: 7), !transaction.rows.isEmpty {
            transaction.rows.removeLast()
        }
        do throws(MemoryStore.Failure) {
            try store.apply(transaction)
        } catch {
            switch error {
            case .full: throw .full
            case .contradiction(let text): throw .contradiction(text)
            }
        }
    }
}

/// One document that is to come out of the printer, as a row beside the fact that it shows.
struct PrintJob: Hashable {
    enum State: UInt8, Hashable {
        case waiting = 0
        case printing = 1
    }

    let number: UInt64
    var state: State
    let request: PrintRequest

    var key: [UInt8] { withUnsafeBytes(of: number.bigEndian) { Array($0) } }

    /// The state, the form, the copy's number, the content id.
    var value: [UInt8] {
        let (form, copy): (UInt8, UInt32) =
            switch request.form {
            case .original: (0, 0)
            case .copy(let number): (1, number)
            case .gift: (2, 0)
            }
        return [state.rawValue, form] + withUnsafeBytes(of: copy.bigEndian) { Array($0) }
            + request.content.id.bytes
    }

    init(number: UInt64, request: PrintRequest) {
        self.number = number
        state = .waiting
        self.request = request
    }

    init?(key: [UInt8], value: [UInt8]) {
        guard key.count == 8, value.count == 22, let state = State(rawValue: value[0]),
            let content = Bytes16(value[6...])
        else { return nil }
        number = key.reduce(0) { $0 << 8 | UInt64($1) }
        self.state = state
        let copy = value[2..<6].reduce(0) { $0 << 8 | UInt32($1) }
        let form: PrintRequest.Form =
            switch value[1] {
            case 0: .original
            case 1: .copy(copy)
            case _: .gift
            }
        request = PrintRequest(ContentID(content), form)
    }

    var write: LocalWrite { LocalWrite(.printJob, key: key, value: value) }
    var removal: LocalWrite { LocalWrite(.printJob, key: key, value: nil) }
}
