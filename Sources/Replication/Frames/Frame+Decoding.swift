import CRDT
import Encoding

// The bodies that need nothing of the connection: they name logs in full.

extension Frame {
    /// Reads a body of one of the types that name no log by number.
    init(_ type: FrameType, _ body: [UInt8]) throws(FrameFault) {
        switch type {
        case .have, .want, .ops: preconditionFailure("\(type) needs the connection's numbering")
        case .hello: self = .hello(try Hello(FrameMap(body)))
        case .ask: self = .ask(try RightsRequest(FrameMap(body)))
        case .denied: self = .denied(try RightsDenial(FrameMap(body)))
        case .offer: self = .offer(try SnapshotOffer(FrameMap(body)))
        case .join: self = .join(try JoinRequest(FrameMap(body)))
        case .welcome: self = .welcome(try Welcome(FrameMap(body)))
        case .meshKey: self = .meshKey(try MeshKeyNotice(FrameMap(body)))
        case .state: self = .state(try StateReport(FrameMap(body)))
        case .print: self = .print(try PrintOrder(FrameMap(body)))
        case .printed: self = .printed(try PrintReport(FrameMap(body)))
        case .proof, .partRequest, .part, .ping, .pong, .bye, .peers, .stateRequest, .keys,
            .offerRequest:
            var items = try FrameItems(body)
            self = try Self.read(type, &items)
        }
    }

    private static func read(
        _ type: FrameType, _ items: inout FrameItems
    ) throws(FrameFault) -> Frame {
        switch type {
        case .proof:
            try items.array(of: 2)
            return .proof(try items.segment(), try items.segment())
        case .partRequest: return .partRequest(try items.fixed())
        case .part:
            try items.array(of: 2)
            return .part(
                digest: try items.fixed(),
                bytes: try items.bytes(limit: SnapshotOffer.partBytesMax))
        case .ping: return .ping(try items.fixed())
        case .pong:
            try items.array(of: 2)
            return .pong(try items.fixed(), wallMilliseconds: try items.unsigned())
        case .bye: return .bye(try bye(&items))
        case .peers:
            return .peers(
                try items.list { (items) throws(FrameFault) in try PeerAddresses(&items) })
        case .keys:
            return .keys(try items.list { (items) throws(FrameFault) in try SubjectKey(&items) })
        case .stateRequest:
            guard items.null() else { throw items.fault(.encoding(.unexpected)) }
            return .stateRequest
        case .offerRequest:
            guard items.null() else { throw items.fault(.encoding(.unexpected)) }
            return .offerRequest
        case .hello, .have, .want, .ops, .ask, .denied, .offer, .join, .welcome, .meshKey,
            .state, .print, .printed:
            preconditionFailure("\(type) is read elsewhere")
        }
    }

    private static func bye(_ items: inout FrameItems) throws(FrameFault) -> Bye {
        try items.array(of: 2)
        let code = try items.choice(Bye.Code.self)
        return Bye(code, try items.text())
    }
}

extension FrameItems {
    /// A sequence: 1 to 2^63 - 1.
    mutating func seq() throws(FrameFault) -> UInt64 { try unsigned(in: 1...Operation.seqMax) }

    /// The count of an array whose elements follow.
    mutating func count() throws(FrameFault) -> Int {
        try read { (reader) throws(CBORError) in try reader.readArrayHeader() }
    }

    /// One of an enumeration's numbers.
    mutating func choice<Choice: RawRepresentable>(
        _ type: Choice.Type
    ) throws(FrameFault) -> Choice where Choice.RawValue == UInt64 {
        let start = offset
        guard let choice = Choice(rawValue: try unsigned()) else {
            throw fault(.range, at: start)
        }
        return choice
    }
}

extension Hello {
    fileprivate init(_ map: FrameMap) throws(FrameFault) {
        self.init(
            versions: try map.value(0) { (items) throws(FrameFault) in try Self.versions(&items) },
            credential: try map.value(1) { (items) throws(FrameFault) in try items.credential() },
            label: try map.value(2) { (items) throws(FrameFault) in try items.text() },
            hlc: HLC(raw: try map.value(3) { (items) throws(FrameFault) in try items.unsigned() }),
            software: try map.value(4) { (items) throws(FrameFault) in try items.text() },
            listenPort: try map.optional(5) { (items) throws(FrameFault) in
                UInt16(truncatingIfNeeded: try items.unsigned(in: 1...65_535))
            },
            scopes: try map.value(6) { (items) throws(FrameFault) in
                try items.list { (items) throws(FrameFault) in try items.scope() }
            },
            dictionaries: try map.value(7) { (items) throws(FrameFault) in
                try items.list { (items) throws(FrameFault) in
                    UInt32(truncatingIfNeeded: try items.unsigned(in: 0...UInt64(UInt32.max)))
                }
            },
            historyBytes: try map.ifThere(8) { (items) throws(FrameFault) in
                try items.unsigned()
            } ?? 0,
            life: try map.ifThere(9) { (items) throws(FrameFault) in
                try items.array(of: 2)
                return Life(
                    process: try items.fixed(), incarnation: Incarnation(try items.fixed()))
            })
    }

    private static func versions(_ items: inout FrameItems) throws(FrameFault) -> [UInt64] {
        let start = items.offset
        let versions = try items.list { (items) throws(FrameFault) in try items.unsigned() }
        guard zip(versions, versions.dropFirst()).allSatisfy({ $0 > $1 }) else {
            throw items.fault(.range, at: start)
        }
        return versions
    }
}

