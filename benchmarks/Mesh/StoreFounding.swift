import Crypto
import Encoding
import Glibc
import Node
import Replication
import Retail
import Storage

/// Makes a store of real lanes on this machine's loopback, each in a data directory of its own.
enum StoreFounding {
    /// Makes FOLDER/1 … FOLDER/n; the first one is steward and has the model shop's goods.
    static func make(_ folder: String, lanes: Int) throws {
        guard mkdir(folder, 0o700) == 0 else {
            throw BenchmarkError.file(path: folder, errno: errno)
        }
        let first = DataDirectory("\(folder)/1")
        _ = try first.found(founding)
        let node = try RunningNode(first)
        defer { node.close() }
        try recordOpening(of: node)
        let mesh = try service(of: node, peers: [])
        defer { mesh.close() }
        for number in 2...lanes { try join("\(folder)/\(number)", lane: UInt8(number), to: mesh) }
    }

    static func service(of node: RunningNode, peers: [String]) throws -> MeshService {
        var settings = MeshSettings.local
        settings.peers = peers
        return try MeshService(node, settings, software: "benchmarks") { note in
            FileBytes.say(note.text)
        }
    }

    static func admin(of node: RunningNode) throws -> PersonID {
        guard let person = try node.makeReader().people(withNumber: 1).first?.person else {
            throw BenchmarkError.usage("nobody works in this shop")
        }
        return person
    }

    private static var founding: Founding {
        var settings = StoreSettings(storeNumber: "014", currency: .pound, zone: "Europe/London")
        settings.taxMode = TaxMode(isIncluded: true)
        return Founding(
            storeNumber: "014", lane: 1, passphrase: Array("a store to be measured".utf8),
            settings: settings, taxRules: [],
            people: [NewPerson(number: 1, name: "Ada Admin", roles: ["admin"], pin: "1111")])
    }

    private static func recordOpening(of node: RunningNode) throws {
        let person = try admin(of: node)
        let facts = try ModelShop().openingFacts()
        for start in stride(from: 0, to: facts.count, by: Sizes.ticketsPerBatch) {
            try node.recordAndWait(Array(facts[start...].prefix(Sizes.ticketsPerBatch)), by: person)
        }
    }

    private static func join(_ path: String, lane: UInt8, to mesh: MeshService) throws {
        let line = try mesh.invite(Guest(lane: lane, label: "", roles: [.lane])).line
        let joining = try Joining(line, DataDirectory(path))
        try joining.enrol(label: "lane \(lane)")
        let node = try RunningNode(joining: DataDirectory(path))
        let fetching = try service(of: node, peers: joining.addresses)
        try fetching.fetchAll { _, _ in }
        fetching.close()
        node.close()
        _ = try joining.finish()
    }
}

extension RunningNode {
    /// Commits facts as one transaction; on disk when it returns.
    func recordAndWait(_ facts: [Fact], by person: PersonID) throws {
        let done = Recorded()
        record(facts, by: person) { done.give($0) }
        try done.wait()
    }
}
