import Crypto
import Encoding
import Node
import Replication
import TestSupport
import Testing

@Suite struct SigningThreadTests {
    @Test func `gives every task its own signatures, whoever comes to it first`() throws {
        var random = SplitMix64(seed: 1)
        let identity = try Identity(seed: Secret(random.bytes(32)))
        let signer = SigningThread()
        var all: [(task: SigningTask, pending: SigningThread.Pending)] = []
        for count in 0..<200 {
            let hashes = (0..<count % 4).map { _ in OperationHash.of(random.bytes(9)) }
            let task = SigningTask(hashes, by: identity)
            let pending = signer.begin(task)
            if count % 3 == 0 { #expect(pending.wait() == task.run()) }
            all.append((task, pending))
        }
        for (task, pending) in all.reversed() {
            #expect(pending.wait() == task.run())
            #expect(pending.wait() == task.run())
        }
    }
}
