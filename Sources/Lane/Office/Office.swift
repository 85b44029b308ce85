import Retail
import Texts

/// The pages on which a manager looks after the store, as they stand on the screen.
struct Office: Hashable, Sendable {
    var page: OversightPage
    /// Nil until the page was read.
    var sheet: OversightSheet?
    var selected = 0
    /// The chosen entry is shown whole, from this line on; nil: the list is shown.
    var detailTop: Int?
    /// Who let the cashier in who may not read this alone; it holds for reading only.
    var guardian: LanePerson?
    /// Shown over the pages until it is closed.
    var invited: Invited?

    /// A newcomer that is waited for.
    struct Invited: Hashable, Sendable {
        let card: InvitationCard
        var hasJoined = false
    }

    init(_ page: OversightPage, guardian: LanePerson? = nil) {
        self.page = page
        self.guardian = guardian
    }

    /// Takes a page as it is now; the chosen machine stays chosen where others came or went.
    mutating func take(_ sheet: OversightSheet) {
        let chosen = machine?.id
        if sheet.page != page {
            (page, selected, detailTop) = (sheet.page, 0, nil)
        }
        self.sheet = sheet
        if let chosen, case .machines(let machines, _, _, _) = sheet {
            selected = machines.firstIndex { $0.id == chosen } ?? selected
        }
        selected = max(0, min(selected, sheet.count - 1))
        if sheet.count == 0 { detailTop = nil }
    }

    /// The machine that is chosen.
    var machine: Machine? {
        guard case .machines(let machines, _, _, _)? = sheet, machines.indices.contains(selected)
        else {
            return nil
        }
        return machines[selected]
    }

    var drawer: DrawerOverview? {
        guard case .drawers(let drawers)? = sheet, drawers.indices.contains(selected) else {
            return nil
        }
        return drawers[selected]
    }

    var conflict: StoreConflict? {
        guard case .conflicts(let all)? = sheet, all.indices.contains(selected) else { return nil }
        return all[selected]
    }

    var shortage: Shortage? {
        guard case .shortages(let all)? = sheet, all.indices.contains(selected) else { return nil }
        return all[selected]
    }

    var quarantined: QuarantineEntry? {
        guard case .quarantine(let all, _)? = sheet, all.indices.contains(selected) else {
            return nil
        }
        return all[selected]
    }

    var fork: ForkOverview? {
        guard case .forks(let all)? = sheet, all.indices.contains(selected) else { return nil }
        return all[selected]
    }
}

extension Office {
    /// The two lines of keys.
    var keys: (KeyText, KeyText) {
        if invited != nil { return (.officeInvite, .officeBack) }
        if detailTop != nil {
            if case .tie? = conflict { return (.officeTie, .officeBack) }
            return (fork == nil ? .officeDetail : .officeFork, .officeBack)
        }
        let first: KeyText =
            switch page {
            case .machines: .officeMachines
            case .shortages: .officeCounts
            case .quarantine: .officeQuarantine
            case .drawers, .conflicts, .forks: .officeList
            case .shifts: .dialogSecond
            }
        return (first, .officeSecond)
    }
}

/// What is asked over the manager's pages.
enum OfficeDialog: Hashable, Sendable {
    case invite(EditField)
    case revoke(Machine, EditField)
    case count(Shortage, EditField)
    case question(OfficeQuestion)
}

/// What is done after a yes.
enum OfficeQuestion: Hashable, Sendable {
    case revoke(Machine, reason: String)
    case retire(Machine)
    case dormant(Machine, Bool)
    case archive(Machine, Bool)
    case keep(LogEntry, number: Int)
    case exclude(log: String, ForkOverview.Branch, number: Int)

    var wish: OversightWish {
        switch self {
        case .revoke(let machine, let reason): .revoke(machine.id, reason: reason)
        case .retire(let machine): .retire(machine.id)
        case .dormant(let machine, let isDormant): .dormant(machine.id, isDormant)
        case .archive(let machine, let isArchive): .archive(machine.id, isArchive)
        case .keep(let entry, _): .keep(entry.hash)
        case .exclude(let log, let branch, _): .exclude(log: log, head: branch.head)
        }
    }
}
