import CPosix
import Glibc
import Lane
import Node
import Peripherals

/// How a lane's loop ended.
public enum LaneEnd: Hashable, Sendable {
    /// The cashier left.
    case left
    case switchTraining(on: Bool)
    /// Somebody asked this program to end.
    case signalled(Int32)
    case terminalGone
}

/// A lane at work: one thread that waits for everything at once and for nothing in particular.
///
/// It hands events to ``LaneState`` and obeys its effects. Looking up a code and saving the open
/// basket it does itself, as handing either over costs more than doing it; commands, searches,
/// printers and people's PINs are other threads' business, whose answers come in by the mailbox.
final class LaneLoop {
    private let terminal: Terminal
    private let backend: any LaneBackend
    private let devices: LaneDevices
    private let mailbox: LoopMailbox
    private let signals: SignalQueue
    private let timer = SecondTimer()
    /// In the order of ``Ready``'s bits.
    private var polled: [pollfd]
    private var sorter: InputSorter
    private var state: LaneState
    /// What the terminal shall show next; nil: it does already.
    private var undrawn: LaneState?
    /// Until when it waits for the answer of a look-up, in milliseconds.
    private var drawnAt: Int64?
    private var preview = PaperPreview()
    private var end: LaneEnd?
    private var unsounded: [Beep] = []
    /// When the second tone of a bad beep is due, in milliseconds.
    private var secondToneAt: Int64?

    /// The pause between the two tones of a bad beep.
    private static let toneMilliseconds: Int64 = 160

    /// A look-up is usually answered sooner than a frame is drawn, and then one frame does.
    private static let lookUpMilliseconds: Int64 = 5

    init(
        _ setup: LaneSetup, terminal: Terminal, backend: any LaneBackend, devices: LaneDevices,
        mailbox: LoopMailbox, signals: SignalQueue, wedge: ScanDecoder.Mode?
    ) {
        self.terminal = terminal
        self.backend = backend
        self.devices = devices
        self.mailbox = mailbox
        self.signals = signals
        polled = [
            terminal.descriptor, mailbox.descriptor, signals.descriptor, timer.descriptor,
        ]
        .map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        sorter = InputSorter(wedge)
        state = LaneState(
            setup, context: backend.context(monotonicNanoseconds: Self.nanoseconds()))
        undrawn = state
    }

    /// Works until something ends it.
    func run() -> LaneEnd {
        draw()
        while end == nil {
            let ready = wait()
            if ready.contains(.signals) { readSignals() }
            if ready.contains(.mailbox) { for item in mailbox.take() { take(item) } }
            if ready.contains(.timer), timer.hasFired() {
                devices.tick()
                handle(.tick)
            }
            readTerminal(ready)
            draw()
            sound()
        }
        backend.finish()
        printTheLast()
        return end ?? .left
    }

    /// What was committed in the last moment is on its way to the printer by its row.
    private func printTheLast() {
        for case .performed(_, _, let job?) in mailbox.take() { devices.print(job) }
    }

    // MARK: Waiting

    /// What there is something to read from.
    private struct Ready: OptionSet {
        let rawValue: Int
        static let terminal = Ready(rawValue: 1)
        static let mailbox = Ready(rawValue: 2)
        static let signals = Ready(rawValue: 4)
        static let timer = Ready(rawValue: 8)
        /// It came while the loop was busy, nobody knows when.
        static let late = Ready(rawValue: 16)
    }

    private func wait() -> Ready {
        var ready: Ready = []
        if poll(&polled, nfds_t(polled.count), 0) > 0 {
            ready = .late
        } else if poll(&polled, nfds_t(polled.count), pollMilliseconds) <= 0 {
            return ready
        }
        for (place, polled) in polled.enumerated() where polled.revents & Int16(POLLIN) != 0 {
            ready.insert(Ready(rawValue: 1 << place))
        }
        let lost = Int32(polled[0].revents) & (POLLHUP | POLLERR | POLLNVAL)
        // A terminal that hung up reads as empty for ever.
        if lost != 0 { end = .terminalGone }
        return ready
    }

    private var pollMilliseconds: CInt {
        let due = [terminal.inputDeadline, sorter.deadline, secondToneAt, drawnAt].compactMap { $0 }
            .min()
        guard let due else { return -1 }
        return CInt(clamping: max(due - Self.milliseconds(), 0))
    }

    private func readSignals() {
        while let signal = signals.next() {
            if signal == SIGWINCH { resize() } else { end = end ?? .signalled(signal) }
        }
    }

    private func resize() {
        guard terminal.resize() else { return }
        handle(.resized(terminal.size))
    }

    // MARK: Input

