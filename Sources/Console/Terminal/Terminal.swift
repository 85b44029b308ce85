import CNcurses
import CPosix
import Glibc
public import Lane

/// The cashier's terminal: draws frames, gives keys, and leaves all as it was.
///
/// One at a time and on one thread: ncurses keeps the current screen in variables of its own.
public final class Terminal {
    private let input: UnsafeMutablePointer<FILE>
    private let output: UnsafeMutablePointer<FILE>
    private let screen: OpaquePointer
    private var keys: KeyDecoder
    private var readBytes = [UInt8](repeating: 0, count: 4096)
    private let palette: Palette
    private let isLinuxConsole: Bool
    private var shown: Frame?
    private var isOpen = true

    /// To wait on for keys.
    public let descriptor: CInt

    /// Takes a terminal over; the descriptors stay the caller's.
    ///
    /// - Parameters:
    ///   - input: where keys come from.
    ///   - output: where frames go to.
    ///   - type: the value of TERM.
    ///   - wantsColour: false where NO_COLOR is set.
    /// - Throws: a ``TerminalError`` that says what to do.
    public init(
        input: CInt = 0, output: CInt = 1, type: String,
        wantsColour: Bool
    ) throws(TerminalError) {
        guard isatty(input) == 1, isatty(output) == 1 else { throw .notATerminal }
        Self.chooseLocale()
        self.input = try Self.stream(input, "r")
        self.output = try Self.stream(output, "w")
        // Asked first, as newterm ends the process where it doesn't know the type.
        var failure: CInt = 0
        guard setupterm(type, output, &failure) == 0 else { throw .unknownType(type) }
        del_curterm(set_curterm(nil))
        guard let screen = newterm(type, self.output, self.input) else {
            throw .unknownType(type)
        }
        self.screen = screen
        keys = KeyDecoder(KeySequences.ofCurrentTerminal())
        descriptor = input
        isLinuxConsole = type == "linux"
        palette = Palette(wantsColour: wantsColour)
        setUp()
    }

    private func setUp() {
        raw()
        noecho()
        nonl()
        // A frame is drawn whole even while a scanner types.
        typeahead(-1)
        // Makes a terminal send the sequences that its description names.
        keypad(tillmesh_screen(), true)
        curs_set(0)
        // Until it has come back once, ncurses writes after every movement of the cursor; then a
        // frame is one write.
        endwin()
        wclear(tillmesh_screen())
        wrefresh(tillmesh_screen())
    }

    deinit { close() }

    /// Gives the terminal back as it was; again is harmless.
    public func close() {
        guard isOpen else { return }
        isOpen = false
        curs_set(1)
        endwin()
        delscreen(screen)
        fclose(output)
        fclose(input)
    }

    /// The terminal's size as it was last learnt.
    public var size: FrameSize {
        FrameSize(
            columns: Int(getmaxx(tillmesh_screen())), rows: Int(getmaxy(tillmesh_screen())))
    }

    /// Asks the kernel for the size and takes it over; true where it changed.
    public func resize() -> Bool {
        var kernel = winsize()
        guard tillmesh_terminal_size(descriptor, &kernel) == 0, kernel.ws_col > 0,
            kernel.ws_row > 0
        else { return false }
        let before = size
        guard before.columns != Int(kernel.ws_col) || before.rows != Int(kernel.ws_row) else {
            return false
        }
        resizeterm(CInt(kernel.ws_row), CInt(kernel.ws_col))
        // What a terminal makes of its content when resized is its own affair: all is drawn anew.
        redrawAll()
        return true
    }

    /// Makes the next frame be drawn whole.
    public func redrawAll() {
        shown = nil
        wclear(tillmesh_screen())
    }

    /// Shows a frame; only what differs from the one before goes to the terminal.
    public func draw(_ frame: Frame) {
        let size = size
        for row in 0..<min(frame.size.rows, size.rows) {
            let columns = frame.changes(ofRow: row, since: shown)
            if let columns = columns?.clamped(to: 0..<size.columns) {
                draw(row, columns, of: frame)
            }
        }
        place(frame.cursor, in: size)
        wrefresh(tillmesh_screen())
        shown = frame
    }

