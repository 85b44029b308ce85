/// Obeys the machine of one job after another; decides nothing itself.
struct PrinterSession: Sendable {
    let address: DeviceAddress
    let asksStatus: Bool
    let timeouts: PrinterTimeouts
    let observer: any PrinterObserver
    let stop: StopSignal

    func perform(_ request: Printer.Request) {
        switch request {
        case .print(let job): print(job)
        case .askStatus: observer.didLearn(learnStatus())
        }
    }

    /// Opens a connection of its own for the question; where nobody answers, opening is all.
    private func learnStatus() -> Result<PrinterStatus, PrinterFault> {
        do throws(PrinterFault) {
            let device = try DeviceConnection.open(
                address, milliseconds: timeouts.open, stop: stop)
            return .success(
                asksStatus ? try dialogue(with: device).status().status : PrinterStatus())
        } catch {
            return .failure(error)
        }
    }

    private func dialogue(with device: DeviceConnection) -> PrinterDialogue {
        PrinterDialogue(device: device, timeouts: timeouts)
    }

    private func print(_ job: PrintJob) {
        var machine = PrintJobMachine(
            byteCount: job.bytes.count, asksStatus: asksStatus,
            roundsMax: timeouts.confirmationRounds)
        var device: DeviceConnection?
        var event: PrintJobMachine.Event? = .start
        while let next = event {
            do {
                let directives = try machine.step(next)
                event = nil
                // At most one directive of a step has an answer.
                for directive in directives {
                    event = obey(directive, job, &device) ?? event
                }
            } catch {
                preconditionFailure("\(error.event) came while \(error.state)")
            }
        }
    }

    /// Does one thing and says what came of it; nil where nothing can come of it.
    private func obey(
        _ directive: PrintJobMachine.Directive, _ job: PrintJob, _ device: inout DeviceConnection?
    ) -> PrintJobMachine.Event? {
        do throws(PrinterFault) {
            switch directive {
            case .open:
                device = try DeviceConnection.open(
                    address, milliseconds: timeouts.open, stop: stop)
                return .opened
            case .announce: return .announced(observer.willBegin(job.id))
            case .askStatus: return try askStatus(connected(device))
            case .write(let range):
                let sent = try connected(device).write(
                    job.bytes[range], milliseconds: timeouts.stall)
                return .wrote(sent)
            case .confirm:
                try dialogue(with: connected(device)).requestConfirmation()
                return try confirmation(connected(device))
            case .awaitConfirmation: return try confirmation(connected(device))
            case .drain:
                try connected(device).drain(milliseconds: timeouts.stall)
                return .drained
            case .close:
                device = nil
                return nil
            case .finish(let outcome):
                observer.didFinish(job.id, outcome)
                return nil
            }
        } catch {
            if directive == .open { observer.didLearn(.failure(error)) }
            return .failed(error)
        }
    }

    private func connected(_ device: DeviceConnection?) throws(PrinterFault) -> DeviceConnection {
        guard let device else { throw .hungUp }
        return device
    }

    private func askStatus(
        _ device: DeviceConnection
    ) throws(PrinterFault) -> PrintJobMachine.Event {
        do throws(PrinterFault) {
            let answer = try dialogue(with: device).status()
            observer.didLearn(.success(answer.status))
            return .status(answer.status, isConfirmed: answer.isConfirmed)
        } catch {
            observer.didLearn(.failure(error))
            throw error
        }
    }

    private func confirmation(
        _ device: DeviceConnection
    ) throws(PrinterFault) -> PrintJobMachine.Event {
        try dialogue(with: device).awaitConfirmation()
        return .confirmed
    }
}

/// Questions to a printer and its answers.
struct PrinterDialogue {
    let device: DeviceConnection
    let timeouts: PrinterTimeouts

    /// Asks `DLE EOT 1` to `4`, and notices a confirmation that comes in meanwhile.
    func status() throws(PrinterFault) -> (status: PrinterStatus, isConfirmed: Bool) {
        try device.writeAll(PrinterStatus.questions, milliseconds: timeouts.answer)
        let deadline = Deadline.after(milliseconds: timeouts.answer)
        var answers: [UInt8] = []
        var isConfirmed = false
        while answers.count < 4 {
            let bytes = try device.read(until: deadline)
            answers += bytes.filter(PrinterStatus.isAnswer)
            isConfirmed = isConfirmed || bytes.contains(where: PrinterStatus.isConfirmation)
        }
        guard let status = PrinterStatus(answers: Array(answers.prefix(4))) else {
            throw .noAnswer
        }
        return (status, isConfirmed)
    }

    func requestConfirmation() throws(PrinterFault) {
        try device.writeAll(
            PrinterStatus.confirmationRequest, milliseconds: timeouts.answer)
    }

    func awaitConfirmation() throws(PrinterFault) {
        let deadline = Deadline.after(milliseconds: timeouts.confirmation)
        while try !device.read(until: deadline).contains(where: PrinterStatus.isConfirmation) {}
    }
}
