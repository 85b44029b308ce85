import CRDT
import Encoding

// The bodies that need nothing of the connection: they name logs in full.

extension Frame {
    func encodeBody(into encoder: inout CBOREncoder) {
        switch self {
        case .have, .want, .ops: preconditionFailure("\(type) needs the connection's numbering")
        case .hello(let hello): hello.encode(into: &encoder)
        case .ask(let request): request.encode(into: &encoder)
        case .denied(let denial): denial.encode(into: &encoder)
        case .proof(let left, let right): Self.pair(left, right, into: &encoder)
        case .offer(let offer): offer.encode(into: &encoder)
        case .partRequest(let digest): encoder.fixed(digest)
        case .part(let digest, let bytes):
            encoder.array(2)
            encoder.fixed(digest)
            encoder.bytes(bytes)
        case .ping(let token): encoder.fixed(token)
        case .pong(let token, let wall):
            encoder.array(2)
            encoder.fixed(token)
            encoder.unsigned(wall)
        case .bye(let bye):
            encoder.array(2)
            encoder.unsigned(bye.code.rawValue)
            encoder.text(bye.text)
        case .join(let request): request.encode(into: &encoder)
        case .welcome(let welcome): welcome.encode(into: &encoder)
        case .meshKey(let notice): notice.encode(into: &encoder)
        case .peers(let peers): Self.list(peers, into: &encoder) { $0.encode(into: &$1) }
        case .stateRequest, .offerRequest: encoder.null()
        case .state(let report): report.encode(into: &encoder)
        case .print(let order): order.encode(into: &encoder)
        case .printed(let report): report.encode(into: &encoder)
        case .keys(let keys): Self.list(keys, into: &encoder) { $0.encode(into: &$1) }
        }
    }

    private static func pair(
        _ left: Segment, _ right: Segment, into encoder: inout CBOREncoder
    ) {
        encoder.array(2)
        encoder.raw(left.encoded())
        encoder.raw(right.encoded())
    }

    static func list<Element>(
        _ elements: [Element], into encoder: inout CBOREncoder,
        _ write: (Element, inout CBOREncoder) -> Void
    ) {
        encoder.array(elements.count)
        for element in elements { write(element, &encoder) }
    }
}

extension Hello {
    fileprivate func encode(into encoder: inout CBOREncoder) {
        encoder.map(8 + (historyBytes > 0 ? 1 : 0) + (life == nil ? 0 : 1))
        encoder.unsigned(0)
        Frame.list(versions, into: &encoder) { $1.unsigned($0) }
        encoder.unsigned(1)
        encoder.raw(credential.encoded())
        encoder.unsigned(2)
        encoder.text(label)
        encoder.unsigned(3)
        encoder.unsigned(hlc.raw)
        encoder.unsigned(4)
        encoder.text(software)
        encoder.unsigned(5)
        if let listenPort { encoder.unsigned(UInt64(listenPort)) } else { encoder.null() }
        encoder.unsigned(6)
        Frame.list(scopes, into: &encoder) { $1.fixed($0.id) }
        encoder.unsigned(7)
        Frame.list(dictionaries, into: &encoder) { $1.unsigned(UInt64($0)) }
        if historyBytes > 0 {
            encoder.unsigned(8)
            encoder.unsigned(historyBytes)
        }
        guard let life else { return }
        encoder.unsigned(9)
        encoder.array(2)
        encoder.fixed(life.process)
        encoder.fixed(life.incarnation.id)
    }
}

extension RightsRequest {
    fileprivate func encode(into encoder: inout CBOREncoder) {
        encoder.map(3)
        encoder.unsigned(0)
        encoder.raw(account)
        encoder.unsigned(1)
        encoder.unsigned(amount)
        encoder.unsigned(2)
        encoder.fixed(request)
    }
}

extension RightsDenial {
    fileprivate func encode(into encoder: inout CBOREncoder) {
        encoder.map(3)
        encoder.unsigned(0)
        encoder.fixed(request)
        encoder.unsigned(1)
        encoder.unsigned(code.rawValue)
        encoder.unsigned(2)
        Frame.list(holdings, into: &encoder) { holding, encoder in
            encoder.array(2)
            holding.log.encode(into: &encoder)
            encoder.unsigned(holding.amount)
        }
    }
}