    /// Shows lines alone, each cut to the terminal's width.
    package func show(_ lines: [String]) {
        let size = size
        wclear(tillmesh_screen())
        _ = tillmesh_set_style(tillmesh_screen(), 0, 0)
        for (row, line) in lines.prefix(size.rows).enumerated() {
            let text = line.unicodeScalars.map { Self.drawable($0.value) }
            wmove(tillmesh_screen(), CInt(row), 0)
            waddnwstr(tillmesh_screen(), text, CInt(min(text.count, size.columns)))
        }
        place(nil, in: size)
        wrefresh(tillmesh_screen())
        shown = nil
    }

    /// Draws runs of one style, each from its own column: a terminal that takes a character for
    /// wider than we do shifts no more than its run.
    private func draw(_ row: Int, _ columns: Range<Int>, of frame: Frame) {
        frame.forEachRun(ofRow: row, in: columns) { column, style, scalars in
            let look = palette.look(of: style)
            let text = scalars.map(Self.drawable)
            _ = tillmesh_set_style(tillmesh_screen(), look.attributes, look.pair)
            wmove(tillmesh_screen(), CInt(row), CInt(column))
            waddnwstr(tillmesh_screen(), text, CInt(text.count))
        }
    }

    /// Frames hold no control characters; this is the last place where one could be stopped.
    private static func drawable(_ scalar: UInt32) -> wchar_t {
        switch scalar {
        case 0..<0x20, 0x7F..<0xA0: wchar_t(0xB7)
        case let value: wchar_t(value)
        }
    }

    private func place(_ cursor: FramePosition?, in size: FrameSize) {
        guard let cursor, cursor.row < size.rows, cursor.column < size.columns else {
            curs_set(0)
            return
        }
        wmove(tillmesh_screen(), CInt(cursor.row), CInt(cursor.column))
        curs_set(1)
    }

    /// When ``input(isReadable:at:)`` must be called at the latest; nil while nothing waits.
    package var inputDeadline: Int64? { keys.deadline }

    /// Keys and characters that came since the last call, in one reading.
    ///
    /// - Parameters:
    ///   - isReadable: what `poll` says of ``descriptor``; without it nothing is waited for.
    ///   - now: milliseconds of a clock that doesn't go back.
    ///   - isLate: whether it was readable before anybody waited for it.
    /// - Returns: in the order in which they were typed.
    package func input(
        isReadable: Bool, at now: Int64, isLate: Bool = false
    ) -> [TerminalInput] {
        let count = isReadable ? read(descriptor, &readBytes, readBytes.count) : 0
        return keys.handle(readBytes.prefix(max(count, 0)), at: now, isLate: isLate)
    }

    /// Sounds the tone of a beep once; two of a bad one are the caller's.
    func sound(_ beep: Beep) {
        guard isLinuxConsole else {
            CNcurses.beep()
            return
        }
        // The console's own bell is set by frequency and length: console_codes(4).
        let tone =
            switch beep {
            case .good: "\u{1B}[10;440]\u{1B}[11;60]\u{07}"
            case .bad: "\u{1B}[10;1760]\u{1B}[11;90]\u{07}"
            }
        fputs(tone, output)
        fflush(output)
    }

    /// The environment's locale where that is one of UTF-8; C's own where none is set.
    private static func chooseLocale() {
        let chosen = setlocale(LC_CTYPE, "").map { String(cString: $0) }
        if chosen == nil || chosen == "C" || chosen == "POSIX" { setlocale(LC_CTYPE, "C.UTF-8") }
    }

    private static func stream(
        _ descriptor: CInt, _ mode: String
    ) throws(TerminalError) -> UnsafeMutablePointer<FILE> {
        let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 3)
        guard copy >= 0, let stream = fdopen(copy, mode) else {
            throw .noDescriptors(errno: errno)
        }
        return stream
    }
}
