import Console
import Dispatch
import Encoding
import Glibc
import Lane
import Node
import Peripherals
import PrinterEmulator
import Retail
import Synchronization
import TestSupport
import Testing

/// The spool's threads, a printer that is emulated, and rows in memory.
@Suite(.serialized) struct PrintSpoolTests {
    /// Rows as the database would have them, and what was said of them, in order.
    private final class Rows: PrintJobStore {
        private struct State {
            var rows: [UInt64: Node.PrintJob.State] = [:]
            var history: [String] = []
            var copies = 0
        }

        private let state = Mutex(State())

        init(_ rows: [UInt64: Node.PrintJob.State] = [:]) {
            state.withLock { $0.rows = rows }
        }

        var rows: [UInt64: Node.PrintJob.State] { state.withLock { $0.rows } }
        var history: [String] { state.withLock { $0.history } }

        func add(_ job: Node.PrintJob) { state.withLock { $0.rows[job.number] = job.state } }

        func jobs() -> [Node.PrintJob] {
            rows.sorted { $0.key < $1.key }.map { Self.job($0.key, $0.value) }
        }

        func set(_ job: Node.PrintJob, to next: Node.PrintJob.State?) {
            state.withLock { state in
                state.rows[job.number] = next
                state.history.append("\(job.number) \(next.map { "\($0)" } ?? "done")")
            }
        }

        func document(of job: Node.PrintJob) -> Document? {
            Document([.text("RECEIPT \(job.number)", .plain), .cut])
        }

        func title(of job: Node.PrintJob) -> String { "014-03-\(job.number)" }

        func copy(_ job: Node.PrintJob, by person: PersonID) -> Node.PrintJob {
            let copy = Self.job(job.number + 100, .waiting)
            state.withLock { state in
                state.rows[job.number] = nil
                state.rows[copy.number] = .waiting
                state.copies += 1
            }
            return copy
        }

        static func job(
            _ number: UInt64, _ state: Node.PrintJob.State = .waiting
        ) -> Node.PrintJob {
            let content = ContentID(Bytes16(words: [0, number]))
            return Node.PrintJob(number: number, state: state, request: PrintRequest(content))
        }
    }

    /// What the lane was told, and a way to wait for it.
    private final class News: Sendable {
        private let all = Mutex<[SpoolNews]>([])
        private let came = DispatchSemaphore(value: 0)

        func add(_ news: SpoolNews) {
            all.withLock { $0.append(news) }
            came.signal()
        }

        /// Waits for news that is as wished; each is waited for once.
        func wait(for isWished: (SpoolNews) -> Bool) {
            let deadline = DispatchTime.now() + .seconds(20)
            while true {
                let found = all.withLock { all -> Bool in
                    guard let index = all.firstIndex(where: isWished) else { return false }
                    all.remove(at: index)
                    return true
                }
                if found { return }
                guard came.wait(timeout: deadline) == .success else {
                    Issue.record("no such news")
                    return
                }
            }
        }

        func wait(for lamp: PrinterLamp) {
            wait { if case .printer(lamp) = $0 { true } else { false } }
        }

        func waitForQuestion() -> UInt64 {
            let number = Mutex<UInt64>(0)
            wait { news in
                guard case .question(let question) = news else { return false }
                number.withLock { $0 = question.job }
                return true
            }
            return number.withLock { $0 }
        }
    }

    private let profile = BuiltInProfile.all[0].profile

    private func spool(
        _ rows: Rows, _ printer: EmulatedPrinter, _ news: News
    ) -> PrintSpool {
        var timeouts = PrinterTimeouts()
        timeouts.stall = 300
        timeouts.answer = 300
        timeouts.confirmation = 300
        timeouts.confirmationRounds = 2
        return PrintSpool(
            store: rows,
            output: .printer(
                .network(host: "127.0.0.1", port: printer.port), ESCPOS(profile: profile),
                timeouts)
        ) { news.add($0) }
    }

    private func texts(_ printer: EmulatedPrinter) -> [String] {
        printer.paper.texts.filter { $0.contains("RECEIPT") }
    }

