/// What happened, as one line of a journal or of a list; amounts and numbers come as text.
public enum StoryText: Hashable, Sendable, Translatable {
    case sale(String, String), refund(String, String), exchange(String, String)
    case training(String)
    case voided(String, String)
    case reprinted(UInt32)
    case cancelled(String), held(String), heldAs(String, String), recalled
    case drawerOpened(String), drop(String), paidIn(String), paidOut(String), noSale
    case closed(UInt32, counted: String, difference: String), xRead
    case signedOn, signedOff, locked
    case wrongPINs(UInt32), unlocked(UInt32)
    case clockIn, clockOut, breakStart, breakEnd
    case received(Int, String), adjusted(Int, String), counted(Int, String)
    case money(String, String)
    case item(String, UInt64), taxes(Int), person(UInt32, UInt64), customer(Int)
    case setting(String, UInt64)
    case imported(FileText, from: String, taken: UInt32, refused: UInt32)

    public var translation: Translation {
        switch self {
        case .sale(let number, let total):
            Translation("sale \(number) \(total)", "venta \(number) \(total)")
        case .refund(let number, let total):
            Translation("return \(number) \(total)", "devolución \(number) \(total)")
        case .exchange(let number, let total):
            Translation("exchange \(number) \(total)", "cambio \(number) \(total)")
        case .training(let story): Translation("\(story) TRAINING", "\(story) PRÁCTICA")
        case .voided(let number, let total):
            Translation("void of \(number) \(total)", "anulación de \(number) \(total)")
        case .reprinted(let copy):
            Translation("copy \(copy) printed", "copia \(copy) impresa")
        case .cancelled(let total):
            Translation("basket of \(total) cancelled", "venta de \(total) cancelada")
        case .held(let total):
            Translation("basket of \(total) held", "venta de \(total) aparcada")
        case .heldAs(let total, let label):
            Translation(
                "basket of \(total) held as \(label)", "venta de \(total) aparcada como \(label)")
        case .recalled: Translation("held basket recalled", "venta aparcada recuperada")
        case .drawerOpened(let float):
            Translation("drawer opened with \(float)", "cajón abierto con \(float)")
        case .drop(let amount): Translation("drop of \(amount)", "retirada de \(amount)")
        case .paidIn(let amount): Translation("paid in \(amount)", "entrada de \(amount)")
        case .paidOut(let amount): Translation("paid out \(amount)", "salida de \(amount)")
        case .noSale:
            Translation("drawer opened without a sale", "cajón abierto sin venta")
        case .closed(let number, let counted, let difference):
            Translation(
                "Z \(number): counted \(counted), difference \(difference)",
                "Z \(number): contado \(counted), diferencia \(difference)")
        case .xRead: Translation("X read", "X leído")
        case .signedOn: Translation("signed on", "sesión abierta")
        case .signedOff: Translation("signed off", "sesión cerrada")
        case .locked: Translation("signed locked", "caja bloqueada")
        case .wrongPINs(let count): Translation("\(count) wrong PINs", "\(count) PIN incorrectos")
        case .unlocked(let number):
            Translation(
                "number \(number) may try PINs again", "el número \(number) puede probar otra vez")
        case .clockIn: Translation("clock: clockIn", "fichaje: entrada")
        case .clockOut: Translation("clock: clockOut", "fichaje: salida")
        case .breakStart: Translation("clock: breakStart", "fichaje: empieza descanso")
        case .breakEnd: Translation("clock: breakEnd", "fichaje: termina descanso")
        case .received(let count, let reason):
            Translation(
                "stock received, \(count) items: \(reason)",
                "existencias recibidas, \(count) artículos: \(reason)")
        case .adjusted(let count, let reason):
            Translation(
                "stock adjusted, \(count) items: \(reason)",
                "existencias ajustadas, \(count) artículos: \(reason)")
        case .counted(let count, let reason):
            Translation(
                "stock counted, \(count) items: \(reason)",
                "existencias contadas, \(count) artículos: \(reason)")
        case .money(let amount, let reason):
            Translation(
                "money adjusted by \(amount): \(reason)", "dinero ajustado en \(amount): \(reason)")
        case .item(let code, let version):
            Translation("item \(code), version \(version)", "artículo \(code), versión \(version)")
        case .taxes(let count):
            Translation("\(count) tax rules", "\(count) reglas de impuestos")
        case .person(let number, let version):
            Translation(
                "person \(number), version \(version)", "persona \(number), versión \(version)")
        case .customer(let count):
            Translation("\(count) fields of a customer", "\(count) datos de un cliente")
        case .setting(let name, let version):
            Translation("setting \(name), version \(version)", "ajuste \(name), versión \(version)")
        case .imported(let kind, let source, let taken, let refused):
            Translation(
                "\(kind.translation.english) imported from \(source): \(taken) taken, "
                    + "\(refused) refused",
                "importación de \(kind.translation.spanish), \(source): \(taken) filas, "
                    + "\(refused) rechazadas")
        }
    }
}

/// What an imported file held.
public enum FileText: Hashable, Sendable, Translatable {
    case items, people, taxes, tickets, stock

    public var translation: Translation {
        switch self {
        case .items: Translation("items", "artículos")
        case .people: Translation("people", "personas")
        case .taxes: Translation("taxes", "impuestos")
        case .tickets: Translation("tickets", "tickets")
        case .stock: Translation("stock", "existencias")
        }
    }
}

/// What one version of something says, a line each.
public enum VersionText: Hashable, Sendable, Translatable {
    case name(String), price(String), priceFrom(String, String), noPrice, inactive
    case code(String), codeGone(String), tax(String, String), number(UInt32, String)
    case noPIN, gone, settingIs(String, String), bytes(Int), fields(Int)

    public var translation: Translation {
        switch self {
        case .name(let name): Translation("name \(name)", "nombre \(name)")
        case .price(let price): Translation("price \(price)", "precio \(price)")
        case .priceFrom(let price, let date):
            Translation("price \(price) from \(date)", "precio \(price) desde \(date)")
        case .noPrice: Translation("no price", "sin precio")
        case .inactive: Translation("not sold any more", "ya no se vende")
        case .code(let code): Translation("barcode \(code)", "código \(code)")
        case .codeGone(let code): Translation("without barcode \(code)", "sin código \(code)")
        case .tax(let label, let rate): Translation("\(label) \(rate)", "\(label) \(rate)")
        case .number(let number, let roles):
            Translation("number \(number): \(roles)", "número \(number): \(roles)")
        case .noPIN: Translation("no PIN", "sin PIN")
        case .gone: Translation("works here no more", "ya no trabaja aquí")
        case .settingIs(let name, let value):
            Translation("\(name) = \(value)", "\(name) = \(value)")
        case .bytes(let count): Translation("\(count) bytes", "\(count) bytes")
        case .fields(let count): Translation("\(count) fields", "\(count) datos")
        }
    }
}
