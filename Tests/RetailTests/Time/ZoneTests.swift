import Retail
import TestSupport
import Testing

/// A zone of this machine's tzdata.
private func zone(_ name: String) throws -> Zone {
    try Zone(tzif: try Files.bytes("/usr/share/zoneinfo/\(name)"))
}

private func instant(_ seconds: Int64) -> Instant { Instant(milliseconds: seconds * 1000) }

@Suite struct ZoneTests {
    /// Columns: zone, seconds since 1970, seconds east of UTC.
    @Test func `offsets around known changes`() throws {
        let rows: [(String, Int64, Int32)] = [
            // London: 29 March 2026 01:00 UTC and 25 October 2026 01:00 UTC.
            ("Europe/London", 1_774_745_999, 0), ("Europe/London", 1_774_746_000, 3600),
            ("Europe/London", 1_792_889_999, 3600), ("Europe/London", 1_792_890_000, 0),
            // British Standard Time, 1968 to 1971.
            ("Europe/London", 0, 3600),
            // New York: 8 March 2026 07:00 UTC and 1 November 2026 06:00 UTC.
            ("America/New_York", 1_772_953_199, -18_000),
            ("America/New_York", 1_772_953_200, -14_400),
            ("America/New_York", 1_793_512_799, -14_400),
            ("America/New_York", 1_793_512_800, -18_000),
            ("Asia/Kathmandu", 1_767_225_600, 20_700), ("Etc/UTC", 1_767_225_600, 0),
            // Far beyond any table: July and January 2500, by the footer.
            ("Europe/London", 16_740_950_400, 3600), ("Europe/London", 16_725_225_600, 0),
            ("Australia/Sydney", 16_740_950_400, 36_000),
            ("Australia/Sydney", 16_725_225_600, 39_600),
            // Before the first transition: local mean time.
            ("Europe/London", -9_000_000_000, -75),
        ]
        for (name, seconds, offset) in rows {
            #expect(
                try zone(name).offsetSeconds(at: instant(seconds)) == offset, "\(name) \(seconds)")
        }
    }

    /// Another program's answers: Python's zoneinfo, which reads the same files.
    @Test func `offsets agree with zoneinfo at thousands of moments`() throws {
        let names = [
            "Europe/London", "Europe/Madrid", "Atlantic/Canary", "Europe/Dublin",
            "America/New_York", "America/Sao_Paulo", "America/Mexico_City", "America/Nuuk",
            "Africa/Casablanca", "Asia/Gaza", "Australia/Lord_Howe", "Pacific/Apia",
            "Antarctica/Troll", "America/St_Johns", "Asia/Tehran",
        ]
        let script = """
            import zoneinfo, datetime
            utc = datetime.timezone.utc
            for name in \(names):
                zone = zoneinfo.ZoneInfo(name)
                for second in range(-1500000000, 7000000000, 4567891):
                    moment = datetime.datetime.fromtimestamp(second, utc)
                    offset = moment.astimezone(zone).utcoffset()
                    print(name, second, int(offset.total_seconds()))
            """
        guard let output = try? Files.output(of: ["python3", "-c", script]) else {
            print("NOT RUN: no python3 with zoneinfo")
            return
        }
        var zones: [String: Zone] = [:]
        var checked = 0
        for line in String(decoding: output, as: UTF8.self).split(separator: "\n") {
            let words = line.split(separator: " ")
            let name = String(words[0])
            let known = try zones[name] ?? zone(name)
            zones[name] = known
            let second = try #require(Int64(words[1]))
            #expect(known.offsetSeconds(at: instant(second)) == Int32(words[2]), "\(line)")
            checked += 1
        }
        #expect(checked == 15 * 1861)
    }

    @Test func `every zone of the machine can be read`() throws {
        let list = try Files.bytes("/usr/share/zoneinfo/tzdata.zi")
        var names: Set<String> = []
        for line in String(decoding: list, as: UTF8.self).split(separator: "\n") {
            let words = line.split(separator: " ")
            if words.first == "Z", words.count > 1 { names.insert(String(words[1])) }
            if words.first == "L", words.count > 2 { names.insert(String(words[2])) }
        }
        #expect(names.count > 300)
        for name in names.sorted() {
            #expect(throws: Never.self, "\(name)") { try zone(name) }
        }
    }

    @Test func `a time that comes twice is the first, a skipped one is later`() throws {
        let london = try zone("Europe/London")
        let spring = try #require(CivilDate(iso: "2026-03-29")).businessDate
        let autumn = try #require(CivilDate(iso: "2026-10-25")).businessDate
        #expect(london.instant(on: spring, secondOfDay: 5400) == instant(1_774_747_800))
        #expect(london.local(instant(1_774_747_800)).secondOfDay == 9000)
        #expect(london.instant(on: autumn, secondOfDay: 5400) == instant(1_792_888_200))
        #expect(london.instant(on: autumn) == instant(1_792_882_800))
    }

    @Test func `what is no zone file is refused by name`() throws {
        let good = try Files.bytes("/usr/share/zoneinfo/Europe/London")
        #expect(throws: ZoneError.notTZif) { try Zone(tzif: []) }
        #expect(throws: ZoneError.notTZif) { try Zone(tzif: Array("TZi".utf8)) }
        #expect(throws: ZoneError.cutShort) { try Zone(tzif: Array(good.prefix(40))) }
        #expect(throws: ZoneError.cutShort) { try Zone(tzif: Array(good.dropLast(1))) }
        #expect(throws: ZoneError.unknownVersion(UInt8(ascii: "9"))) {
            try Zone(tzif: Array("TZif9".utf8) + good.dropFirst(5))
        }
    }

    @Test(arguments: UInt64(0)..<30)
    func `no bytes trap the reader`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let good = try Files.bytes("/usr/share/zoneinfo/America/New_York")
        for _ in 0..<200 {
            var bytes = good
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                bytes[place] = UInt8(truncatingIfNeeded: random.next())
            }
            bytes = Array(bytes.prefix(Int.random(in: 0...bytes.count, using: &random)))
            guard let zone = try? Zone(tzif: bytes) else { continue }
            for seconds in [Int64.min, .max, 0, Int64(truncatingIfNeeded: random.next())] {
                let offset = zone.offsetSeconds(at: Instant(milliseconds: seconds))
                #expect((-89_999...93_599).contains(offset) || abs(offset) <= 90_000 * 2)
            }
        }
    }
}

