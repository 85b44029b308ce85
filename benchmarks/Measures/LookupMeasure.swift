import CRDT
import Replica
import Replication
import Retail
import Storage
import TestSupport

/// Finding an item by its barcode in a large catalogue, as a lane's scan does.
enum LookupMeasure {
    /// Makes a till with ``Sizes/items`` items, and draws the codes that are looked up.
    static func prepare(_ path: String, codes: String) throws {
        FileBytes.removeDatabase(path)
        var till = try Till.found(path)
        var random = SplitMix64(seed: 20)
        // The shop has its first items already.
        for start in stride(from: ModelShop.itemCount, to: Sizes.items, by: Replica.factsMax) {
            let facts = (start..<min(start + Replica.factsMax, Sizes.items)).map { number in
                Fact.itemChanged(
                    Shelf.change(
                        Shelf.sellable(number, using: &random),
                        content: ContentID(random.bytes16())))
            }
            try till.commit(
                facts, now: UInt64(ModelShop.opening.milliseconds), signing: .last)
        }
        var lines: [UInt8] = []
        for _ in 0..<Sizes.lookups {
            lines += Shelf.barcode(Int.random(in: 0..<Sizes.items, using: &random)).utf8
            lines.append(UInt8(ascii: "\n"))
        }
        try FileBytes.write(lines, to: codes)
    }

    /// The row of the store's scope, behind the root's; elsewhere the baseline finds nothing.
    static let scopeNumber = "2"

    /// When prices are asked for.
    static var moment: Instant { ModelShop.opening }

    /// Reports what a look-up takes.
    static func run(_ path: String, codes: String) throws -> [(String, UInt64)] {
        let reader = try ShopReader(
            path: path, scope: try ModelShop().founding.scope, cache: .large, clock: { moment })
        let wanted = String(decoding: try FileBytes.read(codes), as: UTF8.self)
            .split(separator: "\n").map(String.init)
        var times: [UInt64] = []
        times.reserveCapacity(wanted.count)
        for code in wanted {
            let begun = monotonicNanoseconds()
            let goods = try reader.goods(
                behind: LookupCode(code), at: moment, scanned: code)
            times.append(monotonicNanoseconds() - begun)
            guard case .sellable = goods else {
                throw BenchmarkError.figure(program: "lookup", line: "no item has \(code)")
            }
        }
        return Percentiles(times).figures
    }
}

extension Bench {
    func lookups() throws(BenchmarkError) -> [Finding] {
        let (database, codes) = (path("items.db"), path("codes"))
        _ = try part("lookup-base", database, codes).run()
        let contest = Contest(
            ours: contender(part("lookup", database, codes)),
            baseline: contender(
                baseline(
                    "lookups", database, codes, LookupMeasure.scopeNumber,
                    "\(LookupMeasure.moment.milliseconds)")))
        let result = try contest.run()
        FileBytes.removeDatabase(database)
        return [
            try finding(result, "p50", "barcode look-up, p50", .none),
            try finding(result, "p99", "barcode look-up, p99", .ratioAtMost(1.5)),
        ]
    }
}
