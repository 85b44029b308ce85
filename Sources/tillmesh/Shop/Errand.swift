import Node
import Retail
import Storage

/// What one call of the program does in a shop, and for whom.
struct Errand {
    let shop: Shop
    let member: StaffMember
    /// The moment of store time that look-ups and prices go by.
    let now: Instant

    /// Opens the shop that the call names and finds who acts.
    init(_ arguments: Arguments) throws {
        let shop = try Shop(arguments)
        do {
            member = try Shop.person(arguments, in: shop.reader)
            self.shop = shop
            now = shop.reader.storeTime
        } catch {
            shop.close()
            throw error
        }
    }

    /// Does something in the shop that a call names, and lets it go.
    static func run(
        _ arguments: Arguments, _ body: (Errand) throws -> ExitCode
    ) throws -> ExitCode {
        let errand = try Errand(arguments)
        defer { errand.shop.close() }
        return try body(errand)
    }

    var authority: Authority {
        Authority(person: member.person, rights: shop.terms.settings.rights(of: member.roles))
    }

    var saleTerms: SaleTerms { shop.terms.sale(at: now) }

    var currency: Currency { shop.terms.settings.currency }

    /// Amounts as files and scripts write them.
    var numbers: NumberFormat { NumberFormat(style: .plain, currency: currency) }

    func write(_ amount: Money) -> String { numbers.textWithSymbol(amount) }

    static func newContent() -> ContentID { ContentID(SystemRandom().bytes16()) }

    /// Performs actions as one transaction; of the keys each takes its own subject's.
    ///
    /// Changes in a publication become visible once that is closed.
    @discardableResult
    func perform(
        _ actions: [Command.Action], keys: [SubjectKey] = [], in publication: PublicationID? = nil
    ) throws -> [Performed] {
        try shop.perform(
            actions.map { action in
                var command = Command(action, by: member.person, subjectKeys: keys)
                command.subjectKeys = command.keysOfOwnSubject
                command.publication = publication
                return command
            })
    }

    /// Refuses before anything is done what would be refused on the way.
    func need(_ permissions: Permission...) throws(Failure) {
        for permission in permissions where !authority.rights.allows(permission) {
            throw Failure(Refusal.needsApproval(permission))
        }
    }

    /// A moment of the store that an option names.
    func moment(_ option: String, of arguments: Arguments) throws(Failure) -> Instant? {
        guard let text = arguments.value(option) else { return nil }
        guard let moment = shop.terms.zone.moment(text) else {
            throw Failure(
                .usage,
                "\(arguments.command): --\(option): '\(text.shown)' is no time such as "
                    + "2026-12-01 or '2026-12-01 06:00'")
        }
        return moment
    }

    /// An amount of money that an option names.
    func amount(_ option: String, of arguments: Arguments) throws(Failure) -> Money? {
        guard let text = arguments.value(option) else { return nil }
        do throws(NumberError) {
            return try numbers.money(text)
        } catch {
            throw Failure(
                .usage, "\(arguments.command): --\(option): \(error.text("'\(text.shown)'"))")
        }
    }
}
