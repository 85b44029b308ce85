import Encoding
import Node
import Retail
import Storage

/// The till of the scripted day: commands performed, paper written, each step told in a line.
final class DayTill {
    let node: RunningNode
    let reader: ShopReader
    let paper: TextPaper
    private(set) var documents = 0

    init(_ node: RunningNode, paper: TextPaper) throws(StorageError) {
        self.node = node
        self.paper = paper
        reader = try node.makeReader()
    }

    var terms: SaleTerms { node.terms.sale(at: SystemClock.wall()) }

    /// Who has this number, with their rights.
    func person(_ number: UInt32) throws -> Authority {
        guard let member = try reader.people(withNumber: number).first else {
            throw Failure(
                .badData,
                "this day is written for the sample shop; nobody here has the number "
                    + "\(number): `tillmesh init --sample` makes one")
        }
        return Authority(
            person: member.person,
            rights: Rights(of: member.roles, among: node.terms.settings.roles))
    }

    /// What the shop sells under a code of its own.
    func goods(_ code: String) throws -> Sellable {
        let found = try reader.sellable(ItemCode(code), at: SystemClock.wall(), scanned: code)
        guard let found else {
            throw Failure(
                .badData,
                "this day is written for the sample shop; it has no \(code): "
                    + "`tillmesh init --sample` makes one")
        }
        return found
    }

    func newBasket() -> Basket {
        Basket(
            id: ContentID(SystemRandom().bytes16()), digits: node.terms.settings.currency.digits)
    }

    /// Performs a command and puts what it prints on paper.
    @discardableResult
    func perform(
        _ action: Command.Action, _ person: Authority, approval: Authority? = nil
    ) throws -> Outcome {
        let command = Command(action, by: person.person, approvedBy: approval?.person)
        let performed = try node.perform(command)
        if let job = performed.job {
            let document = try reader.document(
                for: job.request, on: node.stationery(), series: node.series,
                isTraining: node.isTraining)
            if let document {
                try paper.append(document)
                documents += 1
            }
            try node.setPrintJob(job, to: nil)
        }
        return performed.outcome
    }

    /// Pays in cash, with a note that covers it where there is one, and rings the basket up.
    @discardableResult
    func ringUp(_ basket: Basket, _ cashier: Authority, tenders: [DayTender]) throws -> Receipt {
        var basket = basket
        let terms = terms
        for tender in tenders {
            switch tender {
            case .card(let amount, let reference):
                try basket.pay(
                    "card", amount: amount, reference: reference, terms: terms, by: cashier)
            case .cash:
                let due = basket.cashDue(terms)
                let note = due > .zero ? basket.quickNotes(terms).first : nil
                try basket.pay("cash", amount: note, terms: terms, by: cashier)
            case .even: try basket.settleEven(terms)
            }
        }
        guard case .receipt(let receipt) = try perform(.complete(basket), cashier) else {
            throw Failure(.software, "a sale gave no receipt")
        }
        return receipt
    }

    /// One line of the day's story.
    func tell(_ text: String) { Output.line("  \(text)") }

    func tell(_ receipt: Receipt, _ note: String = "") {
        let numbers = NumberFormat(style: .english, currency: node.terms.settings.currency)
        let paid = receipt.tenders.map { "\($0.tender) \(numbers.text($0.amount))" }
            .joined(separator: ", ")
        let change = receipt.change == .zero ? "" : ", change \(numbers.text(receipt.change))"
        let what = note.isEmpty ? "" : "  \(note)"
        tell(
            "\(receipt.number)  \(receipt.lines.count) lines  total "
                + "\(numbers.text(receipt.total))  (\(paid)\(change))\(what)")
    }
}

/// How a basket of the day is paid.
enum DayTender {
    /// All that is still due, by the next note up.
    case cash
    case card(Money, reference: String)
    /// Nothing is due.
    case even
}
