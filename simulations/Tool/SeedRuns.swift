import Dispatch
import Synchronization

/// Runs seeds on all cores.
enum SeedRuns {
    /// The runs, in the order of their seeds.
    static func of<Run: Sendable>(
        _ seeds: ClosedRange<UInt64>, _ run: @Sendable (UInt64) -> Run
    ) -> [Run] {
        let seeds = Array(seeds)
        let found = Mutex<[UInt64: Run]>([:])
        DispatchQueue.concurrentPerform(iterations: seeds.count) { index in
            let run = run(seeds[index])
            found.withLock { $0[seeds[index]] = run }
        }
        return found.withLock { found in seeds.compactMap { found[$0] } }
    }
}
