import Console
import Peripherals
import Testing
import Texts

@Suite struct DeviceSettingsTests {
    private func settings(_ text: String) -> DeviceSettings { DeviceSettings.read(text).settings }

    @Test func `no file, or an empty one, is a lane without devices`() {
        let (settings, problems) = DeviceSettings.read("\n# nothing here\n   \n")
        #expect(settings == DeviceSettings())
        #expect(settings.printer == nil && settings.wedge == ScanDecoder.usualTiming)
        #expect(problems.isEmpty)
    }

    @Test func `all devices together`() throws {
        let (settings, problems) = DeviceSettings.read(
            """
            printer = tcp:192.168.1.50          # the kitchen's is another
            printer-profile = generic-48
            display = serial:/dev/ttyUSB0:9600
            display-dialect = escpos
            scanner = device:/dev/input/by-id/scanner-event-kbd
            scanner = serial:/dev/ttyACM0:115200
            wedge = framed 02 03
            """)
        #expect(problems.isEmpty)
        let printer = try #require(settings.printer)
        #expect(printer.address == .network(host: "192.168.1.50", port: 9_100))
        #expect(printer.profile == BuiltInProfile.named("generic-48").map { .builtIn($0) })
        #expect(settings.display?.dialect == .escpos)
        let line = try #require(SerialLine(baud: 115_200))
        #expect(
            settings.scanners == [
                .keys(path: "/dev/input/by-id/scanner-event-kbd", isGrabbed: true),
                .serial(path: "/dev/ttyACM0", line, .lines),
            ])
        #expect(settings.wedge == .framed(prefix: "\u{02}", suffix: "\u{03}"))
    }

    @Test(arguments: [
        ("printer = device:/dev/usb/lp0", DeviceAddress.character(path: "/dev/usb/lp0")),
        ("printer = /dev/usb/lp0", .character(path: "/dev/usb/lp0")),
        ("printer=file:/tmp/paper.bin", .file(path: "/tmp/paper.bin")),
        ("printer = tcp:till-printer:9101", .network(host: "till-printer", port: 9_101)),
        ("printer = tcp:[fe80::1]:9100", .network(host: "fe80::1", port: 9_100)),
    ])
    func `addresses`(line: String, expected: DeviceAddress) {
        #expect(settings(line).printer?.address == expected)
    }

    @Test func `a profile may be a file`() {
        #expect(
            settings("printer = /dev/usb/lp0\nprinter-profile-file = /etc/p.conf").printer?.profile
                == .file(path: "/etc/p.conf"))
    }

    @Test(arguments: [
        ("printer", 1, "no KEY = VALUE"),
        ("= x", 1, "no KEY = VALUE"),
        ("\nprintr = tcp:a", 2, "no key 'printr'. Keys are printer, printer-profile"),
        ("printer = tcp:a\nprinter = tcp:b", 2, "'printer' stands twice"),
        ("printer = usb", 1, "'usb' is no address: it begins with no kind"),
        ("printer = tcp:a:0", 1, "no port"),
        ("printer = tcp:a:99999", 1, "no port"),
        ("printer = serial:/dev/ttyS0:9601", 1, "no speed '9601'"),
        ("printer = serial:/dev/ttyS0:9600:maybe", 1, "no flow control 'maybe'"),
        ("printer = tcp:", 1, "nothing after the colon"),
        ("printer = tcp:a\nprinter-profile = toaster", 2, "doesn't take 'toaster'"),
        ("printer-profile = generic-42", 1, "needs a line 'printer = …'"),
        ("printer-profile-file = /etc/p", 1, "needs a line 'printer = …'"),
        ("display-dialect = cd5220", 1, "needs a line 'display = …'"),
        ("display = serial:/dev/ttyS1\ndisplay-dialect = braille", 2, "one of cd5220, escpos"),
        ("scanner = tcp:a", 1, "device:/dev/input/… or serial:PATH:BAUD"),
        ("wedge = framed 1B 0D", 1, "framed 02 03"),
        ("wedge = framed 02", 1, "framed 02 03"),
        ("wedge = framed 02 02", 1, "framed 02 03"),
        ("wedge = framed 41 42", 1, "framed 02 03"),
        ("wedge = sometimes", 1, "timed, none"),
    ])
    func `a bad line is told with its number and what to write`(
        text: String, line: Int, part: String
    ) {
        let problems = DeviceSettings.read(text).problems
        #expect(problems.map(\.line) == [line])
        let message = problems.first?.description ?? ""
        #expect(message.hasPrefix("devices.conf line \(line): ") && message.contains(part))
        let spanish = problems.first?.text.translation.spanish ?? ""
        #expect(spanish.hasPrefix("devices.conf línea \(line): "), "\(spanish)")
        let english = ["no key", "Write", "stands", "doesn't", "needs", " or ", "one of", "begins"]
        #expect(!english.contains { spanish.contains($0) }, "\(spanish)")
    }

    @Test func `bad lines don't take the good ones away`() {
        let (settings, problems) = DeviceSettings.read(
            "rubbish\nprinter = file:/tmp/p\nscanner = tcp:x\nscanner = /dev/input/event3\n")
        #expect(problems.map(\.line) == [1, 3])
        #expect(settings.printer?.address == .file(path: "/tmp/p"))
        #expect(settings.scanners == [.keys(path: "/dev/input/event3", isGrabbed: true)])
    }
}
