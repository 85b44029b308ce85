import Console
import Testing

@Suite struct RestartPolicyTests {
    private let second: Int64 = 1_000_000_000

    @Test func `a crash brings the lane back at once`() {
        var policy = RestartPolicy()
        #expect(
            policy.handle(.signalled(11), isAsked: false, now: 0)
                == .restart(.normal, pauseMilliseconds: 0))
    }

    @Test func `the third crash within a minute brings it back in safe mode, for good`() {
        var policy = RestartPolicy()
        _ = policy.handle(.signalled(11), isAsked: false, now: 0)
        _ = policy.handle(.signalled(11), isAsked: false, now: 30 * second)
        #expect(
            policy.handle(.signalled(11), isAsked: false, now: 59 * second)
                == .restart(.safe, pauseMilliseconds: 0))
        #expect(
            policy.handle(.signalled(9), isAsked: false, now: 9_000 * second)
                == .restart(.safe, pauseMilliseconds: 0))
    }

    @Test func `three crashes in more than a minute are three accidents`() {
        var policy = RestartPolicy()
        for minute in Int64(0)..<50 {
            #expect(
                policy.handle(.signalled(6), isAsked: false, now: minute * 30 * second)
                    == .restart(.normal, pauseMilliseconds: 0))
        }
    }

    @Test func `a lane that can't live is tried again ever more slowly, and never given up`() {
        var policy = RestartPolicy()
        let pauses = (0..<10).map { _ -> Int32? in
            guard
                case .restart(_, let pause) = policy.handle(
                    .signalled(11), isAsked: false, now: 0)
            else { return nil }
            return pause
        }
        #expect(pauses == [0, 0, 0, 1_000, 2_000, 4_000, 8_000, 16_000, 16_000, 16_000])
    }

    @Test(arguments: [Int32(0), 1, 64, 74, 255])
    func `an exit code passes through`(code: Int32) {
        var policy = RestartPolicy()
        #expect(policy.handle(.exited(code: code), isAsked: false, now: 0) == .end(code: code))
    }

    @Test func `whoever asks for an end gets one`() {
        var policy = RestartPolicy()
        #expect(policy.handle(.signalled(15), isAsked: true, now: 0) == .end(code: 143))
        #expect(policy.handle(.exited(code: 0), isAsked: true, now: 0) == .end(code: 0))
    }

    @Test func `training is a restart on another directory, in the mode that is on`() {
        var policy = RestartPolicy()
        #expect(
            policy.handle(.exited(code: LaneExit.toTraining.rawValue), isAsked: false, now: 0)
                == .switchTraining(on: true, .normal))
        for _ in 0..<3 { _ = policy.handle(.signalled(11), isAsked: false, now: 0) }
        #expect(
            policy.handle(.exited(code: LaneExit.fromTraining.rawValue), isAsked: false, now: 0)
                == .switchTraining(on: false, .safe))
    }
}
