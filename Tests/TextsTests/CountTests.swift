import Testing
import Texts

/// One of something is told as one.
@Suite struct CountTests {
    @Test(arguments: [
        PeopleMessage.pinWrong(left: 1).wording.text, MachineMessage.alone(sales: 1).wording.text,
        MachineMessage.lostTransactions(1).wording.text,
        MachineMessage.leftOut(1).wording.text, ScreenText.lines(1).translation,
        ConflictText.own(1).translation, MachineText.onlyHere(1).translation,
        OfficeText.receipts(1).translation,
    ])
    func `one has no plural`(text: Translation) {
        let plurals = [
            "sales", "ventas", "lines", "líneas", "Quedan", "operations", "operaciones",
            "transactions", "transacciones", "esperan",
        ]
        for word in plurals {
            #expect(!text.english.contains(word) && !text.spanish.contains(word), "\(text)")
        }
    }
}