    private func readTerminal(_ ready: Ready) {
        let now = Self.milliseconds()
        let isReadable = ready.contains(.terminal)
        let isLate = isReadable && ready.contains(.late)
        let inputs = terminal.input(isReadable: isReadable, at: now, isLate: isLate)
        for output in sorter.handle(inputs, at: now, isLate: isLate) {
            switch output {
            case .key(let key): press(key)
            case .scan(let text): scan(text)
            case .lostScan: beep(.bad)
            }
        }
    }

    private func press(_ key: Key) {
        // Nobody presses keys on a screen that can't be seen.
        guard hasRoom else { return beep(.bad) }
        if key == .control("l") { terminal.redrawAll() }
        if preview.handle(key) {
            undrawn = state
        } else {
            handle(.key(key))
        }
    }

    private var hasRoom: Bool {
        let size = terminal.size
        return size.columns >= FrameSize.least.columns && size.rows >= FrameSize.least.rows
    }

    private func scan(_ text: String) {
        preview.close()
        handle(.scan(text))
    }

    private func take(_ item: LoopNews) {
        switch item {
        case .event(let event): handle(event)
        case .scan(let text): scan(text)
        case .lostScan: beep(.bad)
        case .performed(let id, let answer, let job):
            if let job { devices.print(job) }
            handle(.answer(id, answer))
        case .preview(let lines): preview.lines = lines
        case .trouble(let trouble): handle(.trouble(trouble))
        }
    }

    // MARK: The lane

    private func handle(_ event: LaneEvent) {
        let context = backend.context(monotonicNanoseconds: Self.nanoseconds())
        let effects = state.handle(event, in: context)
        undrawn = state
        drawnAt = state.isLookingUp ? drawnAt ?? Self.milliseconds() + Self.lookUpMilliseconds : nil
        for turn in 0..<3 {
            for effect in effects where effect.turn == turn { obey(effect) }
        }
    }

    private func obey(_ effect: LaneEffect) {
        switch effect {
        case .ask(let id, let request): ask(id, request)
        case .saveBasket(let basket): save(basket)
        case .beep(let beep): self.beep(beep)
        case .display(let lines): devices.display(lines)
        case .answerPrintJob(let job, let answer): devices.answer(job, answer)
        case .lookAtCash: lookAtCash()
        case .retryPrinting: devices.retryPrinting()
        case .print(let document): devices.print(document)
        case .printElsewhere(let machine): devices.printElsewhere(machine)
        case .switchTraining(let isOn): end = end ?? .switchTraining(on: isOn)
        case .leave: end = end ?? .left
        }
    }

    private func ask(_ id: RequestID, _ request: LaneRequest) {
        if let answer = backend.answerAtOnce(request) { return handle(.answer(id, answer)) }
        let mailbox = mailbox
        backend.answer(request, printsNow: devices.printsNow) {
            mailbox.post(.performed(id, $0, job: $1))
        }
    }

    private func lookAtCash() {
        let mailbox = mailbox
        backend.cashInDrawer { cash, trouble in
            if let cash { mailbox.post(.event(.cashInDrawer(cash))) }
            if let trouble { mailbox.post(.trouble(trouble)) }
        }
    }

    /// Before any frame that shows the basket.
    private func save(_ basket: OpenBasket?) {
        if let trouble = backend.save(basket) { handle(.trouble(trouble)) }
    }

    // MARK: Output

    private func draw() {
        guard let undrawn else { return }
        if let drawnAt, Self.milliseconds() < drawnAt { return }
        drawnAt = nil
        self.undrawn = nil
        draw(undrawn.frame())
    }

    private func draw(_ frame: Frame) {
        if let lines = preview.shown(rows: terminal.size.rows) { return terminal.show(lines) }
        terminal.draw(frame)
    }

    private func beep(_ beep: Beep) {
        unsounded.append(beep)
        if beep == .bad { secondToneAt = Self.milliseconds() + Self.toneMilliseconds }
    }

    /// After the frame, which is what a cashier waits for.
    private func sound() {
        for beep in unsounded { terminal.sound(beep) }
        unsounded = []
        guard let due = secondToneAt, Self.milliseconds() >= due else { return }
        secondToneAt = nil
        terminal.sound(.bad)
    }

    private static func nanoseconds() -> UInt64 { UInt64(SystemClock.monotonicNanoseconds()) }

    private static func milliseconds() -> Int64 { SystemClock.monotonicNanoseconds() / 1_000_000 }
}

extension LaneEffect {
    /// A basket is saved before the command that makes a fact of it, which takes it off again; an
    /// answer that comes at once has effects of its own, which are newer than all of these.
    fileprivate var turn: Int {
        switch self {
        case .saveBasket: 0
        case .ask: 2
        case .beep, .display, .answerPrintJob, .lookAtCash, .retryPrinting, .print,
            .printElsewhere, .switchTraining, .leave:
            1
        }
    }
}
