import CNcurses
import CPosix
import Console
import Glibc
import Lane
import TestSupport
import Testing

/// ncurses has one screen at a time, so nothing of this runs beside the rest of it.
@Suite(.serialized) struct TerminalTests {
    private func open(
        _ pty: Pty, type: String = "xterm-256color", wantsColour: Bool = true
    ) throws -> Terminal {
        try Terminal(input: pty.slave, output: pty.slave, type: type, wantsColour: wantsColour)
    }

    /// Types and reads until nothing is left.
    private func read(_ text: String) throws -> [TerminalInput] {
        let pty = try Pty()
        let terminal = try open(pty)
        defer { terminal.close() }
        pty.type(text)
        return try inputs(of: terminal, bytes: text.utf8.count)
    }

    /// What was typed, and what it is once nothing more comes.
    private func inputs(of terminal: Terminal, bytes: Int) throws -> [TerminalInput] {
        try Pty.awaitInput(terminal.descriptor, bytes: bytes)
        let inputs = terminal.input(isReadable: true, at: 0)
        guard let deadline = terminal.inputDeadline else { return inputs }
        return inputs + terminal.input(isReadable: false, at: deadline)
    }

    @Test func `all function keys of an xterm`() throws {
        let sequences = [
            "OP", "OQ", "OR", "OS", "[15~", "[17~", "[18~", "[19~", "[20~", "[21~", "[23~",
            "[24~",
        ]
        for (index, sequence) in sequences.enumerated() {
            #expect(try read("\u{1B}\(sequence)") == [.key(.function(UInt8(index + 1)))])
        }
    }

    @Test func `their Alt twins`() throws {
        for character in "1234567890-=ce" {
            #expect(try read("\u{1B}\(character)") == [.key(.alt(character))])
        }
    }

    @Test(arguments: [
        ("OA", Key.up), ("OB", .down), ("OC", .right), ("OD", .left), ("OH", .home), ("OF", .end),
        ("[5~", .pageUp), ("[6~", .pageDown), ("[3~", .delete),
    ])
    func `arrows and page keys`(sequence: String, key: Key) throws {
        #expect(try read("\u{1B}\(sequence)") == [.key(key)])
    }

    @Test func `text is UTF-8, Enter and Backspace are characters that the sorter knows`() throws {
        #expect(try read("añ€") == [.character("a"), .character("ñ"), .character("€")])
        #expect(try read("\r") == [.character("\r")])
        #expect(try read("\u{7F}") == [.key(.backspace)])
        #expect(try read("\u{03}\u{02}") == [.character("\u{03}"), .character("\u{02}")])
    }

    @Test func `Escape alone, twice, and before a scanner's prefix`() throws {
        #expect(try read("\u{1B}") == [.key(.escape)])
        #expect(try read("\u{1B}\u{1B}") == [.key(.escape), .key(.escape)])
        #expect(
            try read("\u{1B}\u{02}8") == [
                .key(.escape), .character("\u{02}"), .character("8"),
            ])
    }

    @Test func `a key that nobody knows types nothing`() throws {
        #expect(try read("\u{1B}[1;5Ax") == [.unknown, .character("x")])
        #expect(try read("\u{1B}Ox\u{1B}[200~") == [.unknown, .unknown])
    }

    @Test(arguments: ["xterm-256color", "linux", "vt220", "screen-256color", "tmux-256color"])
    func `every key that a description names is known`(type: String) throws {
        let pty = try Pty()
        let terminal = try open(pty, type: type)
        defer { terminal.close() }
        for name in (1...12).map({ "kf\($0)" }) + ["kcuu1", "kcud1", "kpp", "knp", "kdch1"] {
            guard let sequence = tigetstr(name), UInt(bitPattern: sequence) != .max else {
                continue
            }
            let text = String(cString: sequence)
            pty.type(text)
            let inputs = try inputs(of: terminal, bytes: text.utf8.count)
            #expect(inputs.count == 1 && inputs.first != .unknown, "\(type) \(name)")
        }
    }

    @Test func `bytes that are no UTF-8 do no harm`() throws {
        let pty = try Pty()
        let terminal = try open(pty)
        defer { terminal.close() }
        let bytes: [UInt8] = [0xFF, 0xC3, 0x28, 0x80]
        _ = write(pty.master, bytes, bytes.count)
        pty.type("x")
        #expect(try inputs(of: terminal, bytes: bytes.count + 1).last == .character("x"))
    }

    @Test func `the terminal is given back as it was`() throws {
        let pty = try Pty()
        let before = pty.settings()
        let terminal = try open(pty)
        #expect(pty.settings().c_lflag & tcflag_t(ICANON | ECHO | ISIG) == 0)
        terminal.close()
        let after = pty.settings()
        #expect(before.c_lflag == after.c_lflag && before.c_iflag == after.c_iflag)
        #expect(before.c_oflag == after.c_oflag)
        let output = pty.output()
        #expect(output.contains("\u{1B}[?1049h") && output.contains("\u{1B}[?1049l"))
    }

    @Test func `what a killed program left behind is put right by the keeper`() throws {
        let pty = try Pty()
        let keeper = try #require(TerminalKeeper(descriptor: pty.slave, type: "xterm-256color"))
        let before = pty.settings()
        let terminal = try open(pty)
        _ = pty.output()
        keeper.restore()
        #expect(pty.settings().c_lflag == before.c_lflag)
        let output = pty.output()
        #expect(output.contains("\u{1B}[?1049l") && output.contains("\u{1B}[?25h"))
        terminal.close()
    }

    @Test func `a change of size is taken over`() throws {
        let pty = try Pty()
        let terminal = try open(pty)
        defer { terminal.close() }
        #expect(terminal.size == .least)
        #expect(!terminal.resize())
        pty.resize(columns: 132, rows: 43)
        #expect(terminal.resize())
        #expect(terminal.size == FrameSize(columns: 132, rows: 43))
    }

    @Test func `no terminal and no such type are told`() throws {
        let pty = try Pty()
        #expect(throws: TerminalError.unknownType("toaster")) {
            try open(pty, type: "toaster")
        }
        var ends: [CInt] = [-1, -1]
        #expect(pipe(&ends) == 0)
        #expect(throws: TerminalError.notATerminal) {
            try Terminal(input: ends[0], output: ends[1], type: "xterm", wantsColour: false)
        }
        close(ends[0])
        close(ends[1])
    }

    @Test func `lines are shown without controls and without colour where none is wanted`() throws {
        let pty = try Pty()
        let terminal = try open(pty, wantsColour: false)
        defer { terminal.close() }
        _ = pty.output()
        terminal.show(["pequeño \u{1B}[31m", "second"])
        let output = pty.output()
        #expect(output.contains("pequeño ·[31m") && output.contains("second"))
        #expect(!output.contains("\u{1B}[31m"))
    }
}
