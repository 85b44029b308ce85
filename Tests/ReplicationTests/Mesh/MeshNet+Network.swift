import CRDT
import Crypto
import Encoding
import Replication
import TestSupport

// Connections that only deliver in order, and what is read along of what crosses them.

extension MeshNet {
    mutating func dial(_ address: String, _ node: Int) {
        dials[node] += 1
        guard let target = Int(address.dropFirst(5).dropLast(2)), dialsAreAnswered else {
            return step(node, .dialFailed(address))
        }
        links += 2
        let (near, far) = (
            End(node: node, link: LinkID(links - 1)), End(node: target, link: LinkID(links))
        )
        (others[near.link], others[far.link]) = (far, near)
        (talks[near.link], talks[far.link]) = (Talk(), Talk())
        let epoch = min(nodes[node].epoch, nodes[target].epoch)
        push(
            1, far,
            .up(
                LinkOrigin(
                    isInitiator: false, remoteKey: key(node), address: nil, epoch: epoch)))
        push(
            2, near,
            .up(
                LinkOrigin(
                    isInitiator: true, remoteKey: key(target), address: address, epoch: epoch)))
    }

    private func key(_ node: Int) -> [UInt8] {
        (try? X25519.publicKey(ofNode: nodes[node].author.node.key.bytes)) ?? []
    }

    mutating func send(_ frame: ChannelFrame, from end: End) {
        listen(frame, end)
        if stuck.contains(end.node) {
            heldBack[end.node, default: []].append((end, frame))
        } else {
            carry(frame, from: end)
        }
    }

    mutating func carry(_ frame: ChannelFrame, from end: End) {
        guard let far = others[end.link] else { return }
        push(1, end, .flushed(frame.body.count))
        if mute.contains(end.node), frame.type == .ops { return }
        let received = ReceivedFrame(
            type: frame.type, body: frame.body, bodyBytesAsSent: frame.body.count)
        push(UInt64.random(in: 1...delayMost, using: &random), far, .frame(received))
    }

    /// Holds what is said against the protocol's bounds.
    private mutating func listen(_ frame: ChannelFrame, _ end: End) {
        guard var talk = talks[end.link] else { return }
        defer { talks[end.link] = talk }
        let isHello = [.hello, .bye].contains(frame.type)
        let read: Frame
        do throws(FrameFault) {
            read = try talk.reader.read(frame.type, frame.body, stage: isHello ? .greeting : .open)
        } catch {
            return findings.append("a frame that can't be read: \(error)")
        }
        switch read {
        case .want(let want):
            for entry in want.entries {
                if entry.fromSeq == 0 {
                    talk.wanted.remove(entry.log)
                } else {
                    talk.wanted.insert(entry.log)
                }
            }
            talk.credit += Int64(want.credit)
            if talk.credit > 4_194_304 { findings.append("credit of \(talk.credit) bytes") }
        case .have(.whole), .have(.changes): talk.adverts += 1
        case .ops(let segment):
            talk.segments.append(segment)
            spend(frame.body.count, end)
        case .have, .hello, .ask, .denied, .proof, .offer, .partRequest, .part, .ping, .pong,
            .bye, .join, .welcome, .meshKey, .peers, .stateRequest, .state, .print, .printed,
            .keys, .offerRequest:
            return
        }
    }

    private mutating func spend(_ bytes: Int, _ end: End) {
        guard let asker = others[end.link] else { return }
        if talks[asker.link]?.credit ?? 0 <= 0 { findings.append("sent without credit") }
        talks[asker.link]?.credit -= Int64(bytes)
    }

    mutating func close(_ end: End) {
        guard let far = others.removeValue(forKey: end.link) else { return }
        others[far.link] = nil
        push(delayMost + 1, far, .down)
    }

    private mutating func push(_ after: UInt64, _ end: End, _ what: Happening) {
        order += 1
        // Frames of one link keep their order, whatever each draws.
        let last = queue.last { $0.end == end && !$0.what.isFlushed }?.at ?? 0
        let at = what.isFlushed ? now + after : max(now + after, last)
        let place = queue.firstIndex { $0.at > at } ?? queue.count
        queue.insert((at, order, end, what), at: place)
    }

    mutating func deliver(_ end: End, _ what: Happening) {
        switch what {
        case .frame(let frame): step(end.node, .frame(end.link, frame))
        case .flushed(let bytes): step(end.node, .flushed(end.link, bytes: bytes))
        case .up(let origin): step(end.node, .linkUp(end.link, origin))
        case .down: step(end.node, .linkDown(end.link))
        }
    }
}

extension MeshNet.Happening {
    fileprivate var isFlushed: Bool {
        if case .flushed = self { true } else { false }
    }
}
