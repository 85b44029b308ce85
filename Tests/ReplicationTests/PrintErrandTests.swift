import CRDT
import Encoding
import Replication
import TestSupport
import Testing

@Suite struct PrintErrandTests {
    private static let asker = NodeID(Bytes32.zero)

    private static func order(_ number: UInt64) -> PrintOrder {
        PrintOrder(job: Bytes16(words: [0, number]), document: [0xF6], copy: 0)
    }

    @Test(arguments: UInt64(0)..<20)
    func `a job id prints at most once, whatever is asked and however often`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        var errands = PrintErrands(begun: [])
        var (begun, printed): ([Bytes16], [Bytes16]) = ([], [])
        for _ in 0..<400 {
            let order = Self.order(UInt64.random(in: 0..<60, using: &random))
            switch Int.random(in: 0..<8, using: &random) {
            case 0:
                // The program ends and begins again with what was on disk.
                errands = PrintErrands(begun: begun)
            case 1...3:
                let outcome = PrintReport.Outcome.allCases[Int.random(in: 0..<3, using: &random)]
                #expect(errands.ended(order.job, outcome).count <= 1)
            case _:
                for directive in errands.take(order, from: Self.asker) {
                    switch directive {
                    case .keep(let jobs): begun = jobs
                    case .print(let order):
                        #expect(begun.last == order.job, "on disk before it prints")
                        printed.append(order.job)
                    case .report(let report, let node):
                        #expect(report.job == order.job && node == Self.asker)
                    }
                }
            }
        }
        #expect(Set(printed).count == printed.count)
        #expect(begun.count <= PrintErrands.most)
    }

    @Test func `an end is told to who asked last, and a job of an earlier life is unknown`() {
        var errands = PrintErrands(begun: [Self.order(1).job])
        #expect(
            errands.take(Self.order(1), from: Self.asker) == [
                .report(PrintReport(job: Self.order(1).job, outcome: .unknown), to: Self.asker)
            ])
        #expect(errands.take(Self.order(2), from: Self.asker).count == 2)
        #expect(errands.take(Self.order(2), from: Self.asker).isEmpty, "it is being printed")
        #expect(
            errands.ended(Self.order(2).job, .printed) == [
                .report(PrintReport(job: Self.order(2).job, outcome: .printed), to: Self.asker)
            ])
        #expect(errands.ended(Self.order(2).job, .notPrinted).isEmpty, "it has ended")
    }

    @Test func `more ids than are kept leave one that is being printed`() {
        var errands = PrintErrands(begun: (0..<256).map { Self.order($0).job })
        _ = errands.take(Self.order(900), from: Self.asker)
        for number in UInt64(1000)..<1300 {
            _ = errands.take(Self.order(number), from: Self.asker)
            _ = errands.ended(Self.order(number).job, .printed)
        }
        #expect(errands.ended(Self.order(900).job, .printed).count == 1)
    }

    @Test func `an answer counts once and from whom it was asked; else it becomes unknown`() {
        let (asked, other) = (Self.asker, NodeID(Bytes32(words: [1, 0, 0, 0])))
        let job = Self.order(1).job
        var favours = PrintFavours()
        favours.send(job, to: asked, now: 1_000)
        #expect(favours.take(PrintReport(job: job, outcome: .printed), from: other) == nil)
        #expect(favours.look(now: 1_001) { $0 == asked }.isEmpty)
        let ending = favours.take(PrintReport(job: job, outcome: .notPrinted), from: asked)
        #expect(ending?.outcome == .notPrinted)
        #expect(favours.take(PrintReport(job: job, outcome: .printed), from: asked) == nil)
        favours.send(job, to: asked, now: 1_000)
        #expect(favours.look(now: 1_001) { _ in false }.map(\.outcome) == [.unknown])
        favours.send(job, to: asked, now: 1_000)
        let over = 1_000 + PrintFavours.waitMilliseconds
        #expect(favours.look(now: over) { _ in true }.map(\.outcome) == [.unknown])
        #expect(!favours.isWaiting)
    }
}