    @Test func `waiting jobs print in order, marked before the first byte, and their rows go`()
        throws
    {
        let printer = try EmulatedPrinter(profile)
        let rows = Rows([1: .waiting, 2: .waiting])
        let news = News()
        let spool = spool(rows, printer, news)
        news.wait(for: .ready)
        let job = Rows.job(3)
        rows.add(job)
        spool.add(job)
        #expect(printer.waitForPaper { $0.texts.contains { $0.contains("RECEIPT 3") } })
        spool.settle { rows.rows[3] == nil }
        spool.stop()
        #expect(texts(printer) == ["RECEIPT 1", "RECEIPT 2", "RECEIPT 3"])
        #expect(
            rows.history == [
                "1 printing", "1 done", "2 printing", "2 done", "3 printing", "3 done",
            ])
    }

    @Test func `a test page goes out beside the jobs, and no row tells of it`() throws {
        let printer = try EmulatedPrinter(profile)
        let rows = Rows([1: .waiting])
        let news = News()
        let spool = spool(rows, printer, news)
        news.wait(for: .ready)
        #expect(spool.printTest(software: "tillmesh 9.9") == "tcp:127.0.0.1:\(printer.port)")
        #expect(
            printer.waitForPaper { paper in
                paper.texts.contains { $0.contains("tillmesh 9.9") }
                    && paper.texts.contains { $0.contains("El pingüino") }
            })
        spool.settle { rows.rows.isEmpty }
        spool.stop()
        #expect(rows.history == ["1 printing", "1 done"])
    }

    @Test func `out of paper: the lamp says so, and the job prints when paper is in`() throws {
        var empty = Behaviour()
        empty.linesOfPaper = 0
        let printer = try EmulatedPrinter(profile, behaviour: empty)
        let rows = Rows([1: .waiting])
        let news = News()
        let spool = spool(rows, printer, news)
        news.wait(for: .paperOut)
        #expect(rows.rows == [1: .waiting])
        printer.change { $0.linesOfPaper = nil }
        // One that comes while an answer is on its way is one with it: a cashier presses again.
        spool.settle {
            if rows.rows[1] != nil { spool.retry() }
            return rows.rows[1] == nil
        }
        news.wait(for: .ready)
        spool.stop()
        #expect(texts(printer) == ["RECEIPT 1"])
    }

    @Test func `a printer that hangs up in the middle: the cashier is asked, a copy is printed`()
        throws
    {
        var rude = Behaviour()
        // Two questions for its state come before the job: 24 bytes.
        rude.hangsUpAfterBytes = 30
        let printer = try EmulatedPrinter(profile, behaviour: rude)
        let rows = Rows([1: .waiting])
        let news = News()
        let spool = spool(rows, printer, news)
        #expect(news.waitForQuestion() == 1)
        #expect(rows.rows == [1: .unknown])
        printer.change { $0.hangsUpAfterBytes = nil }
        spool.answer(1, .copy(by: PersonID(Bytes16(words: [1, 7]))))
        spool.retry()
        news.wait(for: .ready)
        spool.settle { rows.history.last == "101 done" }
        spool.stop()
        #expect(rows.rows.isEmpty)
        #expect(texts(printer).contains("RECEIPT 101"))
    }

    @Test func `after a crash: what waits prints, what began is asked about and never again`()
        throws
    {
        let printer = try EmulatedPrinter(profile)
        let rows = Rows([1: .printing, 2: .unknown, 3: .waiting])
        let news = News()
        let spool = spool(rows, printer, news)
        #expect(news.waitForQuestion() == 1)
        #expect(news.waitForQuestion() == 2)
        spool.settle { rows.rows[3] == nil }
        #expect(rows.rows == [1: .unknown, 2: .unknown])
        spool.answer(1, .printed)
        spool.answer(2, .printed)
        spool.settle { rows.rows.isEmpty }
        spool.stop()
        #expect(texts(printer) == ["RECEIPT 3"])
    }

    @Test func `no printer there: everything waits, and nothing is lost`() throws {
        let printer = try EmulatedPrinter(profile)
        let address = DeviceAddress.network(host: "127.0.0.1", port: printer.port)
        printer.stop()
        let rows = Rows([1: .waiting])
        let news = News()
        let spool = PrintSpool(
            store: rows, output: .printer(address, ESCPOS(profile: profile), PrinterTimeouts())
        ) { news.add($0) }
        news.wait(for: .unreachable)
        spool.stop()
        #expect(rows.rows == [1: .waiting])
    }

    @Test func `without a printer documents go to the paper file and to the preview`() throws {
        let path = "/tmp/tillmesh-paper-\(getpid())-\(UInt64.random(in: 0...UInt64.max)).txt"
        defer { unlink(path) }
        let rows = Rows([1: .waiting])
        let news = News()
        let spool = PrintSpool(store: rows, output: .paperFile(PaperFile(path: path))) {
            news.add($0)
        }
        news.wait(for: PrinterLamp.none)
        news.wait { if case .preview = $0 { true } else { false } }
        let job = Rows.job(2)
        rows.add(job)
        spool.add(job)
        news.wait { if case .preview = $0 { true } else { false } }
        spool.settle { rows.rows.isEmpty }
        spool.stop()
        let text = String(decoding: try Files.bytes(path), as: UTF8.self)
        #expect(text.split(separator: "\n").filter { $0.hasPrefix("RECEIPT") }.count == 2)
        #expect(rows.history == ["1 printing", "1 done", "2 printing", "2 done"])
    }

    @Test func `a paper file that can't be written keeps its documents waiting`() throws {
        let rows = Rows([1: .waiting])
        let news = News()
        let spool = PrintSpool(
            store: rows, output: .paperFile(PaperFile(path: "/nowhere/paper.txt"))
        ) { news.add($0) }
        news.wait { if case .trouble = $0 { true } else { false } }
        spool.settle { rows.history.last == "1 waiting" }
        spool.stop()
        #expect(rows.rows == [1: .waiting])
    }
}

extension PrintSpool {
    /// Lets the spool work until something is so; its printer has 20 seconds.
    fileprivate func settle(until isSo: () -> Bool) {
        let deadline = SystemClock.monotonicNanoseconds() + 20_000_000_000
        while !isSo(), SystemClock.monotonicNanoseconds() < deadline { settle() }
        #expect(isSo())
    }
}
