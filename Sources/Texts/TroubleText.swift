/// What the machine's trouble lies at, where a cashier can only try again or call support.
public enum TroubleText: Hashable, Sendable, CaseIterable, Translatable {
    case diskFull, readOnly, damaged, disk, file, busy, newer, otherBooks, filesGone
    case contradiction, drawerOpen, program

    public var translation: Translation {
        switch self {
        case .diskFull: Translation("the disk is full", "el disco está lleno")
        case .readOnly: Translation("the disk can't be written", "no se puede escribir en el disco")
        case .damaged: Translation("the database is damaged", "la base de datos está dañada")
        case .disk: Translation("the disk reports an error", "el disco da un error")
        case .file:
            Translation("a file can't be read or written", "un archivo no se puede leer o escribir")
        case .busy:
            Translation("another program holds the database", "otro programa ocupa los datos")
        case .newer:
            Translation(
                "a later version wrote the database", "los datos son de una versión posterior")
        case .otherBooks:
            Translation("the database is another till's", "los datos son de otra caja")
        case .filesGone: Translation("the till's files are gone", "faltan los archivos de la caja")
        case .contradiction:
            Translation(
                "the database contradicts itself", "la base de datos se contradice")
        case .drawerOpen: Translation("a drawer or a sale is open", "hay un cajón o venta abierta")
        case .program: Translation("the program failed", "falló el programa")
        }
    }
}
