import Encoding
import Retail
import TestSupport
import Testing

/// The two nights of a year whose hours are skipped or come twice.
@Suite struct DaylightSavingTests {
    private static func zone(_ name: String) throws -> Zone {
        try Zone(tzif: try Files.bytes("/usr/share/zoneinfo/\(name)"))
    }

    private static func cells(_ row: Substring) -> [String] {
        row.split(separator: "|").map { cell in
            String(cell.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
        }
    }

    /// `2026-10-25 01:30:00 1`: what clocks show, and the hours ahead of UTC.
    private static func wall(_ time: LocalTime) -> String {
        let (date, seconds) = (time.date.iso, time.secondOfDay)
        let clock = [seconds / 3600, seconds / 60 % 60, seconds % 60].map {
            $0 < 10 ? "0\($0)" : "\($0)"
        }
        return "\(date) \(clock.joined(separator: ":")) \(time.offsetSeconds / 3600)"
    }

    /// Rows of zone, cut-off hour, moment in UTC, day of the books, and what clocks show with the
    /// hours ahead of UTC.
    @Test func `a sale's day and time, around a cut-off that is skipped or comes twice`() throws {
        let rows = """
            Europe/London | 1 | 2026-03-29 00:59:59 | 2026-03-28 | 2026-03-29 00:59:59 0
            Europe/London | 1 | 2026-03-29 01:00:00 | 2026-03-29 | 2026-03-29 02:00:00 1
            Europe/London | 2 | 2026-03-29 00:59:59 | 2026-03-28 | 2026-03-29 00:59:59 0
            Europe/London | 2 | 2026-03-29 01:00:00 | 2026-03-29 | 2026-03-29 02:00:00 1
            Europe/London | 4 | 2026-03-29 02:59:59 | 2026-03-28 | 2026-03-29 03:59:59 1
            Europe/London | 4 | 2026-03-29 03:00:00 | 2026-03-29 | 2026-03-29 04:00:00 1
            Europe/London | 1 | 2026-10-24 23:59:59 | 2026-10-24 | 2026-10-25 00:59:59 1
            Europe/London | 1 | 2026-10-25 00:00:00 | 2026-10-25 | 2026-10-25 01:00:00 1
            Europe/London | 1 | 2026-10-25 00:59:59 | 2026-10-25 | 2026-10-25 01:59:59 1
            Europe/London | 1 | 2026-10-25 01:00:00 | 2026-10-25 | 2026-10-25 01:00:00 0
            Europe/London | 2 | 2026-10-25 01:59:59 | 2026-10-24 | 2026-10-25 01:59:59 0
            Europe/London | 2 | 2026-10-25 02:00:00 | 2026-10-25 | 2026-10-25 02:00:00 0
            America/New_York | 2 | 2026-03-08 06:59:59 | 2026-03-07 | 2026-03-08 01:59:59 -5
            America/New_York | 2 | 2026-03-08 07:00:00 | 2026-03-08 | 2026-03-08 03:00:00 -4
            America/New_York | 3 | 2026-03-08 06:59:59 | 2026-03-07 | 2026-03-08 01:59:59 -5
            America/New_York | 3 | 2026-03-08 07:00:00 | 2026-03-08 | 2026-03-08 03:00:00 -4
            America/New_York | 1 | 2026-11-01 04:59:59 | 2026-10-31 | 2026-11-01 00:59:59 -4
            America/New_York | 1 | 2026-11-01 05:00:00 | 2026-11-01 | 2026-11-01 01:00:00 -4
            America/New_York | 1 | 2026-11-01 06:30:00 | 2026-11-01 | 2026-11-01 01:30:00 -5
            America/New_York | 2 | 2026-11-01 06:59:59 | 2026-10-31 | 2026-11-01 01:59:59 -5
            America/New_York | 2 | 2026-11-01 07:00:00 | 2026-11-01 | 2026-11-01 02:00:00 -5
            """
        for row in rows.split(separator: "\n").map(Self.cells) {
            let zone = try Self.zone(row[0])
            let calendar = BusinessCalendar(
                zone: zone, cutoffHour: try #require(UInt8(row[1])))
            let now = try #require(Zone.utc.moment(row[2]))
            let date = CivilDate(calendar.businessDate(at: now)).iso
            #expect("\(date) | \(Self.wall(zone.local(now)))" == "\(row[3]) | \(row[4])", "\(row)")
        }
    }

    /// Rows of zone, what was typed, and the moment that it means in UTC.
    @Test func `a typed time that is skipped or comes twice`() throws {
        let rows = """
            Europe/London | 2026-03-29 00:59 | 2026-03-29 00:59
            Europe/London | 2026-03-29 01:00 | 2026-03-29 01:00
            Europe/London | 2026-03-29 01:30 | 2026-03-29 01:30
            Europe/London | 2026-03-29 02:00 | 2026-03-29 01:00
            Europe/London | 2026-10-25 00:59 | 2026-10-24 23:59
            Europe/London | 2026-10-25 01:30 | 2026-10-25 00:30
            Europe/London | 2026-10-25 02:00 | 2026-10-25 02:00
            America/New_York | 2026-03-08 02:30 | 2026-03-08 07:30
            America/New_York | 2026-11-01 01:30 | 2026-11-01 05:30
            America/New_York | 2026-11-01 02:00 | 2026-11-01 07:00
            """
        for row in rows.split(separator: "\n").map(Self.cells) {
            let meant = try #require(Zone.utc.moment(row[2]))
            #expect(try Self.zone(row[0]).moment(row[1]) == meant, "\(row)")
        }
    }

    @Test func `a special holds from the first of two hours to the end of the day`() throws {
        var items = ItemImport(currency: .pound, zone: try Self.zone("Europe/London"))
        let file = """
            code,name,price,special_price,special_from,special_until
            A,HOURS,9,1,2026-10-25 01:00,2026-10-25 02:00
            B,SKIPPED,9,1,2026-03-29 01:30,2026-03-29 03:30
            C,DAY,9,1,2026-10-25,2026-10-25

            """
        let began = try #require(Zone.utc.moment("2026-01-01"))
        var prices: [String: PriceList] = [:]
        for result in items.append(Array(file.utf8)) + items.finish() {
            let row = try result.get()
            let change = ItemImport.change(
                row, current: nil, content: ContentID(Bytes16(words: [1, 2])), now: began)
            prices[row.code.text] = PriceList(change?.prices ?? [])
        }
        let rows = """
            A | 2026-10-24 23:59:59 | 9
            A | 2026-10-25 00:00:00 | 1
            A | 2026-10-25 01:59:59 | 1
            A | 2026-10-25 02:00:00 | 9
            B | 2026-03-29 01:29:59 | 9
            B | 2026-03-29 01:30:00 | 1
            B | 2026-03-29 02:29:59 | 1
            B | 2026-03-29 02:30:00 | 9
            C | 2026-10-24 22:59:59 | 9
            C | 2026-10-24 23:00:00 | 1
            C | 2026-10-25 23:59:59 | 1
            C | 2026-10-26 00:00:00 | 9
            """
        for row in rows.split(separator: "\n").map(Self.cells) {
            let now = try #require(Zone.utc.moment(row[1]))
            let wanted = try #require(Int64(row[2]))
            let price = prices[row[0]]?.current(at: now)?.price
            #expect(price == UnitPrice(tenThousandths: wanted * 10_000), "\(row)")
        }
    }

    @Test func `a recorded time that comes twice is the first, a skipped one later`() throws {
        let zone = try Self.zone("Europe/London")
        var reader = TicketReader(zone: zone, currency: .pound)
        let file = """
            ticket,time,item,description,quantity,price,customer
            1,2026-10-25 00:59,A,A,1,1,
            2,2026-10-25 01:30,A,A,1,1,
            3,2026-10-25 02:00,A,A,1,1,
            4,2026-03-29 01:30,A,A,1,1,

            """
        let times = try (reader.append(Array(file.utf8)) + reader.finish()).map {
            Self.wall(try $0.get().time)
        }
        // What a till recorded without its offset is the first of two, or as much later.
        #expect(
            times == [
                "2026-10-25 00:59:00 1", "2026-10-25 01:30:00 1", "2026-10-25 02:00:00 0",
                "2026-03-29 02:30:00 1",
            ])
    }
}
