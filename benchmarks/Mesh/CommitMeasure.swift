import Node

/// What a commit costs a lane whose mesh runs and meets nobody.
enum CommitMeasure {
    static func run(_ path: String) throws -> [(String, UInt64)] {
        let node = try RunningNode(DataDirectory(path))
        defer { node.close() }
        let mesh = try StoreFounding.service(of: node, peers: [])
        defer { mesh.close() }
        let person = try StoreFounding.admin(of: node)
        var stream = try SaleStream(of: node)
        var times: [UInt64] = []
        for number in 0..<(Sizes.hops + Sizes.warmingSales) {
            let fact = try stream.next()
            let time = try nanoseconds { try node.recordAndWait([fact], by: person) }
            if number >= Sizes.warmingSales { times.append(time) }
        }
        return Percentiles(times).figures
    }
}
