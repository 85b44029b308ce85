import CRDT
import Crypto
import Glibc
import Replication
import Storage

extension MeshLoop {
    func obey(_ directive: MeshDirective) {
        switch directive {
        case .send(let link, let frame): send(frame, on: link)
        case .accepted(let link, let dictionaries, let historyBytes):
            connections[link]?.channel.accept(
                dictionaries: dictionaries, historyBytes: historyBytes)
            connections[link]?.deadline = nil
        case .close(let link): finish(link)
        case .read(let link, let read): serve(read, on: link)
        case .look(let head): look(head)
        case .ingest(let link, let segment):
            node.ingest(segment) { [inbox] in inbox.post(.arrived(link, segment.log, $0)) }
        case .restore(let log, let run): node.restore(log, run)
        case .dial(let address): dial(address)
        case .received(let peer, let frame): node.received(frame, from: peer)
        case .reportState(let link):
            node.reportState { [inbox] in inbox.post(.event(.state(link, $0))) }
        case .peerUp(let peer):
            hold(by: peer)
            show()
        case .peerDown: show()
        case .meshKey(let key, let peer): take(key, from: peer)
        case .endLife(let incarnation): node.endLife(incarnation)
        case .alarm(let alarm): node.note(.mesh(name(of: alarm), alarm))
        }
    }

    func send(_ frame: ChannelFrame, on link: LinkID) {
        guard let phase = connections[link]?.phase, phase == .open else { return }
        do throws(ChannelFault) {
            guard let out = try connections[link]?.channel.send([frame], using: compression) else {
                return
            }
            connections[link]?.queue.append(out.bytes, reporting: frame.body.count)
            let saved = frame.body.count - (out.bodyBytesAsSent.first ?? frame.body.count)
            if frame.type == .ops && saved > 0 { events.append(.packed(link, savedBytes: saved)) }
        } catch {
            node.note(.channel(connections[link]?.name ?? "", error))
            end(link)
        }
    }

    func serve(_ read: StreamRead, on link: LinkID) {
        do throws(StorageError) {
            let found = try reader.stream(read)
            events.append(
                .read(link, read, found.operations, isComplete: found.isComplete))
        } catch {
            node.note(.storage(error))
            end(link)
        }
    }

    func look(_ head: Have.Entry) {
        do throws(StorageError) {
            events.append(.looked(head, isHeld: try reader.holds(head)))
        } catch {
            node.note(.storage(error))
        }
    }

    func dial(_ address: String) {
        guard let key = node.dialingKey(at: address) else {
            return events.append(.dialFailed(address))
        }
        node.resolve(address) { [inbox] in inbox.post(.resolved(address, $0, key)) }
    }

    func connect(_ address: String, _ places: [SocketAddress], _ key: ChannelKey) {
        for place in places {
            guard let descriptor = TCPSocket.connect(to: place) else { continue }
            do throws(ChannelFault) {
                let channel = try Channel(
                    calling: key, as: node.identity, ephemeral: Secret(random.bytes(32)))
                add(descriptor, .dialled(address: address), .dialling, channel)
                return
            } catch {
                close(descriptor)
                node.note(.channel(address, error))
            }
        }
        events.append(.dialFailed(address))
    }

    func take(_ key: MeshKeyNotice, from peer: NodeID) {
        guard let current = node.take(key, from: peer) else { return }
        events.append(.meshKey(current))
    }

    /// Whoever made a channel under a key has it.
    private func hold(by peer: NodeID) {
        for status in mesh.peers where status.node == peer {
            if let key = connections[status.link]?.key { node.hold(key, by: peer) }
        }
    }

    /// Where the connection leads that an alarm is about.
    private func name(of alarm: MeshAlarm) -> String {
        let link: LinkID? =
            switch alarm {
            case .ownAddress(let link), .twin(let link, _), .twins(let link, _),
                .refusedHello(let link, _), .protocolError(let link, _, _),
                .badSegment(let link, _):
                link
            case .bye: nil
            }
        return link.flatMap { connections[$0]?.name } ?? "a peer"
    }
}
