import CRDT
import Encoding
import Replica
import Replication
import Retail
import Storage

/// Verification of a chain of model sales, in memory and from a database.
enum ChainMeasure {
    private static let runLength = 1000

    /// Writes the bodies of a log of model sales, and in front of them the last one's signature.
    static func prepare(_ path: String) throws {
        let shop = try ModelShop()
        var stream = SaleStream(shop)
        var writer = LogWriter(log: try log(of: shop), head: nil)
        var clock = HybridClock(last: HLC(raw: 0))
        var bodies: [UInt8] = []
        var signature: [UInt8] = []
        for _ in 0..<Sizes.operations {
            let fact = try stream.next()
            let draft = LogWriter.Draft(
                hlc: try clock.next(wallMilliseconds: stream.now), kind: fact.kind,
                payload: fact.encode())
            let signed = try writer.append([draft], by: shop.founding.node, signing: .last)
            for operation in signed {
                bodies.append(counted: operation.operation.encoded())
                signature = operation.signature?.bytes ?? []
            }
        }
        try FileBytes.write(bodies, to: path)
        try FileBytes.write(signature, to: path + ".signature")
    }

    private static func log(of shop: ModelShop) throws(BenchmarkError) -> LogID {
        try shop.place().log(in: shop.founding.scope)
    }

    /// Reports the time to verify all bodies with one signature, and their bytes.
    static func run(_ path: String) throws -> [(String, UInt64)] {
        let bodies = try FileBytes.read(path)
        guard let signature = Bytes64(try FileBytes.read(path + ".signature")) else {
            throw BenchmarkError.file(path: path + ".signature", errno: 0)
        }
        var verifier = ChainVerifier(log: try log(of: try ModelShop()))
        let total = try nanoseconds {
            try bodies.withUnsafeBytes { bytes in
                var place = 0
                while place < bytes.count {
                    let count = Int(bytes.loadUnaligned(fromByteOffset: place, as: UInt32.self))
                    let start = place + 4
                    try verifier.append(
                        UnsafeRawBufferPointer(rebasing: bytes[start..<(start + count)]))
                    place = start + count
                }
            }
            try verifier.checkSignature(signature)
            try verifier.finish()
        }
        return [("total", total), ("operations", verifier.coveredSeq)]
    }

    /// Reports the time to read a till's log from its database and verify it.
    static func runFromDatabase(_ path: String) throws -> [(String, UInt64)] {
        let till = try Till.open(path)
        let log = till.replica.place.log(in: till.shop.founding.scope)
        var verifier = ChainVerifier(log: log)
        var bytes = 0
        let total = try nanoseconds {
            while true {
                let next = (verifier.head?.seq ?? 0) + 1
                let run = try till.store.operations(of: log, from: next, limit: runLength)
                for signed in run {
                    let body = signed.operation.encoded()
                    bytes += body.count
                    try verifier.append(body)
                }
                guard let last = run.last else { break }
                if let signature = last.signature { try verifier.checkSignature(signature) }
            }
            try verifier.finish()
        }
        return [
            ("total", total), ("operations", verifier.coveredSeq), ("bytes", UInt64(bytes)),
        ]
    }
}
