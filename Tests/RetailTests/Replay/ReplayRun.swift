import Encoding
import Retail

/// Replays a text of tickets as a shell would, looking everything up in one catalogue.
struct ReplayRun {
    var replay: TicketReplay
    var decisions: [String: TicketDecision] = [:]
    var faults: [ImportFault] = []
    private var reader: TicketReader
    private var gatherer = TicketGatherer()
    private var goods: [ItemCode: Sellable]
    private let known: Set<String>

    init(goods: [Sellable], known: Set<String> = []) {
        let terms = Shop().terms
        replay = TicketReplay(
            person: Shop.manager.person, terms: terms, series: "014-03", nextNumber: 1)
        reader = TicketReader(zone: .utc, currency: terms.settings.currency)
        self.goods = Dictionary(uniqueKeysWithValues: goods.map { ($0.item.code, $0) })
        self.known = known
    }

    mutating func feed(_ bytes: some Collection<UInt8>) {
        for row in reader.append(bytes) { take(row) }
    }

    mutating func finish() {
        for row in reader.finish() { take(row) }
        endFile()
    }

    /// Ends a file whose rows were read elsewhere.
    mutating func endFile() {
        for ticket in gatherer.finish() { ring(ticket) }
    }

    mutating func take(_ row: Result<TicketRow, ImportFault>) {
        switch row {
        case .failure(let fault): faults.append(fault)
        case .success(let row):
            if let ticket = gatherer.add(row) { ring(ticket) }
        }
    }

    private mutating func ring(_ ticket: Ticket) {
        let context = TicketContext(
            content: ContentID(Self.id(ticket.number)),
            customer: ticket.customer.map { CustomerID(Self.id($0)) },
            isKnown: known.contains(ticket.number), businessDate: Shop.today,
            goods: goods)
        decisions[ticket.number] = replay.ring(ticket, context)
    }

    /// FNV-1a, which is enough to tell a file's tickets apart here.
    static func id(_ text: String) -> Bytes16 {
        var words: [UInt64] = [0xCBF2_9CE4_8422_2325, 0x9E37_79B9_7F4A_7C15]
        for byte in text.utf8 {
            words = words.map { ($0 ^ UInt64(byte)) &* 0x100_0000_01B3 }
        }
        return Bytes16(words: words)
    }
}
