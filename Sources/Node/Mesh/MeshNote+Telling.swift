import CRDT
import Replication
import Storage
public import Texts

// What people at a till are told of the mesh; the log has every note in full.

extension MeshNote {
    /// What whoever stands at the till has to hear at once; nil: nothing.
    ///
    /// That is what befalls their own books, disk or identity. What strangers try is for the
    /// node's log, and who joined has a page of its own.
    public var message: MachineMessage? {
        switch self {
        case .channel, .answer, .discovery, .invitationEnded, .joined: nil
        case .mesh(_, .twin(_, _)): .copiedDisk
        case .mesh(_, .twins(_, let node)): .copiedDiskElsewhere(node.short)
        case .mesh: nil
        case .storage(let error): .booksNotKept(TroubleText(error))
        case .file(let error): .booksNotKept(TroubleText(error))
        case .listening: .notCallable
        case .lifeEnded: .seriesOfItsOwn
        case .lifeStays: .noSeriesOfItsOwn
        case .snapshot(.differs(let maker, let checker)):
            .booksDiffer(
                maker == checker ? maker.short : "\(maker.short), \(checker.short)")
        case .snapshot(.remade): .booksMadeAgain
        case .snapshot(.notOffered), .snapshot(.spoilt): nil
        }
    }

    /// A line of the page of the store's machines.
    ///
    /// Whose it is about stands in it without the port of a caller, which is another one at every
    /// call. Spanish tells what happened, and leaves the rest to the log.
    var line: Translation {
        Translation(calm.text, "\(calm.spanish): node.log")
    }

    private var calm: MeshNote {
        switch self {
        case .channel(let whose, let fault): .channel(Self.host(whose), fault)
        case .mesh(let whose, let alarm): .mesh(Self.host(whose), alarm)
        case .answer(let whose, let fault): .answer(Self.host(whose), fault)
        case .storage, .discovery, .listening, .joined, .invitationEnded, .lifeEnded, .lifeStays,
            .file, .snapshot:
            self
        }
    }

    private var spanish: String {
        switch self {
        case .channel(let whose, _): "\(whose): rechazado"
        case .answer(let whose, _): "\(whose): sin respuesta"
        case .mesh(let whose, let alarm): "\(whose): \(alarm.spanish)"
        case .storage, .file: "no se guarda lo de otras cajas"
        case .discovery: "no se busca en la red local"
        case .listening: "no se puede llamar a esta caja"
        case .joined(let node, let lane): "\(node.short) es la caja \(lane)"
        case .invitationEnded: "una invitación acabó: demasiadas llamadas vanas"
        case .lifeEnded, .lifeStays: "otra máquina tiene la clave de esta caja"
        case .snapshot(let note): note.spanish
        }
    }

    private static func host(_ whose: String) -> String {
        guard let colon = whose.lastIndex(of: ":"),
            UInt16(whose[whose.index(after: colon)...]) != nil
        else { return whose }
        return String(whose[..<colon])
    }
}

extension MeshAlarm {
    fileprivate var spanish: String {
        switch self {
        case .ownAddress: "es esta misma caja"
        case .twin, .twins: "se copió un disco"
        case .refusedHello: "saludo rechazado"
        case .protocolError: "no sigue el protocolo"
        case .badSegment: "firma no válida"
        case .bye: "se despidió"
        }
    }
}

extension SnapshotNote {
    fileprivate var spanish: String {
        switch self {
        case .notOffered: "no se ofrece instantánea"
        case .differs: "los libros de dos cajas difieren"
        case .spoilt(let node): "\(node.short) envió otra cosa"
        case .remade: "los libros se rehacen del registro"
        }
    }
}
