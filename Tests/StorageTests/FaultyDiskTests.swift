import Encoding
import FaultyDisk
import Glibc
import Replica
import Replication
import Storage
import TestSupport
import Testing

/// A disk that fails at any call of a sale's commit or of a checkpoint loses no confirmed sale.
@Suite struct FaultyDiskTests {
    enum Fault: CaseIterable {
        case broken, full, torn

        var code: faulty_disk_fault {
            switch self {
            case .broken: FAULTY_DISK_BROKEN
            case .full: FAULTY_DISK_FULL
            case .torn: FAULTY_DISK_TORN
            }
        }
    }

    /// What comes after the fault.
    enum Ending: CaseIterable {
        /// The disk works again and the same process sells on.
        case sellsOn
        /// The disk stays bad until the process ends; then the next one starts.
        case restarts
        /// As before, and the power goes: what wasn't synced is kept or lost write by write.
        case losesPower
    }

    @Test(arguments: Fault.allCases, Ending.allCases)
    func `a commit that fails at any of its calls is whole or not there`(
        fault: Fault, ending: Ending
    ) throws {
        let base = try Base.shared.get()
        let calls = try base.callsOfSale()
        #expect(calls > 10)
        for call in 0..<calls {
            let run = try FaultyRun(base, "call \(call) of \(calls)")
            let failure = try run.sell(2, fault, atCall: call, stays: ending != .sellsOn)
            // Cutting and deleting need no room, and a full disk lets them be.
            guard let failure else { continue }
            let isNamed = fault == .full ? failure == Self.full(run) : Self.isDisk(failure)
            #expect(isNamed, "\(failure)")
            if ending == .sellsOn {
                run.disk.mend()
                try run.sell(3)
            }
            run.close()
            run.disk.mend()
            if ending == .losesPower { try run.cutPower(seed: UInt64(call)) }
            try run.checkReopened(attempted: ending == .sellsOn ? 0 : 1)
        }
    }

    @Test(arguments: Fault.allCases, [false, true])
    func `a checkpoint that fails at any of its calls loses nothing`(
        fault: Fault, losesPower: Bool
    ) throws {
        let base = try Base.shared.get()
        let calls = try base.callsOfCheckpoint()
        #expect(calls > 10)
        for call in 0..<calls {
            let run = try FaultyRun(base, "call \(call) of \(calls)")
            try run.sell(2)
            run.disk.arm(fault, atCall: call, stays: true)
            run.close()
            run.disk.mend()
            if losesPower { try run.cutPower(seed: UInt64(call)) }
            try run.checkReopened(attempted: 0)
        }
    }

    @Test(arguments: Fault.allCases, [false, true])
    func `forgetting that fails at any of its calls is done or not begun`(
        fault: Fault, losesPower: Bool
    ) throws {
        let base = try Base.shared.get()
        let calls = try base.callsOfForgetting()
        #expect(calls > 10)
        for call in 0..<calls {
            let run = try FaultyRun(base, "call \(call) of \(calls)")
            let digest = run.digest
            run.disk.arm(fault, atCall: call, stays: true)
            let isDone = try run.forget() == nil
            run.close()
            run.disk.mend()
            if losesPower { try run.cutPower(seed: UInt64(call)) }
            try run.checkForgotten(digest, isDone: isDone)
        }
    }

    @Test(arguments: Fault.allCases, [false, true])
    func `taking back that fails at any of its calls is done or not begun`(
        fault: Fault, losesPower: Bool
    ) throws {
        let base = try Base.shared.get()
        let calls = try base.callsOfRestoring()
        #expect(calls > 10)
        for call in 0..<calls {
            let run = try FaultyRun(base, "call \(call) of \(calls)")
            let digest = run.digest
            let gone = try run.forgetAndWant()
            run.disk.arm(fault, atCall: call, stays: true)
            let isDone = try run.restore(gone) == nil
            run.close()
            run.disk.mend()
            if losesPower { try run.cutPower(seed: UInt64(call)) }
            try run.checkRestored(digest, isDone: isDone)
        }
    }

    private static func full(_ run: FaultyRun) -> StorageError {
        .full(path: run.folder.database)
    }

    private static func isDisk(_ error: StorageError) -> Bool {
        if case .disk(_, _, errno: EIO) = error { true } else { false }
    }
}

/// A till of a few facts whose files runs copy.
private struct Base {
    static let shared = Result { try Base() }

    let folder = TemporaryFolder()
    let replica: Replica

    init() throws { replica = try Till(in: folder, facts: 3).replica }

    func callsOfSale() throws -> Int {
        let run = try FaultyRun(self, "measured")
        run.disk.mend()
        try run.sell(2)
        return run.disk.calls
    }

    func callsOfForgetting() throws -> Int {
        let run = try FaultyRun(self, "measured")
        run.disk.mend()
        try #require(try run.forget() == nil)
        return run.disk.calls
    }

    func callsOfRestoring() throws -> Int {
        let run = try FaultyRun(self, "measured")
        let gone = try run.forgetAndWant()
        run.disk.mend()
        try #require(try run.restore(gone) == nil)
        return run.disk.calls
    }

    func callsOfCheckpoint() throws -> Int {
        let run = try FaultyRun(self, "measured")
        try run.sell(2)
        run.disk.mend()
        run.close()
        return run.disk.calls
    }
}

/// One till on a disk that can fail: opened, one sale made in peace.
private final class FaultyRun {
    let folder = TemporaryFolder()
    let disk: FaultyDisk
    private let name: Comment
    private let replica: Replica
    private var till: Till?
    private var confirmed: [SignedOperation] = []

