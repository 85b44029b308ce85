/// Where a run keeps its files, and how it starts the programs that measure.
struct Bench {
    /// This program's own path.
    let program: String
    /// The path of the product.
    let tillmesh: String
    /// The folder of the C baselines.
    let baselines: String
    /// Emptied of what a measure left when it ends.
    let scratch: String
    /// The past of the store that a newcomer joins.
    let newcomerOperations: Int

    func path(_ name: String) -> String { "\(scratch)/\(name)" }

    /// A part of this program in a process of its own.
    func part(_ words: String...) -> Child { Child([program, "measure"] + words) }

    func baseline(_ words: String...) -> Child {
        Child(["\(baselines)/\(words[0])"] + words.dropFirst())
    }

    /// A contender that starts each round on a fresh copy of a database.
    func contender(_ child: Child, on work: String, from base: String) -> Contest.Contender {
        Contest.Contender(child: child) { () throws(BenchmarkError) in
            FileBytes.removeDatabase(work)
            try FileBytes.copy(base, to: work)
        }
    }

    func contender(_ child: Child) -> Contest.Contender {
        Contest.Contender(child: child) { () throws(BenchmarkError) in }
    }

    /// Says on standard error what is being measured; the report stands on standard output alone.
    func say(_ text: String) {
        FileBytes.say("\(text) …")
    }

    /// The groups of measures that a run can be told to make alone.
    static let groups = [
        "sales", "chain", "lookups", "store", "lacking", "known", "newcomer", "lane",
    ]

    /// All measures, one after the other, or those of one group.
    func run(only chosen: String? = nil) throws(BenchmarkError) -> Report {
        var report = Report()
        let base = path("base.db")
        say("preparing the model shop")
        _ = try part(
            "sale-base", base, path("sales.rec"), path("batches.rec"), path("work.db")
        ).run()
        for group in Self.groups where chosen ?? group == group {
            // What can't be measured takes nothing away from what was.
            do throws(BenchmarkError) {
                report.findings += try findings(of: group, from: base)
            } catch {
                report.notRun.append(NotRun(title: group, reason: "\(error)", isFailure: true))
            }
            report.notRun += Self.unmeasured(in: group)
        }
        return report
    }

    /// What was promised beside a program that has no contender here.
    private static func unmeasured(in group: String) -> [NotRun] {
        guard group == "lacking" else { return [] }
        return [
            NotRun(
                title: "lacking sales applied, beside PostgreSQL's logical replication, ≥ 3 ×",
                reason: "nothing here sets up two PostgreSQL servers")
        ]
    }

    private func findings(
        of group: String, from base: String
    ) throws(BenchmarkError) -> [Finding] {
        switch group {
        case "sales":
            say("durable signed sales, also in batches of \(Sizes.ticketsPerBatch)")
            return try sales(from: base) + batches(from: base)
        case "chain":
            say("\(Sizes.storedSales) sales on disk, a chain of \(Sizes.operations) operations")
            return try size(from: base) + chain()
        case "lookups":
            say("look-ups among \(Sizes.items) items")
            return try lookups()
        case "store":
            say("a store of \(Sizes.lanes) lanes")
            return try store(from: base)
        case "lacking":
            say("lanes that lack \(Sizes.lackedSales) sales")
            return try catchUp(from: base)
        case "known":
            say("a store of fifty lanes")
            return try known()
        case "newcomer":
            say("newcomers to a store with \(newcomerOperations) operations")
            return try newcomer(from: base)
        case "lane":
            say("the lane in a shop of \(LaneShop.items) items, \(LaneShop.tickets) past sales")
            return try lane()
        case _: throw .usage("--only takes \(Self.groups.joined(separator: ", "))")
        }
    }
}
