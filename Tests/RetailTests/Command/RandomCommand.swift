import Encoding
import Retail
import TestSupport

/// Random commands of every kind; baskets as a random day leaves them.
struct RandomCommand {
    static let kinds = 0..<22

    private var day: RandomDay
    private var values: RandomValues<SplitMix64>
    private var random: SplitMix64

    init(seed: UInt64) {
        day = RandomDay(seed: seed)
        values = RandomValues(SplitMix64(seed: seed &+ 1))
        random = SplitMix64(seed: seed &+ 2)
    }

    mutating func command(_ kind: Int) -> Command {
        var command = Command(
            action(kind), by: values.person(), approvedBy: values.optional { $0.person() },
            subjectKeys: keys())
        command.publication = values.optional { PublicationID($0.content().id) }
        return command
    }

    private mutating func keys() -> [SubjectKey] {
        (0..<random.next(upperBound: UInt64(3))).map { _ in
            SubjectKey(
                subject: Bytes16(words: [random.next(), random.next()]),
                key: Bytes32(words: (0..<4).map { _ in random.next() }))
        }
    }

    private mutating func basket() -> Basket {
        var basket = day.shop.basket()
        for _ in 0..<10 { _ = day.step(&basket, source: nil) }
        return basket
    }

    private mutating func action(_ kind: Int) -> Command.Action {
        switch kind {
        case 0: return .sign(values.pick(SignOn.Kind.allCases))
        case 1: return .clock(values.pick(ClockEntry.Kind.allCases))
        case 2: return .openDrawer(float: values.money())
        case 3:
            return .moveCash(
                CashMove(
                    values.pick(DrawerMovement.Kind.allCases), amount: values.money(),
                    reason: values.optional { $0.small() }, text: values.optional { $0.text() }))
        case 4: return .takeX
        case 5:
            return .closeDrawer(
                denominations: values.list(upTo: 5) {
                    DenominationCount(value: $0.money(), count: $0.small())
                }, counted: values.money())
        case 6: return .complete(basket())
        case 7: return .hold(basket(), label: values.optional { $0.text() })
        case 8: return .recall(hold: values.content())
        case 9: return .cancel(basket(), reason: values.optional { $0.small() })
        case 10: return .voidReceipt(values.content(), reason: values.small())
        case 11: return .reprint(values.content(), values.pick(Reprint.Kind.allCases))
        case 12: return .moveStock(stock())
        case 13:
            return .adjustMoney(
                amount: values.money(), reason: values.text(),
                reference: values.optional { $0.text() })
        case _: return fact(kind)
        }
    }

    private mutating func stock() -> StockRequest {
        StockRequest(
            kind: values.pick(StockMovement.Kind.allCases), place: Place(values.text()),
            reason: values.text(),
            lines: values.list(upTo: 4) {
                StockRequest.Line(
                    item: $0.item(), quantity: $0.quantity(), cost: $0.optional { $0.price() },
                    reason: $0.optional { $0.text() })
            })
    }

    /// Actions that carry what a fact will.
    private mutating func fact(_ kind: Int) -> Command.Action {
        switch kind {
        case 14: return .changeItems([item(), item()])
        case 15:
            guard case .taxChanged(let change) = made(80) else { break }
            return .changeTaxes(change.rules)
        case 16:
            guard case .personChanged(let change) = made(81) else { break }
            return .changePerson(change)
        case 17:
            guard case .customerChanged(let change) = made(82) else { break }
            return .changeCustomer(change)
        case 18: return .changeSetting(name: values.text(), value: values.bytes(12))
        case 19:
            guard case .imported(let record) = made(84) else { break }
            return .recordImport(record)
        case 21: return .publish(from: values.instant())
        case 20: return .ringCopy(hold: values.content(), copy: values.content())
        case _: break
        }
        preconditionFailure("no kind \(kind)")
    }

    private mutating func item() -> ItemChange {
        guard case .itemChanged(let change) = made(79) else { preconditionFailure("kind 79") }
        return change
    }

    private mutating func made(_ kind: UInt16) -> Fact { Fact.random(kind: kind, using: &random) }

    /// Every outcome, with random contents.
    mutating func outcomes() -> [Outcome] {
        var all: [Outcome] = [
            .done, .receipt(values.receipt()), .recalled(basket()), .held(values.basketRecord()),
            .closed(values.drawerClosing()), .report(values.report()),
            .reprinted(values.receipt(), copy: values.small()),
        ]
        all.append(.report(DrawerReport(series: "")))
        return all
    }
}
