import CPosix
import Glibc
import Lane
public import Node
import Peripherals
import Retail
import Texts

/// Why a lane can't begin.
public enum LaneProgramError: Error, Equatable, CustomStringConvertible {
    case node(OpenError)
    case terminal(TerminalError)
    case database(String)

    public var description: String {
        switch self {
        case .node(let error): "\(error)"
        case .terminal(let error): "\(error)"
        case .database(let words): words
        }
    }
}

/// The lane's own process: opens the node, the terminal and the devices, and works until its end.
public struct LaneProgram: Sendable {
    public var directory: DataDirectory
    /// The path of `devices.conf`; the practice till uses the real one's.
    public var devicesFile: String
    public var mode: LaunchMode
    /// Whether it comes back after a crash.
    public var isComeback: Bool
    /// Shown at sign-on.
    public var hints: [String]
    /// The program and its version, for peers and for the test page.
    public var software = "tillmesh"
    /// The value of TERM.
    public var terminalType: String
    /// False where NO_COLOR is set.
    public var wantsColour: Bool
    /// What this lane owes the machine it runs on.
    public var service: NodeService.Settings
    /// Where keys come from and frames go to.
    public var input: Int32 = 0
    public var output: Int32 = 1

    public init(
        _ directory: DataDirectory, mode: LaunchMode = .normal, isComeback: Bool = false,
        hints: [String] = [], terminalType: String, wantsColour: Bool = true,
        service: NodeService.Settings
    ) {
        self.directory = directory
        devicesFile = directory.devices
        self.mode = mode
        self.isComeback = isComeback
        self.hints = hints
        self.terminalType = terminalType
        self.wantsColour = wantsColour
        self.service = service
    }

    /// Makes this process end with its supervisor: without one it would fight a shell for the
    /// terminal.
    public static func endWithParent() { _ = tillmesh_signal_on_parent_end(SIGTERM) }

    /// Call it on the main thread before any other thread is started.
    public func run() throws(LaneProgramError) -> LaneEnd {
        let signals = SignalQueue([SIGTERM, SIGHUP, SIGINT, SIGWINCH, SIGPIPE])
        let node: RunningNode
        do throws(OpenError) {
            node = try RunningNode(directory) { [service] done, all in
                service.manager?.rebuilding(done, of: all)
            }
        } catch {
            throw .node(error)
        }
        defer { node.close() }
        let terminal: Terminal
        do throws(TerminalError) {
            terminal = try Terminal(
                input: input, output: output, type: terminalType, wantsColour: wantsColour)
        } catch {
            throw .terminal(error)
        }
        defer { terminal.close() }
        do {
            return try run(node, terminal, signals)
        } catch {
            throw .database("\(error)")
        }
    }

    private func run(
        _ node: RunningNode, _ terminal: Terminal, _ signals: SignalQueue
    ) throws -> LaneEnd {
        let (settings, problems) = deviceSettings()
        let mailbox = LoopMailbox()
        let log = NodeLog(node.directory) { mailbox.post(.trouble(MachineMessage($0))) }
        let backend = try NodeBackend(node, log: log)
        let store = try NodePrintStore(node) { backend.warmUp() }
        let spool = PrintSpool(store: store, output: output(settings)) { news in
            if case .trouble(_, let words) = news { log.write(words) }
            mailbox.post(news.news)
        }
        let (mesh, meshProblems) = seat(node, log, mailbox, spool)
        defer { mesh?.close() }
        if let mesh {
            backend.connect(mesh)
            spool.connect { job, machine, ending in
                guard let mesh = mesh.service, let copy = job.copyElsewhere else {
                    return ending(.notPrinted)
                }
                mesh.print(job.request.content, copy: copy, at: machine, ending: ending)
            }
        }
        let (control, controlProblems) = control(node, log, spool, mesh, mailbox)
        defer { control?.close() }
        let service = NodeService(node, service)
        defer { service.close() }
        if let mesh { service.tellMesh(of: mesh) }
        let setup = try setup(
            node, terminal.size,
            lines(of: problems, leftOut: service.problems, in: node.terms.settings, log)
                + Self.lines(of: meshProblems + controlProblems, in: node.terms.settings))
        let devices = LaneDevices(settings, spool: spool, mailbox: mailbox)
        defer { devices.stop() }
        let loop = LaneLoop(
            setup, terminal: terminal, backend: backend, devices: devices, mailbox: mailbox,
            signals: signals, wedge: settings.wedge)
        service.ready(node.isTraining ? "Practice till, lane \(node.lane)" : "Lane \(node.lane)")
        return loop.run()
    }

