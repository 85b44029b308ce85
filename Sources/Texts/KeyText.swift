/// The two lines of keys at the bottom, and the pages of F1; at most 71 columns each.
public enum KeyText: Hashable, Sendable, CaseIterable, Translatable {
    case saleFirst, saleSecond, totalFirst, totalSecond, signOnFirst, signOnSecond
    case countFirst, countSecond, doneFirst, doneSecond, reportFirst, reportSecond
    case dialogFirst, dialogSecond
    case helpSell, helpMany, helpPrice, helpFind, helpHold, helpVoid, helpReturn, helpPay, helpMenu
    case helpAlt, helpLock
    case officeMachines, officeList, officeCounts, officeQuarantine, officeSecond
    case officeDetail, officeTie, officeFork, officeInvite, officeBack

    public var translation: Translation {
        switch self {
        case .saleFirst:
            Translation(
                "F1 Help F2 Price? F3 Find F4 Cust F5 Hold F6 Recall F7 Void F8 Disc",
                "F1 Ayuda F2 Precio F3 Busca F4 Cli F5 Aparca F6 Recup F7 Anula F8 Dto")
        case .saleSecond:
            Translation(
                "F9 Return F10 Menu F11 Card F12 Cash      Enter = Total   Esc = Clear",
                "F9 Devol F10 Menú F11 Tarjeta F12 Efectivo  Intro=Total  Esc=Borra")
        case .totalFirst:
            Translation(
                "F11 Card  F12 Cash  F10 Other ways to pay  a-d Notes",
                "F11 Tarjeta  F12 Efectivo  F10 Otras formas  a-d Billetes")
        case .totalSecond:
            Translation(
                "Amount, then F11/F12 = a part   Enter = End   Esc = Back",
                "Importe y F11/F12 = una parte   Intro = Fin   Esc = Atrás")
        case .signOnFirst:
            Translation(
                "Type the PIN, Enter    Tab = Number first",
                "Escriba el PIN, Intro    Tab = Primero el número")
        case .signOnSecond: Translation("F1 Help   F2 Español", "F1 Ayuda   F2 English")
        case .countFirst:
            Translation(
                "Pieces, Enter = next   Up/Down = row   F12 = Done",
                "Piezas, Intro = siguiente   Arriba/Abajo = fila   F12 = Hecho")
        case .countSecond: Translation("F1 Help   Esc = Back", "F1 Ayuda   Esc = Atrás")
        case .doneFirst:
            Translation(
                "Next scan starts the next sale", "El próximo escaneo empieza otra venta")
        case .doneSecond:
            Translation("F1 Help   F10 8 Gift receipt", "F1 Ayuda   F10 8 Ticket regalo")
        case .reportFirst: Translation("Up/Down = more lines", "Arriba/Abajo = más líneas")
        case .reportSecond: Translation("Enter = Go on", "Intro = Seguir")
        case .dialogFirst: Translation("Enter = OK   Esc = Close", "Intro = Aceptar   Esc = Cerrar")
        case .dialogSecond: Translation("F1 Help", "F1 Ayuda")
        case .helpSell:
            Translation(
                "Scan, or code + Enter: sells   + : the last one again",
                "Escaneo, o código + Intro: vende   + : otra vez")
        case .helpMany:
            Translation(
                "3* scan: three   3* Enter: last line is 3   0.745*4011: weight",
                "3* escaneo: tres   3* Intro: última es 3   0,745*4011: peso")
        case .helpPrice:
            Translation(
                "F2 price and stock   F8 discount, price   F4 customer",
                "F2 precio y existencias   F8 descuento, precio   F4 cliente")
        case .helpFind:
            Translation("F3 finds items by name", "F3 busca artículos por nombre")
        case .helpHold:
            Translation(
                "F5 holds the sale   F6 recalls one", "F5 aparca la venta   F6 recupera una")
        case .helpVoid:
            Translation(
                "F7 voids: arrows choose a line, or scan it",
                "F7 anula: flechas eligen línea, o escanee")
        case .helpReturn:
            Translation(
                "F9 returns goods: scan the receipt; then new goods",
                "F9 devuelve: escanee el ticket; luego lo nuevo")
        case .helpPay:
            Translation(
                "Enter total   F12 cash exact   40 F12: of 40   F11 card",
                "Intro total   F12 efectivo justo   40 F12: de 40   F11 tarjeta")
        case .helpMenu:
            Translation(
                "F10 drawer, X, Z, reprint, training, clock, void",
                "F10 cajón, X, Z, reimprimir, práctica, fichar, anular")
        case .helpAlt:
            Translation(
                "Alt-1 to Alt-0, Alt-minus, Alt-equals are F1 to F12",
                "Alt-1 a Alt-0, Alt-menos, Alt-igual son F1 a F12")
        case .officeMachines:
            Translation(
                "I Invite   R Revoke   T Retire   D Dormant on/off   Enter = all of it",
                "I Invitar   R Revocar   T Retirar   D Dormida sí/no   Intro = todo")
        case .officeList: Translation("Enter = show all of it", "Intro = verlo todo")
        case .officeCounts:
            Translation("Enter = type what was counted", "Intro = escribir lo contado")
        case .officeQuarantine:
            Translation("Enter = show it   R Look at all again", "Intro = verlo   R Revisar todo")
        case .officeSecond:
            Translation(
                "1-7 or Left/Right = page   Up/Down = choose   Esc = back to selling",
                "1-7 o flechas = página   Arriba/Abajo = elegir   Esc = vender")
        case .officeDetail: Translation("Up/Down = more lines", "Arriba/Abajo = más líneas")
        case .officeTie:
            Translation("1-9 keeps that one on all lanes", "1-9 mantiene esa en todas las cajas")
        case .officeFork: Translation("1-9 leaves a branch out", "1-9 excluye una rama")
        case .officeInvite: Translation("P prints it again", "P la imprime otra vez")
        case .officeBack: Translation("Esc = back to the list", "Esc = volver a la lista")
        case .helpLock: Translation("Ctrl-L locks the lane", "Ctrl-L bloquea la caja")
        }
    }
}
