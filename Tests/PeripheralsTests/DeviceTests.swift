import CPosix
import Glibc
import Peripherals
import Testing

@Suite(.timeLimit(.minutes(1))) struct DeviceTests {
    private func line(_ baud: Int = 9_600) throws -> SerialLine {
        try #require(SerialLine(baud: baud))
    }

    private func events(_ digits: String) -> [UInt8] {
        let codes = digits.utf8.map { $0 == 0x30 ? KEY_0 : KEY_1 + Int32($0) - 0x31 } + [KEY_ENTER]
        return codes.flatMap { code in
            [Int32(1), 0].flatMap { value in
                [
                    (EV_MSC, MSC_SCAN, Int32(458_782)), (EV_KEY, code, value),
                    (EV_SYN, SYN_REPORT, 0),
                ].flatMap { type, code, value in
                    var event = input_event()
                    event.type = UInt16(type)
                    event.code = UInt16(code)
                    event.value = value
                    return withUnsafeBytes(of: &event) { Array($0) }
                }
            }
        }
    }

    @Test func `a scanner's key events become scans, none lost`() async throws {
        let folder = TestFile.folder()
        defer { TestFile.remove(folder) }
        let path = folder + "/event0"
        try #require(mkfifo(path, 0o600) == 0)
        // Read and write, so that opening waits for nobody.
        let far = open(path, O_RDWR | O_CLOEXEC)
        try #require(far >= 0)
        let reports = Collector<ScannerReport>()
        let scanner = ScannerDevice(.keys(path: path, isGrabbed: false)) { reports.add($0) }
        let codes = (0..<200).map { String(10_000_000 + $0 * 7_919) }
        for code in codes {
            let bytes = events(code)
            // In two pieces that split an event.
            #expect(write(far, bytes, 25) == 25)
            let rest = Array(bytes[25...])
            #expect(write(far, rest, rest.count) == rest.count)
        }
        let all = await reports.wait { $0.count >= 201 }
        scanner.stop()
        close(far)
        #expect(all == [.attached] + codes.map { .scan($0) })
    }

    @Test func `what can't be grabbed is said once`() async throws {
        let folder = TestFile.folder()
        defer { TestFile.remove(folder) }
        let path = folder + "/file"
        close(open(path, O_CREAT | O_WRONLY, 0o600))
        let reports = Collector<ScannerReport>()
        let scanner = ScannerDevice(.keys(path: path, isGrabbed: true)) { reports.add($0) }
        _ = await reports.wait { !$0.isEmpty }
        scanner.stop()
        #expect(reports.now == [.detached(.unreachable(errno: ENOTTY))])
    }

    @Test func `a serial scanner's lines are scans`() async throws {
        let terminal = try PseudoTerminal()
        let reports = Collector<ScannerReport>()
        let scanner = ScannerDevice(
            .serial(path: terminal.path, try line(), .lines)
        ) { reports.add($0) }
        _ = await reports.wait { $0 == [.attached] }
        terminal.write(Array("5012345678900\r\n96385074\r".utf8))
        let all = await reports.wait { $0.count >= 3 }
        scanner.stop()
        #expect(all == [.attached, .scan("5012345678900"), .scan("96385074")])
    }

    @Test func `a serial scanner's frame without an end is told as lost`() async throws {
        let terminal = try PseudoTerminal()
        let reports = Collector<ScannerReport>()
        let scanner = ScannerDevice(
            .serial(path: terminal.path, try line(), .framed(prefix: "\u{2}", suffix: "\u{3}"))
        ) { reports.add($0) }
        _ = await reports.wait { $0 == [.attached] }
        terminal.write([0x02, 0x31, 0x32])
        let all = await reports.wait { $0.count >= 2 }
        scanner.stop()
        #expect(all == [.attached, .lost])
    }

    @Test func `a serial printer gets the job byte for byte`() async throws {
        let terminal = try PseudoTerminal()
        let outcomes = Collector<PrintOutcome>()
        let printer = Printer(
            .serial(path: terminal.path, try line(115_200)), asksStatus: false,
            observer: OutcomeObserver(outcomes: outcomes))
        // Every byte value: none may be translated, echoed or taken for flow control.
        let job = (0..<40).flatMap { _ in Array(UInt8.min...UInt8.max) }
        printer.print(PrintJob(id: 1, bytes: job))
        #expect(terminal.read(count: job.count) == job)
        #expect(await outcomes.wait { !$0.isEmpty } == [.printed])
        printer.stop()
    }

    @Test func `a serial printer that takes nothing is unknown after the first byte`() async throws
    {
        let terminal = try PseudoTerminal()
        let outcomes = Collector<PrintOutcome>()
        var timeouts = PrinterTimeouts()
        timeouts.stall = 200
        let printer = Printer(
            .serial(path: terminal.path, try line()), asksStatus: false, timeouts: timeouts,
            observer: OutcomeObserver(outcomes: outcomes))
        printer.print(PrintJob(id: 1, bytes: [UInt8](repeating: 0x41, count: 1_000_000)))
        guard case .unknown(.stalled, let sent)? = await outcomes.wait(until: { !$0.isEmpty }).first
        else {
            Issue.record("\(outcomes.now)")
            return
        }
        #expect(sent > 0 && sent < 1_000_000)
        printer.stop()
    }

    @Test func `a display shows the latest lines`() async throws {
        let terminal = try PseudoTerminal()
        let display = CustomerDisplay(.cd5220)
        let faults = Collector<PrinterFault>()
        let device = DisplayDevice(
            .serial(path: terminal.path, try line()), display, didFail: { faults.add($0) })
        #expect(terminal.read(count: display.start.count) == display.start)
        let lines = display.show("MILK", "1.89")
        device.show(lines)
        #expect(terminal.read(count: lines.count) == lines)
        device.stop()
        #expect(faults.now.isEmpty)
    }
}