    /// The lane's part in its store's mesh, with lamps for what becomes of it.
    ///
    /// Safe mode and the practice till have none; whatever fails here, the lane sells.
    private func seat(
        _ node: RunningNode, _ log: NodeLog, _ mailbox: LoopMailbox, _ spool: PrintSpool
    ) -> (MeshSeat?, problems: [MachineMessage]) {
        guard mode == .normal, !node.isTraining else { return (nil, []) }
        do {
            let (settings, software) = (try MeshSettings.read(node.directory), software)
            let seat = try MeshSeat {
                let mesh = try MeshService(node, settings, software: software) { note in
                    log.write(note.text)
                    if case .joined(_, let lane) = note {
                        mailbox.post(.event(.joined(lane: lane)))
                    } else if let message = note.message {
                        mailbox.post(.trouble(message))
                    }
                }
                mesh.watch { mailbox.post(.event(.lamps($0.lamps))) }
                mesh.printsForNeighbours { [weak spool] document, ending in
                    guard let spool else { return ending(.notPrinted) }
                    spool.print(document, ending: ending)
                }
                return mesh
            } failed: {
                log.write("mesh: \($0)")
                mailbox.post(.trouble(.notLinked))
            }
            return (seat, [])
        } catch {
            log.write("mesh: \(error)")
            return (nil, [.notLinked])
        }
    }

    /// Where other commands hand in theirs; a lane that can't have it sells without and says so.
    private func control(
        _ node: RunningNode, _ log: NodeLog, _ spool: PrintSpool, _ mesh: MeshSeat?,
        _ mailbox: LoopMailbox
    ) -> (ControlSocket?, problems: [MachineMessage]) {
        do throws(ControlError) {
            var handlers = ControlSocket.Handlers(
                performed: { [node] _, performed in
                    for job in performed.compactMap(\.job) { spool.add(job) }
                    node.tellDrawer { isOpen, lastZ in
                        mailbox.post(.event(.drawer(isOpen ? .open : .closed(lastZ: lastZ))))
                    }
                },
                printTest: { [software] in .success(spool.printTest(software: software)) })
            if let mesh {
                handlers.mesh = { mesh.service }
                handlers.renewMesh = { mesh.restart() }
            }
            return (try ControlSocket(node, handlers), [])
        } catch {
            log.write("\(error)")
            return (nil, [.notCommanded])
        }
    }

    private func setup(
        _ node: RunningNode, _ size: FrameSize, _ problems: [String]
    ) throws -> LaneSetup {
        let drawer = node.drawer()
        var open = node.openBasket
        if let basket = open?.basket, try LaneLookups(node).isReceipt(basket) { open = nil }
        let texts: [ConsoleText] =
            (isComeback ? [.cameBack] : []) + (mode == .safe ? [.safeMode] : [])
        let told = texts.map(\.translation).flatMap { [$0.english, $0.spanish] }
        return LaneSetup(
            lane: node.laneName, drawer: drawer.open == nil ? .closed(lastZ: drawer.lastZ) : .open,
            basket: open.map { OpenBasket(basket: $0.basket, owner: $0.owner) },
            isTraining: node.isTraining, size: size,
            hints: try directory.hints() + hints,
            notices: told + problems
                + Self.lines(of: try node.problems().map(\.message), in: node.terms.settings))
    }