@Suite struct CivilDateTests {
    @Test func `days and dates, every day of eight centuries`() {
        var previous = CivilDate(BusinessDate(days: -150_000))
        for days in Int32(-149_999)...150_000 {
            let date = CivilDate(BusinessDate(days: days))
            guard date.businessDate.days == days, previous < date else {
                Issue.record("\(days) \(date.iso)")
                return
            }
            previous = date
        }
        #expect(CivilDate(BusinessDate(days: 0)).iso == "1970-01-01")
        #expect(CivilDate(BusinessDate(days: 11_016)).iso == "2000-02-29")
        #expect(CivilDate(BusinessDate(days: .max)).iso == "9999-12-31")
        #expect(CivilDate(BusinessDate(days: .min)).iso == "0001-01-01")
    }

    @Test func `dates as text`() {
        for text in ["2026-02-29", "2026-13-01", "2026-00-10", "2026-1-1", "26-01-01", "x", ""] {
            #expect(CivilDate(iso: text) == nil, "\(text)")
        }
        #expect(CivilDate(iso: "2024-02-29")?.iso == "2024-02-29")
        #expect(CivilDate(iso: "2024-02-29")?.subtracting(years: 1).iso == "2023-02-28")
        #expect(CivilDate(iso: "2026-11-21")?.subtracting(years: 21).iso == "2005-11-21")
        #expect(CivilDate(iso: "2026-11-21")?.subtracting(years: .max).iso == "0001-11-21")
    }

    @Test func `dates and times on paper`() throws {
        let time = LocalTime(instant(1_795_269_779), offsetSeconds: -18_000)
        #expect(DateFormat(language: "en").short(time.date) == "21-11-2026")
        #expect(DateFormat(language: "en").medium(time.date) == "21 Nov 2026")
        #expect(DateFormat(language: "es").medium(time.date) == "21 nov 2026")
        #expect(DateFormat(language: "es").time(time) == "09:02")
        #expect(DateFormat.iso(time) == "2026-11-21T09:02:59-05:00")
        #expect(
            DateFormat.iso(LocalTime(instant(-1), offsetSeconds: 20_700))
                == "1970-01-01T05:44:59+05:45")
    }
}

@Suite struct BusinessCalendarTests {
    @Test func `a sale after midnight belongs to the day before until the cut-off`() throws {
        let calendar = BusinessCalendar(zone: try zone("Europe/London"), cutoffHour: 4)
        let rows = [
            (1_795_305_600, "2026-11-21"), (1_795_319_999, "2026-11-21"),
            (1_795_320_000, "2026-11-22"), (1_795_363_200, "2026-11-22"),
        ]
        for (seconds, date) in rows {
            let got = calendar.businessDate(at: instant(Int64(seconds)))
            #expect(CivilDate(got).iso == date, "\(seconds)")
        }
        #expect(
            calendar.bornOnOrBefore(
                age: 21, on: calendar.businessDate(at: instant(1_795_262_400))
            ).iso == "2005-11-21")
    }

    @Test(arguments: [
        "Europe/London", "America/New_York", "Australia/Lord_Howe", "America/Havana",
        "Atlantic/Azores", "Asia/Beirut",
    ])
    func `days meet end to end and never go back`(name: String) throws {
        let zone = try zone(name)
        for cutoff in UInt8(0)...4 {
            let calendar = BusinessCalendar(zone: zone, cutoffHour: cutoff)
            var last = calendar.businessDate(at: instant(1_767_225_600))
            var start = calendar.start(of: last)
            for step in 0..<(366 * 48) {
                let now = instant(1_767_225_600 + Int64(step) * 1800)
                let date = calendar.businessDate(at: now)
                guard date != last else { continue }
                #expect(date.days == last.days + 1)
                let next = calendar.start(of: date)
                let hours = (next.milliseconds - start.milliseconds) / 3_600_000
                #expect((22...26).contains(hours), "\(name) \(cutoff)")
                #expect(next <= now)
                (last, start) = (date, next)
            }
        }
    }

    @Test func `the ends of time don't trap`() throws {
        let calendar = BusinessCalendar(zone: try zone("Europe/London"), cutoffHour: 255)
        for moment in [Int64.min, .max, 0] {
            _ = calendar.businessDate(at: Instant(milliseconds: moment))
        }
        _ = calendar.start(of: BusinessDate(days: .max))
        _ = calendar.start(of: BusinessDate(days: .min))
    }
}