extension SnapshotOffer {
    func encode(into encoder: inout CBOREncoder) {
        encoder.map(6)
        encoder.unsigned(0)
        frontier.encode(into: &encoder)
        encoder.unsigned(1)
        encodeParts(into: &encoder)
        encoder.unsigned(2)
        maker.encode(into: &encoder)
        encoder.unsigned(3)
        encoder.fixed(signature)
        encoder.unsigned(4)
        encodeBase(into: &encoder)
        encoder.unsigned(5)
        encoder.unsigned(projection)
    }

    func encodeParts(into encoder: inout CBOREncoder) {
        Frame.list(parts, into: &encoder) { part, encoder in
            encoder.array(2)
            encoder.unsigned(part.length)
            encoder.fixed(part.digest)
        }
    }

    func encodeBase(into encoder: inout CBOREncoder) {
        Frame.list(base, into: &encoder) { $0.encode(into: &$1) }
    }
}

extension ScopeTableSum {
    fileprivate func encode(into encoder: inout CBOREncoder) {
        encoder.array(4)
        encoder.fixed(scope.id)
        encoder.text(table)
        encoder.unsigned(count)
        encoder.fixed(sum)
    }
}

extension StateReport {
    fileprivate func encode(into encoder: inout CBOREncoder) {
        encoder.map(3)
        encoder.unsigned(0)
        frontier.encode(into: &encoder)
        encoder.unsigned(1)
        encoder.unsigned(projection)
        encoder.unsigned(2)
        Frame.list(sums, into: &encoder) { $0.encode(into: &$1) }
    }
}

extension JoinRequest {
    fileprivate func encode(into encoder: inout CBOREncoder) {
        encoder.map(2)
        encoder.unsigned(0)
        node.encode(into: &encoder)
        encoder.unsigned(1)
        encoder.text(label)
    }
}

extension Welcome {
    fileprivate func encode(into encoder: inout CBOREncoder) {
        encoder.map(8)
        encoder.unsigned(0)
        encoder.raw(credential.encoded())
        encoder.unsigned(1)
        encoder.fixed(meshKey.key)
        encoder.unsigned(2)
        encoder.unsigned(meshKey.epoch)
        encoder.unsigned(3)
        Frame.list(roots, into: &encoder) { $0.encode(into: &$1) }
        encoder.unsigned(4)
        Frame.list(scopes, into: &encoder) { $1.fixed($0.id) }
        encoder.unsigned(5)
        encoder.fixed(pinKey)
        encoder.unsigned(6)
        meshKey.steward.encode(into: &encoder)
        encoder.unsigned(7)
        encoder.fixed(meshKey.signature)
    }
}

extension MeshKeyNotice {
    fileprivate func encode(into encoder: inout CBOREncoder) {
        encoder.map(4)
        encoder.unsigned(0)
        encoder.unsigned(epoch)
        encoder.unsigned(1)
        encoder.fixed(key)
        encoder.unsigned(2)
        steward.encode(into: &encoder)
        encoder.unsigned(3)
        encoder.fixed(signature)
    }
}

extension PeerAddresses {
    fileprivate func encode(into encoder: inout CBOREncoder) {
        encoder.array(2)
        node.encode(into: &encoder)
        Frame.list(addresses, into: &encoder) { $1.text($0) }
    }
}

extension PrintOrder {
    fileprivate func encode(into encoder: inout CBOREncoder) {
        encoder.map(3)
        encoder.unsigned(0)
        encoder.fixed(job)
        encoder.unsigned(1)
        encoder.raw(document)
        encoder.unsigned(2)
        encoder.unsigned(copy)
    }
}

extension PrintReport {
    fileprivate func encode(into encoder: inout CBOREncoder) {
        encoder.map(2)
        encoder.unsigned(0)
        encoder.fixed(job)
        encoder.unsigned(1)
        encoder.unsigned(outcome.rawValue)
    }
}

extension SubjectKey {
    fileprivate func encode(into encoder: inout CBOREncoder) {
        encoder.array(2)
        encoder.fixed(subject)
        if let key { encoder.fixed(key) } else { encoder.null() }
    }
}
