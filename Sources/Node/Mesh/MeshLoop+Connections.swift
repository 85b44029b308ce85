import Crypto
import Encoding
import Glibc
import Replication

extension MeshLoop {
    func accept(_ listener: Int32) {
        while hasRoom {
            guard let descriptor = TCPSocket.accept(listener) else {
                let isStarved = [EMFILE, ENFILE, ENOMEM, ENOBUFS].contains(errno)
                if isStarved { restsUntil = Self.now().milliseconds + 1_000 }
                return
            }
            let channel = Channel(
                answering: node.answeringKeys, as: node.identity,
                ephemeral: Secret(random.bytes(32)))
            add(
                descriptor, .accepted(host: TCPSocket.peerHost(of: descriptor)), .opening, channel)
        }
    }

    @discardableResult
    func add(
        _ descriptor: Int32, _ origin: MeshConnection.Origin, _ phase: MeshConnection.Phase,
        _ channel: Channel
    ) -> LinkID {
        let link = LinkID(nextLink)
        nextLink += 1
        connections[link] = MeshConnection(
            link: link, descriptor: descriptor, origin: origin, phase: phase, channel: channel,
            deadline: Self.now().milliseconds + MeshConnection.openingMilliseconds)
        return link
    }

    func serve(_ link: LinkID, _ ready: Int16) {
        guard let connection = connections[link] else { return }
        if connection.phase == .dialling {
            guard TCPSocket.isConnected(connection.descriptor) else { return end(link) }
            connections[link]?.phase = .opening
            take(link)
        } else if ready & Int16(POLLIN | POLLHUP | POLLERR) != 0 {
            read(link)
        }
        flush(link)
    }

    func read(_ link: LinkID) {
        guard let connection = connections[link] else { return }
        guard connection.phase != .closing else { return end(link) }
        switch UnixSocket.read(connection.descriptor, into: &buffer, atMost: buffer.count) {
        case .moved(let count):
            connections[link]?.channel.receive(Array(buffer[..<count]))
            take(link)
        case .notNow: return
        case .ended: end(link)
        }
    }

    /// Takes what the channel makes of its bytes.
    func take(_ link: LinkID) {
        while connections[link]?.phase == .opening || connections[link]?.phase == .open {
            do throws(ChannelFault) {
                guard let next = try connections[link]?.channel.next(using: compression) else {
                    return
                }
                obey(next, on: link)
            } catch {
                node.note(.channel(connections[link]?.name ?? "", error))
                return end(link)
            }
            settle()
        }
    }

    func obey(_ directive: Channel.Directive, on link: LinkID) {
        switch directive {
        case .send(let bytes): connections[link]?.queue.append(bytes)
        case .opened(let peer):
            connections[link]?.phase = .open
            opened(link, peer)
        case .frame(let frame): received(frame, on: link)
        case .skipped: break
        }
    }

    func opened(_ link: LinkID, _ peer: ChannelPeer) {
        guard let connection = connections[link] else { return }
        switch peer.key {
        case .mesh(let key):
            connections[link]?.key = key
            events.append(
                .linkUp(
                    link,
                    LinkOrigin(
                        isInitiator: connection.isInitiator,
                        remoteKey: peer.remoteStatic.bytes, address: connection.address,
                        epoch: UInt64(key.epoch))))
        case .invitation(let number):
            connections[link]?.joining = JoiningGuest(invitation: number, peer: peer)
        }
    }

    func received(_ frame: ReceivedFrame, on link: LinkID) {
        guard let guest = connections[link]?.joining else {
            return events.append(.frame(link, frame))
        }
        guard let welcome = node.welcome(frame, guest) else { return end(link) }
        var writer = FrameWriter()
        do throws(FrameFault) {
            send(try writer.write(welcome), on: link)
            connections[link]?.wasWelcomed = true
            finish(link)
        } catch {
            node.note(.answer(connections[link]?.name ?? "", error))
            end(link)
        }
    }

    /// Sends what is queued, as far as the network takes it.
    func flush(_ link: LinkID) {
        guard var connection = connections[link], connection.phase != .dialling else { return }
        // Held once, so that its buffer isn't copied.
        connections[link] = nil
        let flushed = connection.queue.flush(to: connection.descriptor)
        let isOver = connection.isOver
        connections[link] = connection
        guard let flushed else { return end(link) }
        if flushed > 0 { events.append(.flushed(link, bytes: flushed)) }
        if isOver { end(link) }
    }

    /// Ends a connection once what is queued is out; who doesn't take it has a while for it.
    func finish(_ link: LinkID) {
        connections[link]?.phase = .closing
        connections[link]?.deadline = Self.now().milliseconds + MeshConnection.closingMilliseconds
    }

    /// The connection is gone.
    func end(_ link: LinkID) {
        guard let connection = connections.removeValue(forKey: link) else { return }
        close(connection.descriptor)
        if !connection.wasWelcomed, let call = connection.channel.call { node.failed(call) }
        switch connection.phase {
        case .open where connection.joining == nil: events.append(.linkDown(link))
        case .dialling, .opening:
            guard let address = connection.address else { return }
            if node.tryOlderKey(at: address, wasAnswered: connection.channel.wasAnswered) {
                dial(address)
            } else {
                events.append(.dialFailed(address))
            }
        case .open, .closing: break
        }
    }

    func expire(_ now: UInt64) {
        for connection in connections.values.filter({ ($0.deadline ?? .max) <= now }) {
            end(connection.link)
        }
    }
}