    init(_ base: Base, _ name: Comment) throws {
        self.name = name
        replica = base.replica
        disk = try FaultyDisk(folder)
        try Files.write(try Files.read(base.folder.database), to: folder.database)
        till = try Till(reopening: replica, in: folder)
        try sell(1)
    }

    // The store writes when it closes: its disk has to be there still.
    deinit { till = nil }

    func sell(_ number: UInt32) throws {
        try till?.commit([Till.sale(number)])
        confirmed = till?.confirmed ?? []
    }

    /// Why the disk refused the sale; nil where it took it.
    func sell(
        _ number: UInt32, _ fault: FaultyDiskTests.Fault, atCall call: Int, stays: Bool
    ) throws -> StorageError? {
        let failures = disk.failures
        disk.arm(fault, atCall: call, stays: stays)
        do {
            try sell(number)
            #expect(disk.failures == failures, "\(name): a failure was swallowed")
            return nil
        } catch let error as StorageError {
            return error
        }
    }

    var digest: Bytes32? { till?.replica.stateDigest }

    /// Forgets the log's first three operations; why the disk refused that.
    func forget() throws -> StorageError? {
        do {
            try till?.prune(through: 3, keptFrom: Till.now + 1, limit: 64)
            return nil
        } catch let error as StorageError {
            return error
        }
    }

    /// All of the three operations are there, or none; tables, sums and the digest are as before.
    func checkForgotten(_ digest: Bytes32?, isDone: Bool) throws {
        var till = try Till(reopening: replica, in: folder)
        #expect(try till.store.examine(isDeep: true).isEmpty, name)
        #expect(till.replica.stateDigest == digest, name)
        let log = till.replica.place.log(in: till.replica.place.scope)
        let first = try till.store.operations(of: log, from: 1, limit: 1).first?.operation.seq
        #expect(first == 4 || (first == 1 && !isDone), name)
        #expect(till.replica.start(of: log)?.anchor.seq == (first == 4 ? 3 : nil), name)
        #expect(try till.store.rebuild(till.replica).stateDigest == digest, name)
        try till.commit([Till.sale(9)])
    }

    /// Forgets the log's first three operations, and wants them back.
    func forgetAndWant() throws -> [SignedOperation] {
        guard let place = till?.replica.place else { return [] }
        let gone = try till?.store.operations(of: place.log(in: place.scope), from: 1, limit: 3)
        try #require(try forget() == nil)
        try till?.wantBack(from: 1)
        return gone ?? []
    }

    /// Takes back what went; why the disk refused that.
    func restore(_ gone: [SignedOperation]) throws -> StorageError? {
        do {
            while try till?.restore(gone, limit: 64) == true {}
            return nil
        } catch let error as StorageError {
            return error
        }
    }

    /// All of the three operations are back, or none; tables, sums and the digest are as before.
    func checkRestored(_ digest: Bytes32?, isDone: Bool) throws {
        var till = try Till(reopening: replica, in: folder)
        #expect(try till.store.examine(isDeep: true).isEmpty, name)
        #expect(till.replica.stateDigest == digest, name)
        let log = till.replica.place.log(in: till.replica.place.scope)
        let first = try till.store.operations(of: log, from: 1, limit: 1).first?.operation.seq
        #expect(first == 1 || (first == 4 && !isDone), name)
        #expect(till.replica.reachesBelow == (first == 4), name)
        #expect(try till.store.rebuild(till.replica).stateDigest == digest, name)
        try till.commit([Till.sale(9)])
    }

    /// Ends the process: the store goes, as far as the disk lets it.
    func close() { till = nil }

    func cutPower(seed: UInt64) throws {
        try #require(disk.cutPower(seed: seed) >= 0, name)
        // It lay in memory alone.
        unlink(folder.database + "-shm")
    }

    /// Every confirmed sale is there once, the chain verifies, tables and sums agree, and the next
    /// sale goes well.
    ///
    /// At most `attempted` operations may be there unconfirmed: written, never answered.
    func checkReopened(attempted: Int) throws {
        var till = try Till(reopening: replica, in: folder)
        #expect(try till.store.examine(isDeep: true).isEmpty, name)
        let place = till.replica.place
        let found = try till.store.operations(of: place.log(in: place.scope), from: 1, limit: 99)
        for operation in confirmed {
            #expect(found.filter { $0.hash == operation.hash }.count == 1, name)
        }
        // Those of the base stand before them.
        let base = Int((confirmed.first?.operation.seq ?? 1) - 1)
        #expect((0...attempted).contains(found.count - base - confirmed.count), name)
        try till.commit([Till.sale(9)])
    }
}

/// The folder's disk, which fails when told to.
private final class FaultyDisk {
    private let disk: OpaquePointer

    init(_ folder: TemporaryFolder) throws {
        disk = try present(faulty_disk_make(folder.path))
    }

    deinit { faulty_disk_free(disk) }

    var calls: Int { faulty_disk_calls(disk) }
    var failures: Int { faulty_disk_failures(disk) }

    func arm(_ fault: FaultyDiskTests.Fault, atCall call: Int, stays: Bool) {
        faulty_disk_arm(disk, fault.code, call, stays ? 1 : 0)
    }

    func mend() { faulty_disk_mend(disk) }

    func cutPower(seed: UInt64) -> Int { faulty_disk_cut_power(disk, UInt(seed)) }
}
