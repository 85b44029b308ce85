/// What is asked of the program: the whole report, or one process's part of it.
enum Program {
    static let usage = """
        benchmarks --tillmesh PROGRAM --baselines FOLDER --scratch FOLDER [--json]
                   [--only GROUP] [--operations N]

        Measures Tillmesh beside C programs that do the same work, in the same run, and prints
        every figure with its bound. Exits 1 where a bound isn't met. benchmarks/run builds what
        is needed and calls it.
        """

    /// The parts that run in processes of their own: `benchmarks measure NAME ARGUMENT …`.
    static func measure(_ words: [String]) throws -> [(String, UInt64)] {
        switch (words.first, words.count) {
        case ("sale-base", 5):
            try SaleMeasure.prepare(
                base: words[1], sales: words[2], batches: words[3], work: words[4])
            return []
        case ("hop-base", 4):
            try SaleMeasure.prepareHops(base: words[1], recording: words[2], work: words[3])
            return []
        case ("lacked-base", 4):
            try SaleMeasure.prepareLacked(base: words[1], recording: words[2], work: words[3])
            return []
        case ("commits", 2): return try CommitMeasure.run(words[1])
        case ("past", 5), ("newcomer", 4...): return try measureNewcomer(words)
        case ("catching-lane", 4):
            return try CatchingMeasure.run(words[1], words[2], peer: words[3])
        case ("store-base", 3):
            try StoreFounding.make(words[1], lanes: Int(words[2]) ?? 0)
            return []
        case ("frontier", 1): return try FrontierMeasure.run()
        case ("mesh-lane", 2...):
            try MeasuredLane.run(Array(words.dropFirst()))
            return []
        case ("sale", 2): return try SaleMeasure.run(words[1])
        case ("batches", 2): return try SaleMeasure.runBatches(words[1])
        case ("chain-base", 2):
            try ChainMeasure.prepare(words[1])
            return []
        case ("chain", 2): return try ChainMeasure.run(words[1])
        case ("chain-from-database", 2): return try ChainMeasure.runFromDatabase(words[1])
        case ("size", 2): return try SizeMeasure.run(words[1])
        case ("lookup-base", 3):
            try LookupMeasure.prepare(words[1], codes: words[2])
            return []
        case ("lookup", 3): return try LookupMeasure.run(words[1], codes: words[2])
        case ("lane-base", 3):
            try LaneMeasure.prepare(words[1], words[2])
            return []
        case ("lane", 3): return try LaneMeasure.run(words[1], words[2])
        case ("dictionary-samples", 2):
            for (number, sample) in try DictionarySamples.make().enumerated() {
                try FileBytes.write(sample, to: "\(words[1])/\(100_000 + number)", waits: false)
            }
            return []
        case _: throw BenchmarkError.usage("no such measure: \(words.joined(separator: " "))")
        }
    }
    private static func measureNewcomer(_ words: [String]) throws -> [(String, UInt64)] {
        guard words[0] == "past" else {
            return try NewcomerMeasure.run(
                words[1], card: words[2], peers: Array(words.dropFirst(3)))
        }
        try SaleMeasure.preparePast(
            work: words[1], recording: words[2], after: Int(words[3]) ?? 0,
            count: Int(words[4]) ?? 0)
        return []
    }
}
