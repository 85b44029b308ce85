import Glibc
import Node
import TestSupport
import Testing

extension TerminalTests {
    /// `tillmesh lane` as a cashier has it: supervisor, lane, terminal.
    @Suite(.enabled(if: Tmux.isThere, "NOT RUN: tmux is not installed"))
    struct LaneInTmuxTests {
        private static let goods = [
            (name: "MILK 1L", code: LaneFixture.code(1)),
            (name: "BREAD", code: LaneFixture.code(2)),
        ]

        private func open(_ shop: LaneFixture) throws -> Tmux {
            let program = try Tmux.program()
            return try Tmux(
                "NO_COLOR=1 \(program) lane --data \(shop.directory.path); echo CODE $?; exec cat")
        }

        /// The process that holds the shop's lock.
        private func lanePID(_ shop: LaneFixture) throws -> pid_t {
            let text = String(decoding: try Files.bytes(shop.directory.lock), as: UTF8.self)
            return try #require(pid_t(text.filter(\.isNumber)))
        }

        @Test func `kill -9 brings the lane back with its basket within a second`() throws {
            let shop = try LaneFixture(goods: Self.goods, devices: "wedge = framed 02 03\n")
            let lane = try open(shop)
            #expect(try lane.wait(for: "PIN").contains("SIGN ON"))
            try lane.type("1111")
            try lane.press("Enter")
            #expect(try lane.wait(for: "F12 Cash").contains("F12 Cash"))
            try lane.scan(Self.goods[0].code)
            #expect(try lane.wait(for: "MILK 1L").contains("MILK 1L"))
            let start = SystemClock.monotonicNanoseconds()
            #expect(kill(try lanePID(shop), SIGKILL) == 0)
            let back = try lane.wait(for: "Sign on and go on")
            #expect(back.contains("SIGN ON"))
            #expect(SystemClock.monotonicNanoseconds() - start < 1_000_000_000)
            try lane.type("1111")
            try lane.press("Enter")
            #expect(try lane.wait(for: "MILK 1L").contains("MILK 1L"))
        }

        @Test func `too small a terminal says so in both languages and goes on when it grows`()
            throws
        {
            let shop = try LaneFixture(goods: Self.goods, devices: "")
            let lane = try open(shop)
            #expect(try lane.wait(for: "SIGN ON").contains("SIGN ON"))
            try lane.resize(columns: 60, rows: 20)
            let small = try lane.wait(for: "80x24")
            #expect(small.contains("enlarge") && small.contains("amplíe"))
            try lane.resize(columns: 100, rows: 30)
            #expect(try lane.wait(for: "SIGN ON").contains("SIGN ON"))
        }

        @Test func `asked to end, the lane gives the terminal back and passes its code on`() throws
        {
            let shop = try LaneFixture(goods: Self.goods, devices: "")
            let lane = try open(shop)
            #expect(try lane.wait(for: "SIGN ON").contains("SIGN ON"))
            #expect(kill(try lanePID(shop), SIGTERM) == 0)
            let end = try lane.wait(for: "CODE")
            #expect(end.contains("CODE") && !end.contains("SIGN ON"))
        }

        @Test func `Spanish is one key away`() throws {
            let shop = try LaneFixture(goods: Self.goods, devices: "")
            let lane = try open(shop)
            #expect(try lane.wait(for: "SIGN ON").contains("SIGN ON"))
            try lane.press("F2")
            let spanish = try lane.wait(for: "ENTRAR")
            #expect(spanish.contains("TIENDA 014") && spanish.contains("Escriba el PIN"))
        }

        @Test func `a bad line of devices.conf is told at sign-on, and the lane sells`() throws {
            let shop = try LaneFixture(goods: Self.goods, devices: "printer = usb\n")
            let lane = try open(shop)
            #expect(try lane.wait(for: "devices.conf line 1").contains("SIGN ON"))
        }
    }
}
