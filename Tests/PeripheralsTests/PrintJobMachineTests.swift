import Peripherals
import TestSupport
import Testing

@Suite struct PrintJobMachineTests {
    private typealias Machine = PrintJobMachine

    private func machine(_ events: [Machine.Event], bytes: Int = 10, asks: Bool = true) throws
        -> (machine: Machine, directives: [Machine.Directive])
    {
        var machine = Machine(byteCount: bytes, asksStatus: asks, roundsMax: 2)
        var directives: [Machine.Directive] = []
        for event in events { directives = try machine.step(event) }
        return (machine, directives)
    }

    private static let ready = Machine.Event.status(PrinterStatus(), isConfirmed: false)
    private static let paperOut: Machine.Event = {
        var status = PrinterStatus()
        status.paper = .out
        return .status(status, isConfirmed: false)
    }()

    @Test func `a job goes its way`() throws {
        var machine = Machine(byteCount: 5_000, asksStatus: true, roundsMax: 2)
        #expect(try machine.step(.start) == [.open])
        #expect(try machine.step(.opened) == [.askStatus])
        #expect(try machine.step(Self.ready) == [.announce])
        #expect(try machine.step(.announced(true)) == [.write(0..<4_096)])
        #expect(try machine.step(.wrote(96)) == [.write(96..<4_192)])
        #expect(try machine.step(.wrote(4_096)) == [.write(4_192..<5_000)])
        #expect(try machine.step(.wrote(808)) == [.confirm])
        #expect(try machine.step(.confirmed) == [.close, .finish(.printed)])
    }