extension RightsRequest {
    fileprivate init(_ map: FrameMap) throws(FrameFault) {
        self.init(
            account: try map.value(0) { (items) throws(FrameFault) in try Self.account(&items) },
            amount: try map.value(1) { (items) throws(FrameFault) in try items.unsigned() },
            request: try map.value(2) { (items) throws(FrameFault) in try items.fixed() })
    }

    /// `[what, …]`: what else stands in it depends on what it is, and is no concern of a link.
    private static func account(_ items: inout FrameItems) throws(FrameFault) -> [UInt8] {
        let start = items.offset
        let bytes = try items.raw()
        var inner = try FrameItems(bytes, base: start)
        guard try inner.count() >= 1, inner.kind == .unsigned else {
            throw inner.fault(.encoding(.unexpected), at: start)
        }
        return bytes
    }
}

extension RightsDenial {
    fileprivate init(_ map: FrameMap) throws(FrameFault) {
        self.init(
            request: try map.value(0) { (items) throws(FrameFault) in try items.fixed() },
            code: try map.value(1) { (items) throws(FrameFault) in try items.choice(Code.self) },
            holdings: try map.value(2) { (items) throws(FrameFault) in
                try items.list { (items) throws(FrameFault) in
                    try items.array(of: 2)
                    return Holding(log: try items.log(), amount: try items.unsigned())
                }
            })
    }
}

extension SnapshotOffer {
    init(_ map: FrameMap) throws(FrameFault) {
        self.init(
            frontier: try map.value(0) { (items) throws(FrameFault) in try items.frontier() },
            parts: try map.value(1) { (items) throws(FrameFault) in
                try items.list { (items) throws(FrameFault) in
                    try items.array(of: 2)
                    let length = try items.unsigned(in: 0...UInt64(Self.partBytesMax))
                    return Part(length: length, digest: try items.fixed())
                }
            },
            maker: try map.value(2) { (items) throws(FrameFault) in try items.node() },
            signature: try map.value(3) { (items) throws(FrameFault) in try items.fixed() },
            base: try map.value(4) { (items) throws(FrameFault) in
                try items.list { (items) throws(FrameFault) in try items.sum() }
            },
            projection: try map.value(5) { (items) throws(FrameFault) in try items.unsigned() })
    }
}

extension StateReport {
    fileprivate init(_ map: FrameMap) throws(FrameFault) {
        self.init(
            frontier: try map.value(0) { (items) throws(FrameFault) in try items.frontier() },
            projection: try map.value(1) { (items) throws(FrameFault) in try items.unsigned() },
            sums: try map.value(2) { (items) throws(FrameFault) in
                try items.list { (items) throws(FrameFault) in try items.sum() }
            })
    }
}

extension JoinRequest {
    fileprivate init(_ map: FrameMap) throws(FrameFault) {
        self.init(
            node: try map.value(0) { (items) throws(FrameFault) in try items.node() },
            label: try map.value(1) { (items) throws(FrameFault) in try items.text() })
    }
}

extension MeshKeyNotice {
    fileprivate init(_ map: FrameMap) throws(FrameFault) {
        try self.init(map, epoch: 0, key: 1, steward: 2, signature: 3)
    }

    fileprivate init(
        _ map: FrameMap, epoch: UInt64, key: UInt64, steward: UInt64, signature: UInt64
    ) throws(FrameFault) {
        self.init(
            epoch: try map.value(epoch) { (items) throws(FrameFault) in
                try items.unsigned(in: 0...Self.epochMax)
            },
            key: try map.value(key) { (items) throws(FrameFault) in try items.fixed() },
            steward: try map.value(steward) { (items) throws(FrameFault) in try items.node() },
            signature: try map.value(signature) { (items) throws(FrameFault) in
                try items.fixed()
            })
    }
}

extension Welcome {
    fileprivate init(_ map: FrameMap) throws(FrameFault) {
        self.init(
            credential: try map.value(0) { (items) throws(FrameFault) in try items.credential() },
            meshKey: try MeshKeyNotice(map, epoch: 2, key: 1, steward: 6, signature: 7),
            roots: try map.value(3) { (items) throws(FrameFault) in
                try items.list { (items) throws(FrameFault) in try items.node() }
            },
            scopes: try map.value(4) { (items) throws(FrameFault) in
                try items.list { (items) throws(FrameFault) in try items.scope() }
            },
            pinKey: try map.value(5) { (items) throws(FrameFault) in try items.fixed() })
    }
}

extension PeerAddresses {
    fileprivate init(_ items: inout FrameItems) throws(FrameFault) {
        try items.array(of: 2)
        self.init(
            node: try items.node(),
            addresses: try items.list { (items) throws(FrameFault) in
                try items.text(limit: Self.addressBytesMax)
            })
    }
}

extension PrintOrder {
    fileprivate init(_ map: FrameMap) throws(FrameFault) {
        self.init(
            job: try map.value(0) { (items) throws(FrameFault) in try items.fixed() },
            document: try map.value(1) { (items) throws(FrameFault) in try items.raw() },
            copy: try map.value(2) { (items) throws(FrameFault) in try items.unsigned() })
    }
}

extension PrintReport {
    fileprivate init(_ map: FrameMap) throws(FrameFault) {
        self.init(
            job: try map.value(0) { (items) throws(FrameFault) in try items.fixed() },
            outcome: try map.value(1) { (items) throws(FrameFault) in
                try items.choice(Outcome.self)
            })
    }
}

extension SubjectKey {
    fileprivate init(_ items: inout FrameItems) throws(FrameFault) {
        try items.array(of: 2)
        let subject = try items.fixed(Bytes16.self)
        self.init(subject: subject, key: items.null() ? nil : try items.fixed())
    }
}