    /// What of the configuration makes no sense: line by line, and in the log for support.
    ///
    /// What else was left out has words for support alone; a Spanish lane says how much it is.
    private func lines(
        of problems: [DeviceProblem], leftOut: [String], in settings: StoreSettings, _ log: NodeLog
    ) -> [String] {
        for words in problems.map(\.words) + leftOut { log.write(words) }
        let language = Language(rawValue: settings.language) ?? .english
        let told = problems.map { text($0.text, in: language) }
        if leftOut.isEmpty || language == .english { return told + leftOut }
        return told + Self.lines(of: [.leftOut(leftOut.count)], in: settings)
    }

    /// What the node goes on without, a line each and below it what to do.
    private static func lines(
        of messages: [MachineMessage], in settings: StoreSettings
    ) -> [String] {
        let language = Language(rawValue: settings.language) ?? .english
        return messages.map(\.wording).flatMap { wording in
            ["\(wording.code) \(wording.text[language])", "    \(wording.next[language])"]
        }
    }

    // MARK: Devices

    /// What a cashier is told of the devices' file, and what support is.
    private struct DeviceProblem {
        let text: DeviceText
        let words: String
    }

    /// The lane's devices, and what of their file makes no sense.
    private func deviceSettings() -> (DeviceSettings, problems: [DeviceProblem]) {
        do throws(FileError) {
            let (settings, problems) = try DeviceSettings.read(file: devicesFile)
            let told = problems.map { DeviceProblem(text: $0.text, words: "\($0)") }
            return (settings, told + profileProblem(settings))
        } catch {
            return (DeviceSettings(), [DeviceProblem(text: .fileUnread, words: "\(error)")])
        }
    }

    private func profileProblem(_ settings: DeviceSettings) -> [DeviceProblem] {
        guard let source = settings.printer?.profile else { return [] }
        do {
            _ = try source.load()
            return []
        } catch {
            let words = "printer-profile-file: \(error); the generic profile is used"
            return [DeviceProblem(text: .profileUnfit, words: words)]
        }
    }

    private func output(_ settings: DeviceSettings) -> PrintSpool.Output {
        guard let printer = settings.printer else {
            return .paperFile(PaperFile(path: directory.paper))
        }
        let profile = (try? printer.profile.load()) ?? BuiltInProfile.all[0].profile
        return .printer(printer.address, ESCPOS(profile: profile), PrinterTimeouts())
    }
}

extension LaneEnd {
    /// The code that the lane's process ends with; its supervisor understands those of training.
    public var exitCode: Int32 {
        switch self {
        case .left: 0
        case .switchTraining(on: true): LaneExit.toTraining.rawValue
        case .switchTraining(on: false): LaneExit.fromTraining.rawValue
        case .signalled(let number): 128 + number
        case .terminalGone: 128 + SIGHUP
        }
    }
}

extension MeshReport {
    private var laneStanding: Lamps.Standing {
        switch standing {
        case .active, .dormant, .rotated: .member
        case .retired: .retired
        case .revoked: .revoked
        }
    }

    fileprivate var lamps: Lamps {
        Lamps(
            standing: laneStanding, neighboursAnswering: UInt8(clamping: peers.count),
            neighboursKnown: UInt8(clamping: known), salesOnlyHere: UInt32(clamping: salesOnlyHere))
    }
}

extension Node.PrintJob {
    /// As a neighbour is asked for it: 0 the original; nil: only this lane prints it.
    fileprivate var copyElsewhere: UInt32? {
        switch request.form {
        case .original: 0
        case .copy(let number): number
        case .gift: nil
        }
    }
}

extension PrintedElsewhere {
    fileprivate init(_ outcome: ErrandOutcome) {
        self =
            switch outcome {
            case .printed: .printed
            // What is unknown is asked about instead.
            case .notPrinted, .unknown: .notPrinted
            }
    }
}

extension SpoolNews {
    fileprivate var news: LoopNews {
        switch self {
        case .printer(let lamp): .event(.printer(lamp))
        case .question(let question): .event(.printQuestion(question))
        case .preview(let lines): .preview(lines)
        case .trouble(let message, _): .trouble(message)
        case .carried(let outcome): .event(.printedElsewhere(outcome.map(PrintedElsewhere.init)))
        }
    }
}