    @Test func `without answers the system's queue is drained`() throws {
        let begun: [Machine.Event] = [.start, .opened, .announced(true), .wrote(10)]
        #expect(try machine(begun, asks: false).directives == [.drain])
        #expect(
            try machine(begun + [.drained], asks: false).directives == [.close, .finish(.printed)])
    }

    /// Up to the announcement nothing of the job can have left.
    @Test(
        arguments: [
            ([.start, .failed(.unreachable(errno: 111))], PrinterFault.unreachable(errno: 111)),
            ([.start, .opened, .failed(.noAnswer)], .noAnswer),
            ([.start, .opened, paperOut], .paperOut),
            ([.start, .opened, ready, .announced(false)], .withdrawn),
            ([.start, .opened, ready, .announced(true), .failed(.stalled)], .stalled),
            ([.start, .opened, ready, .announced(true), .failed(.hungUp)], .hungUp),
        ] as [([Machine.Event], PrinterFault)])
    func `a fault before the first byte leaves the job unprinted`(
        events: [PrintJobMachine.Event], fault: PrinterFault
    ) throws {
        let (machine, directives) = try machine(events)
        #expect(machine.state == .done(.notPrinted(fault)))
        #expect(directives.last == .finish(.notPrinted(fault)))
    }

    @Test(
        arguments: [
            ([.wrote(3), .failed(.hungUp)], PrinterFault.hungUp, 3),
            ([.wrote(3), .failed(.stalled), paperOut], .paperOut, 3),
            ([.wrote(3), .failed(.stalled), ready], .stalled, 3),
            ([.wrote(3), .failed(.stalled), .failed(.noAnswer)], .stalled, 3),
            ([.wrote(10), .failed(.hungUp)], .hungUp, 10),
            ([.wrote(10), .failed(.noAnswer), paperOut], .paperOut, 10),
            ([.wrote(10), .failed(.noAnswer), .failed(.noAnswer)], .noAnswer, 10),
            ([.wrote(10), .failed(.noAnswer), ready, .failed(.noAnswer), ready], .noAnswer, 10),
        ] as [([Machine.Event], PrinterFault, Int)])
    func `a fault after the first byte leaves it unknown`(
        events: [PrintJobMachine.Event], fault: PrinterFault, sent: Int
    ) throws {
        let (machine, _) = try machine([.start, .opened, Self.ready, .announced(true)] + events)
        #expect(machine.state == .done(.unknown(fault, bytesSent: sent)))
    }

    @Test(
        arguments: [
            [.wrote(10), .failed(.noAnswer), .status(PrinterStatus(), isConfirmed: true)],
            [.wrote(10), .failed(.noAnswer), ready, .confirmed],
        ] as [[Machine.Event]])
    func `a late confirmation still counts`(events: [PrintJobMachine.Event]) throws {
        let (machine, _) = try machine([.start, .opened, Self.ready, .announced(true)] + events)
        #expect(machine.state == .done(.printed))
    }

    @Test func `an event out of place is refused by name and changes nothing`() throws {
        var machine = Machine(byteCount: 1, asksStatus: true, roundsMax: 1)
        #expect(throws: Machine.MisplacedEvent(event: .confirmed, state: .idle)) {
            try machine.step(.confirmed)
        }
        #expect(machine.state == .idle)
    }

    /// Whatever happens: one outcome, and "not printed" exactly when no byte was written.
    @Test(arguments: UInt64(0)..<50)
    func `the outcome tells the truth about bytes`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        for _ in 0..<200 {
            let byteCount = Int.random(in: 1...9_000, using: &random)
            var machine = Machine(
                byteCount: byteCount, asksStatus: Bool.random(using: &random), roundsMax: 3)
            var sent = 0
            var outcomes: [PrintOutcome] = []
            var event: Machine.Event? = .start
            while let next = event {
                event = nil
                for directive in try machine.step(next) {
                    if case .finish(let outcome) = directive { outcomes.append(outcome) }
                    event = answer(directive, &sent, &random) ?? event
                }
            }
            try #require(outcomes.count == 1)
            switch outcomes[0] {
            case .printed: #expect(sent == byteCount)
            case .notPrinted: #expect(sent == 0)
            case .unknown(_, let bytesSent): #expect(sent == bytesSent && sent > 0)
            }
        }
    }

    private func answer(
        _ directive: Machine.Directive, _ sent: inout Int, _ random: inout SplitMix64
    ) -> Machine.Event? {
        let fails = Int.random(in: 0..<6, using: &random) == 0
        switch directive {
        case .open: return fails ? .failed(.openTimedOut) : .opened
        case .askStatus:
            var status = PrinterStatus()
            status.isCoverOpen = fails
            return Bool.random(using: &random)
                ? .status(status, isConfirmed: false) : fails ? .failed(.noAnswer) : Self.ready
        case .announce: return .announced(!fails)
        case .write(let range):
            if fails { return .failed(Bool.random(using: &random) ? .stalled : .hungUp) }
            let count = Int.random(in: 1...range.count, using: &random)
            sent += count
            return .wrote(count)
        case .confirm, .awaitConfirmation: return fails ? .failed(.noAnswer) : .confirmed
        case .drain: return fails ? .failed(.stalled) : .drained
        case .close, .finish: return nil
        }
    }
}

@Suite struct PrinterStatusTests {
    @Test(
        arguments: [
            ([0x12, 0x12, 0x12, 0x12], nil),
            ([0x1A, 0x16, 0x12, 0x12], .coverOpen),
            ([0x1A, 0x32, 0x12, 0x7E], .paperOut),
            ([0x1A, 0x52, 0x1A, 0x12], .cutterJammed),
            ([0x1A, 0x52, 0x32, 0x12], .broken),
            ([0x1A, 0x52, 0x52, 0x12], .recovering),
            ([0x1A, 0x52, 0x16, 0x12], .mechanismBlocked),
            ([0x1A, 0x12, 0x12, 0x12], .offline),
            ([0x12, 0x12, 0x12, 0x1E], nil),
        ] as [([UInt8], PrinterFault?)])
    func `the answers name what is in the way`(answers: [UInt8], obstacle: PrinterFault?) throws {
        let status = try #require(PrinterStatus(answers: answers))
        #expect(status.obstacle == obstacle)
    }

    @Test func `a roll near its end still prints`() {
        #expect(PrinterStatus(answers: [0x12, 0x12, 0x12, 0x1E])?.paper == .nearEnd)
    }

    @Test(
        arguments: [[], [0x12], [0x12, 0x12, 0x12, 0x00], [0x12, 0x12, 0x12, 0x93]] as [[UInt8]])
    func `other bytes are no status`(answers: [UInt8]) {
        #expect(PrinterStatus(answers: answers) == nil)
    }
}