/// Hands outcomes on.
private struct OutcomeObserver: PrinterObserver {
    let outcomes: Collector<PrintOutcome>

    func willBegin(_ job: UInt64) -> Bool { true }
    func didFinish(_ job: UInt64, _ outcome: PrintOutcome) { outcomes.add(outcome) }
    func didLearn(_ status: Result<PrinterStatus, PrinterFault>) {}
}

@Suite struct CustomerDisplayTests {
    @Test func `a CD5220 display gets its two lines`() {
        let bytes = CustomerDisplay(.cd5220).show("Café con leche y bollo", "1,50 €")
        #expect(
            bytes == [0x1B, 0x51, 0x41] + Array("Cafe con leche y bol".utf8) + [0x0D]
                + [0x1B, 0x51, 0x42] + Array("1,50 EUR            ".utf8) + [0x0D])
    }

    @Test func `an ESC-POS display gets its two lines`() {
        let bytes = CustomerDisplay(.escpos).show("TOTAL", "28.01")
        #expect(
            bytes == [0x1F, 0x24, 1, 1] + Array("TOTAL               ".utf8)
                + [0x1F, 0x24, 1, 2] + Array("28.01               ".utf8))
    }

    @Test func `control characters are dots`() {
        let bytes = CustomerDisplay(.escpos).show("a\u{1B}\r\nb\u{0C}", "牛")
        #expect(Array(bytes[4..<9]) == Array("a..b.".utf8) && bytes[28] == 0x3F)
    }

    @Test(
        arguments: [
            ("MILK", "1.89", "MILK            1.89"), ("STRAWBERRY-JAM-OF-THE-HOUSE", "12.50", nil),
            ("", "1234567890123456789012345", "12345678901234567890"),
            ("x", "£5", "x               GBP5"),
        ] as [(String, String, String?)])
    func `an amount is never cut for a name`(label: String, value: String, expected: String?) {
        let line = CustomerDisplay.pair(label, value)
        #expect(line == expected ?? "STRAWBERRY-JAM 12.50")
        #expect(line.count == 20)
    }
}

@Suite struct DeviceAddressTests {
    @Test(arguments: [
        ("tcp:10.0.0.9", DeviceAddress.network(host: "10.0.0.9", port: 9_100)),
        ("tcp:printer.shop:9101", .network(host: "printer.shop", port: 9_101)),
        ("tcp:[::1]:9100", .network(host: "::1", port: 9_100)),
        ("/dev/usb/lp0", .character(path: "/dev/usb/lp0")),
        ("file:paper.bin", .file(path: "paper.bin")),
    ])
    func `an address is read`(text: String, address: DeviceAddress) throws {
        #expect(try DeviceAddress(text) == address)
    }

    @Test func `a serial address has a speed and a flow control`() throws {
        let plain = try #require(SerialLine(baud: 9_600))
        let fast = try #require(SerialLine(baud: 115_200, flow: .hardware))
        #expect(try DeviceAddress("serial:/dev/ttyS0") == .serial(path: "/dev/ttyS0", plain))
        #expect(
            try DeviceAddress("serial:/dev/ttyUSB1:115200:hardware")
                == .serial(path: "/dev/ttyUSB1", fast))
    }

    @Test(arguments: [
        ("lpt1", DeviceAddressError.unknownKind("lpt1")), ("usb:1", .unknownKind("usb:1")),
        ("tcp:", .empty), ("tcp:host:0", .badPort(":0")), ("tcp:host:x", .badPort(":x")),
        ("serial:/dev/ttyS0:9601", .badRate("9601")),
        ("serial:/dev/ttyS0:9600:magic", .badFlow("magic")),
    ])
    func `a bad address is refused with what is wrong`(text: String, error: DeviceAddressError) {
        #expect(throws: error) { try DeviceAddress(text) }
    }
}
