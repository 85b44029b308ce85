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

    /// All measures, one after the other.
    func run() throws(BenchmarkError) -> Report {
        var report = Report()
        let base = path("base.db")
        say("preparing the model shop")
        _ = try part(
            "sale-base", base, path("sales.rec"), path("batches.rec"), path("work.db")
        ).run()
        say("durable signed sales")
        report.findings += try sales(from: base)
        say("sales in batches of \(Sizes.ticketsPerBatch)")
        report.findings += try batches(from: base)
        say("size of \(Sizes.storedSales) sales")
        report.findings += try size(from: base)
        say("chain of \(Sizes.operations) operations")
        report.findings += try chain()
        say("look-ups among \(Sizes.items) items")
        report.findings += try lookups()
        say("the lane in a shop of \(LaneShop.items) items and \(LaneShop.tickets) past sales")
        report.findings += try lane()
        return report
    }
}
