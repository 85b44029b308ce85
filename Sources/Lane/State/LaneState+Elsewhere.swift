import Retail
import Texts

// A receipt on a neighbour's printer, when this lane's is down: by the cashier's choice, once.

extension LaneState {
    mutating func askForNeighbour() {
        guard !isTraining else { return refuse(StoreMessage.noMesh) }
        guard printer.isStopped else { return refuse(MachineMessage.printerWorks) }
        ask(.listNeighbours, for: .neighbours)
    }

    mutating func list(_ machines: [Machine]) {
        let lanes = machines.filter { $0.lane != nil }
        guard !lanes.isEmpty else { return refuse(MachineMessage.noNeighbour) }
        push(.neighbours(lanes, selected: 0))
    }

    mutating func press(_ key: Key, in machines: [Machine], selected: Int) {
        switch key {
        case .up, .down:
            let next = selected + (key == .up ? -1 : 1)
            dialogs[dialogs.count - 1] = .neighbours(
                machines, selected: max(0, min(next, machines.count - 1)))
        case .enter:
            let machine = machines[selected]
            close()
            effects.append(.printElsewhere(machine.id))
            tell(MachineMessage.neighbourAsked(Self.laneName(machine.lane ?? 0)))
        case .escape: close()
        case .character, .backspace, .delete, .left, .right, .home, .end, .pageUp, .pageDown,
            .tab, .function, .alt, .control:
            refuse(EntryMessage.keyDoesNothing)
        }
    }

    mutating func printedElsewhere(_ outcome: PrintedElsewhere?) {
        switch outcome {
        case .printed: tell(MachineMessage.neighbourPrinted)
        case .notPrinted: refuse(MachineMessage.neighbourDidNot)
        case nil: refuse(MachineMessage.nothingWaits)
        }
    }

    func panel(_ machines: [Machine], _ selected: Int) -> Panel {
        Panel(
            say(ScreenText.printElsewhere),
            machines.enumerated().map { index, machine in
                .choice(
                    say(ScreenText.lane(machine.lane ?? 0)), machine.label.shown,
                    isSelected: index == selected)
            })
    }
}
