import Console
import Glibc
import Lane
import Node
import Peripherals
import PrinterEmulator
import Retail
import Testing

extension TerminalTests {
    /// The whole lane but its supervisor, on a real node, in a pseudo terminal.
    @Suite struct LaneProgramTests {
        private static let wedge = "wedge = framed 02 03\n"

        private func basket(of directory: DataDirectory) throws -> Basket? {
            let node = try RunningNode(directory)
            defer { node.close() }
            return node.openBasket?.basket
        }

        @Test func `1,000 scans at 200 a second: every line is there, in order`() throws {
            let goods = (0..<500).map { (name: "GOODS \($0)", code: LaneFixture.code($0)) }
            let last = (name: "ENDMARK", code: LaneFixture.code(9_999))
            let shop = try LaneFixture(goods: goods + [last], devices: Self.wedge)
            let lane = try LaneInTerminal(shop.directory)
            // A cashier who types ahead: what comes after the PIN waits for its check.
            lane.type("1111\r")
            #expect(lane.wait(for: "F12"))
            let start = SystemClock.monotonicNanoseconds()
            for index in 0..<1_000 {
                // A quantity is typed before every tenth scan and belongs to it.
                if index.isMultiple(of: 10) { lane.type("2*") }
                lane.scan(goods[index % 500].code)
                let due = start + Int64(index + 1) * 5_000_000
                let left = CInt(clamping: (due - SystemClock.monotonicNanoseconds()) / 1_000_000)
                // The output is read meanwhile, as a terminal does.
                if left > 0 { _ = lane.wait(for: "\u{00}", milliseconds: Int(left)) }
            }
            lane.scan(last.code)
            #expect(lane.wait(for: "ENDMARK"))
            #expect(lane.hangUp() == .success(.terminalGone))
            let lines = try #require(try basket(of: shop.directory)).lines
            #expect(lines.map(\.name) == (0..<1_000).map { goods[$0 % 500].name } + ["ENDMARK"])
            #expect(
                lines.dropLast().enumerated().allSatisfy {
                    $0.element.quantity == Quantity(units: $0.offset.isMultiple(of: 10) ? 2 : 1)
                })
        }
    }
}

extension TerminalTests.LaneProgramTests {
    @Test func `a code that nobody knows is told and heard at once`() throws {
        let shop = try LaneFixture(goods: [], devices: "wedge = framed 02 03\n")
        let lane = try LaneInTerminal(shop.directory)
        lane.type("1111\r")
        #expect(lane.wait(for: "F12"))
        lane.scan(LaneFixture.code(7))
        #expect(lane.wait(for: "\u{07}"))
        #expect(lane.hangUp() == .success(.terminalGone))
    }

    @Test func `a sale goes from keys to paper, and its row goes with the last byte`() throws {
        let profile = BuiltInProfile.all[0].profile
        let printer = try EmulatedPrinter(profile)
        let goods = [(name: "MILK 1L", code: LaneFixture.code(1))]
        let shop = try LaneFixture(
            goods: goods,
            devices: "wedge = framed 02 03\nprinter = tcp:127.0.0.1:\(printer.port)\n")
        let lane = try LaneInTerminal(shop.directory)
        lane.type("1111\r")
        #expect(lane.wait(for: "F12"))
        lane.scan(goods[0].code)
        #expect(lane.wait(for: "MILK"))
        lane.type("\r")
        #expect(lane.wait(for: "F11"))
        // The exact amount in cash, by the key's twin.
        lane.type("\u{1B}=")
        #expect(
            printer.waitForPaper { paper in
                paper.texts.contains { $0.contains("014-03-000001") }
                    && paper.items.contains { if case .cut = $0 { true } else { false } }
            })
        #expect(printer.paper.items.contains { if case .pulse = $0 { true } else { false } })
        // A page behind it prints when the receipt is done with, which paper alone doesn't tell.
        _ = try ControlClient(shop.directory).ask(.printTest)
        #expect(printer.waitForPaper { $0.texts.contains { $0.contains("Emphasised") } })
        #expect(lane.hangUp() == .success(.terminalGone))
        let node = try RunningNode(shop.directory)
        defer { node.close() }
        #expect(try node.printJobs().isEmpty)
        #expect(node.openBasket == nil)
    }
}

extension TerminalTests.LaneProgramTests {
    @Test func `a drawer that another program closes and opens shows before the next key`() throws {
        let shop = try LaneFixture(goods: [], devices: "")
        let lane = try LaneInTerminal(shop.directory)
        lane.type("1111\r")
        #expect(lane.wait(for: "F12"))
        let client = try ControlClient(shop.directory)
        func perform(_ action: Command.Action) throws -> Bool {
            let command = Command(action, by: shop.admin)
            guard case .performed = try client.ask(.perform([command], recorded: nil)) else {
                return false
            }
            return true
        }
        #expect(try perform(.closeDrawer(denominations: [], counted: Money(100_00))))
        #expect(lane.wait(for: "M19"))
        #expect(try perform(.openDrawer(float: Money(50_00))))
        #expect(lane.wait(for: "opened"))
        #expect(lane.hangUp() == .success(.terminalGone))
    }
}
