import Node
import Synchronization
import Testing

private final class Numbers: Sendable {
    private let held = Mutex<[Int]>([])

    func add(_ number: Int) { held.withLock { $0.append(number) } }

    var all: [Int] { held.withLock { $0 } }
}

@Suite struct SerialThreadTests {
    @Test func `what can wait is done in order, behind all the rest`() {
        let thread = SerialThread(name: "test")
        let begin = Gate()
        let done = Numbers()
        thread.run { begin.wait() }
        for number in 0..<40 {
            let job: @Sendable () -> Void = { done.add(number) }
            if number.isMultiple(of: 2) { thread.runWhenIdle(job) } else { thread.run(job) }
        }
        begin.open()
        let last = Gate()
        thread.runWhenIdle { last.open() }
        last.wait()
        let (odd, even) = (stride(from: 1, to: 40, by: 2), stride(from: 0, to: 40, by: 2))
        #expect(done.all == Array(odd) + Array(even))
    }
}
