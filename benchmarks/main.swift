import Glibc

/// Prints what a part measured as the lines that `Figures` reads.
func report(_ figures: [(String, UInt64)]) {
    for (name, value) in figures { print("\(name) \(value)") }
}

/// The value behind an option.
func value(of option: String, in words: [String]) throws(BenchmarkError) -> String {
    guard let place = words.firstIndex(of: option), place + 1 < words.count else {
        throw .usage("\(option) is missing\n\n\(Program.usage)")
    }
    return words[place + 1]
}

/// How long the past of the store is that newcomers join.
func operations(in words: [String]) throws(BenchmarkError) -> Int {
    guard words.contains("--operations") else { return Sizes.newcomerOperations }
    let text = try value(of: "--operations", in: words)
    // Below it a newcomer needs no snapshot, and something else would be measured.
    guard let count = Int(text), count > Sizes.newcomerOperationsLeast else {
        throw .usage("--operations takes a number above \(Sizes.newcomerOperationsLeast)")
    }
    return count
}

func main(_ words: [String]) throws -> Int32 {
    if words.dropFirst().first == "measure" {
        report(try Program.measure(Array(words.dropFirst(2))))
        return 0
    }
    let bench = Bench(
        program: words[0], tillmesh: try value(of: "--tillmesh", in: words),
        baselines: try value(of: "--baselines", in: words),
        scratch: try value(of: "--scratch", in: words),
        newcomerOperations: try operations(in: words))
    let chosen = words.contains("--only") ? try value(of: "--only", in: words) : nil
    guard chosen.map(Bench.groups.contains) ?? true else {
        throw BenchmarkError.usage("--only takes one of \(Bench.groups.joined(separator: ", "))")
    }
    let result = try bench.run(only: chosen)
    print(words.contains("--json") ? result.json : result.text)
    return result.isMet ? 0 : 1
}

do {
    exit(try main(CommandLine.arguments))
} catch {
    FileBytes.say("benchmarks: \(error)")
    exit(2)
}
