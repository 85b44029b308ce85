/// What a person may do, in the words of the question for a second person.
public enum PermissionText: Hashable, Sendable, CaseIterable, Translatable {
    case sell, openItem, overridePrice, discount, voidLine, cancelSale, returnGoods
    case returnWithoutReceipt, voidReceipt, noSale, drop, payIn, payOut, openDrawer, closeDrawer
    case readX, typeWeight, reprint, hold, editCustomers, exempt, moveStock, importFiles
    case editCatalogue, editTaxes, editPeople, editSettings, readReports, train, unlock
    case actUnconfirmed, lookAfterStore, sellExpired

    public var translation: Translation {
        switch self {
        case .sell: Translation("sell", "vender")
        case .openItem: Translation("sell an open item", "vender un artículo libre")
        case .overridePrice: Translation("change a price", "cambiar un precio")
        case .discount: Translation("this discount", "este descuento")
        case .voidLine: Translation("void this line", "anular esta línea")
        case .cancelSale: Translation("cancel this sale", "cancelar esta venta")
        case .returnGoods: Translation("take goods back", "aceptar devoluciones")
        case .returnWithoutReceipt:
            Translation("refund without receipt", "devolver sin ticket")
        case .voidReceipt: Translation("void a receipt", "anular un ticket")
        case .noSale: Translation("open the drawer", "abrir el cajón")
        case .drop: Translation("a cash drop", "retirar efectivo")
        case .payIn: Translation("cash paid in", "una entrada de efectivo")
        case .payOut: Translation("cash paid out", "una salida de efectivo")
        case .openDrawer: Translation("begin the day", "abrir el día")
        case .closeDrawer: Translation("close the day", "cerrar el día")
        case .readX: Translation("read X", "leer X")
        case .typeWeight: Translation("type a weight", "escribir un peso")
        case .reprint: Translation("print again", "reimprimir")
        case .hold: Translation("hold a sale", "aparcar una venta")
        case .editCustomers: Translation("change customers", "cambiar clientes")
        case .exempt: Translation("take tax off", "quitar impuestos")
        case .moveStock: Translation("move stock", "mover existencias")
        case .importFiles: Translation("import files", "importar archivos")
        case .editCatalogue: Translation("change the catalogue", "cambiar el catálogo")
        case .editTaxes: Translation("change taxes", "cambiar impuestos")
        case .editPeople: Translation("change people", "cambiar personas")
        case .editSettings: Translation("change settings", "cambiar ajustes")
        case .readReports: Translation("read reports", "leer informes")
        case .train: Translation("the practice till", "la caja de práctica")
        case .unlock: Translation("unlock", "desbloquear")
        case .actUnconfirmed:
            Translation("go on unconfirmed", "seguir sin confirmar")
        case .lookAfterStore: Translation("look after the store", "cuidar de la tienda")
        case .sellExpired: Translation("sell expired goods", "vender caducados")
        }
    }
}
