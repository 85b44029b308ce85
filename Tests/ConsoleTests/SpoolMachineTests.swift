import Console
import Encoding
import Lane
import Node
import Peripherals
import Retail
import TestSupport
import Testing

@Suite struct SpoolMachineTests {
    private static let person = PersonID(Bytes16(words: [1, 7]))
    private static let copy = PrintJobAnswer.copy(by: person)

    private func job(_ number: UInt64, _ state: Node.PrintJob.State = .waiting) -> Node.PrintJob {
        let content = ContentID(Bytes16(words: [0, number]))
        return Node.PrintJob(number: number, state: state, request: PrintRequest(content))
    }

    /// A machine that has looked after its printer once, and found it well.
    private func ready() -> SpoolMachine {
        var machine = SpoolMachine()
        #expect(machine.handle(.tick) == [.askStatus, .look])
        #expect(machine.handle(.learnt(.success(PrinterStatus()))) == [.show(.ready)])
        return machine
    }

    @Test func `jobs print one after the other, and their rows go`() {
        var machine = ready()
        #expect(machine.handle(.found([job(1), job(2)])) == [.print(job(1))])
        #expect(
            machine.handle(.finished(1, .printed)) == [.record(job(1), nil), .print(job(2))])
        #expect(machine.handle(.finished(2, .printed)) == [.record(job(2), nil)])
        #expect(machine.count == 0)
    }

    @Test func `after a crash what waits prints, what began is asked about`() {
        var machine = ready()
        let left = [job(1, .unknown), job(2, .printing), job(3)]
        #expect(
            machine.handle(.found(left)) == [
                .record(job(1, .unknown), .unknown), .ask(job(1, .unknown)),
                .record(job(2, .printing), .unknown), .ask(job(2, .printing)), .print(job(3)),
            ])
        #expect(
            machine.handle(.answered(1, .printed)) == [.record(job(1, .unknown), nil)])
        #expect(
            machine.handle(.answered(2, Self.copy)) == [.copy(job(2, .printing), by: Self.person)])
        // A second answer is to nothing.
        #expect(machine.handle(.answered(2, Self.copy)).isEmpty)
    }

    @Test func `a job of this process prints from its transaction on where nothing is before it`() {
        var machine = ready()
        #expect(!machine.isFree)
        #expect(machine.handle(.found([])).isEmpty && machine.isFree)
        let own = job(1, .printing)
        // A look at the rows that comes before word of it asks nobody.
        #expect(machine.handle(.found([own])).isEmpty)
        #expect(machine.handle(.committed(own)) == [.print(own)])
        #expect(!machine.isFree)
        // The paper ran out between: it waits like any other.
        #expect(
            machine.handle(.finished(1, .notPrinted(.paperOut))) == [
                .record(job(1), .waiting), .show(.paperOut),
            ])
        #expect(machine.handle(.committed(job(2, .printing))) == [.record(job(2), .waiting)])
        #expect(machine.handle(.retry) == [.askStatus])
        #expect(
            machine.handle(.learnt(.success(PrinterStatus()))) == [.show(.ready), .print(job(1))])
        #expect(
            machine.handle(.finished(1, .printed)) == [.record(job(1), nil), .print(job(2))])
    }

    @Test func `no byte left: it waits, and prints by itself when the paper is in`() {
        var machine = ready()
        _ = machine.handle(.found([job(1), job(2)]))
        #expect(
            machine.handle(.finished(1, .notPrinted(.paperOut))) == [
                .record(job(1), .waiting), .show(.paperOut),
            ])
        #expect(machine.handle(.found([job(3)])).isEmpty)
        #expect(machine.handle(.retry) == [.askStatus])
        #expect(machine.handle(.retry).isEmpty)
        var status = PrinterStatus()
        status.paper = .out
        #expect(machine.handle(.learnt(.success(status))).isEmpty)
        _ = machine.handle(.retry)
        status.paper = .nearEnd
        #expect(
            machine.handle(.learnt(.success(status))) == [.show(.paperLow), .print(job(1))])
    }

    @Test
    func `bytes left and nobody knows: the cashier is asked, the others wait for the printer`() {
        var machine = ready()
        _ = machine.handle(.found([job(1), job(2)]))
        #expect(
            machine.handle(.finished(1, .unknown(.hungUp, bytesSent: 7))) == [
                .record(job(1), .unknown), .ask(job(1)), .show(.unreachable),
            ])
        _ = machine.handle(.retry)
        #expect(
            machine.handle(.learnt(.success(PrinterStatus()))) == [.show(.ready), .print(job(2))])
    }

    @Test func `a job that is found again is the same job`() {
        var machine = ready()
        _ = machine.handle(.found([job(1)]))
        #expect(machine.handle(.found([job(1)])).isEmpty)
        _ = machine.handle(.finished(1, .printed))
        #expect(machine.handle(.found([job(1)])).isEmpty)
    }

    @Test func `an obstacle is looked at every 3 seconds, a printer at rest every 15`() {
        var machine = ready()
        var asked = 0
        for _ in 0..<60 {
            if machine.handle(.tick).contains(.askStatus) {
                asked += 1
                _ = machine.handle(.learnt(.failure(.noAnswer)))
            }
        }
        #expect(asked == 16)
    }

    @Test(arguments: UInt64(0)..<30)
    func `every job ends once: printed, or asked about and answered`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        var world = World()
        world.begin()
        for _ in 0..<400 { world.step(&random) }
        world.calm()
        #expect(world.rows.isEmpty)
        #expect(world.handed.values.allSatisfy { $0 == 1 }, "a job began twice unasked")
    }

    /// A printer, a disk and a cashier who do as chance has it.
    private struct World {
        var machine = SpoolMachine()
        var rows: [UInt64: Node.PrintJob.State] = [:]
        /// How often bytes of a job left.
        var handed: [UInt64: Int] = [:]
        var current: UInt64?
        var asked: [UInt64] = []
        /// At neighbours.
        var away: [UInt64] = []
        var isAskedForStatus = false
        var next: UInt64 = 1

        mutating func step(_ random: inout SplitMix64) {
            switch Int.random(in: 0..<8, using: &random) {
            case 6: feed(.sendAway(Machine.ID(Bytes32.zero)))
            case 7:
                let outcomes: [ErrandOutcome] = [.printed, .notPrinted, .unknown]
                if let job = away.popLast() {
                    carried(job, outcomes[Int.random(in: 0..<3, using: &random)])
                }
            case 0: add(&random)
            case 1: feed(.tick)
            case 2: feed(.retry)
            case 3: if let job = current { finish(job, Self.outcome(&random)) }
            case 4: answerStatus(isWell: Bool.random(using: &random))
            case _:
                if let job = asked.first {
                    asked.removeFirst()
                    feed(
                        .answered(
                            job, Bool.random(using: &random) ? .printed : SpoolMachineTests.copy))
                }
            }
        }

        /// Everything gets well and everyone answers.
        mutating func calm() {
            for _ in 0..<2_000 where !rows.isEmpty {
                feed(.retry)
                answerStatus(isWell: true)
                if let job = current { finish(job, .printed) }
                if let job = away.popLast() { carried(job, .printed) }
                if let job = asked.popLast() { feed(.answered(job, .printed)) }
            }
        }

        /// Nothing was left by an earlier process.
        mutating func begin() { feed(.found([])) }

        /// A job of another program, or one of this process, which may be printing from its
        /// transaction on; and a look at the rows may come before word of it.
        private mutating func add(_ random: inout SplitMix64) {
            let isOwn = Bool.random(using: &random)
            let job = Self.job(next, isOwn && machine.isFree ? .printing : .waiting)
            next += 1
            rows[job.number] = job.state
            if Bool.random(using: &random) {
                feed(.found(rows.sorted { $0.key < $1.key }.map { Self.job($0.key, $0.value) }))
            }
            if Bool.random(using: &random) { feed(.learnt(.failure(.noAnswer))) }
            feed(isOwn ? .committed(job) : .found([job]))
        }

        private static func job(
            _ number: UInt64, _ state: Node.PrintJob.State
        ) -> Node.PrintJob {
            Node.PrintJob(
                number: number, state: state,
                request: PrintRequest(ContentID(Bytes16(words: [0, number]))))
        }

        private static func outcome(_ random: inout SplitMix64) -> PrintOutcome {
            switch Int.random(in: 0..<3, using: &random) {
            case 0: .printed
            case 1: .notPrinted(.paperOut)
            case _: .unknown(.hungUp, bytesSent: 1)
            }
        }

        private mutating func finish(_ job: UInt64, _ outcome: PrintOutcome) {
            current = nil
            switch outcome {
            case .printed, .unknown: handed[job, default: 0] += 1
            case .notPrinted: break
            }
            feed(.finished(job, outcome))
        }

        private mutating func carried(_ job: UInt64, _ outcome: ErrandOutcome) {
            if outcome != .notPrinted { handed[job, default: 0] += 1 }
            feed(.carried(job, outcome))
        }

        private mutating func answerStatus(isWell: Bool) {
            guard isAskedForStatus else { return }
            isAskedForStatus = false
            feed(.learnt(isWell ? .success(PrinterStatus()) : .failure(.noAnswer)))
        }

        private mutating func feed(_ event: SpoolMachine.Event) {
            for directive in machine.handle(event) {
                switch directive {
                case .print(let job):
                    #expect(current == nil && rows[job.number] == job.state)
                    #expect(job.state != .unknown)
                    current = job.number
                case .askStatus: isAskedForStatus = true
                case .record(let job, let state): rows[job.number] = state
                case .ask(let job): asked.append(job.number)
                case .copy(let job, by: _):
                    rows[job.number] = nil
                    rows[next] = .waiting
                    next += 1
                    feed(.found([Self.job(next - 1, .waiting)]))
                case .carry(let job, to: _):
                    #expect(rows[job.number] == .printing, "on disk before it leaves")
                    away.append(job.number)
                case .look, .show, .tellCarried: break
                }
            }
            machine.checkInvariants()
        }
    }
}
