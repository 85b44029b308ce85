import CAvahi
import Glibc

/// One connection to the avahi daemon, with a thread of avahi's own that serves it.
///
/// It ends with the daemon or the bus (``LANDiscovery/State/failed(reason:)``); another is opened.
// avahi's threaded poll has one lock; it guards all stored state: callbacks run with it held, and
// every other access takes it in `locked`.
final class AvahiSession: @unchecked Sendable {
    struct Failure: Error {
        let reason: String
    }

    private struct Place: Hashable {
        let interface: AvahiIfIndex
        let family: AvahiProtocol
        let name: String
    }

    private let poll: OpaquePointer
    private var client: OpaquePointer?
    private var browser: OpaquePointer?
    private var group: OpaquePointer?
    private var resolvers: [Place: OpaquePointer] = [:]
    private var wanted: LANDiscovery.Offer?
    private var name: String?
    private var current = LANDiscovery.State.connecting
    private let seen: @Sendable (Sighting) -> Void

    private init(
        poll: OpaquePointer, offer: LANDiscovery.Offer?,
        seen: @escaping @Sendable (Sighting) -> Void
    ) {
        self.poll = poll
        wanted = offer
        self.seen = seen
    }

    /// Connects; a daemon that isn't there yet is waited for in the background.
    ///
    /// - Returns: fails where even the message bus can't be reached.
    static func open(
        offer: LANDiscovery.Offer?, seen: @escaping @Sendable (Sighting) -> Void
    ) -> Result<AvahiSession, Failure> {
        guard let poll = avahi_threaded_poll_new() else {
            return .failure(Failure(reason: "no thread for avahi"))
        }
        let session = AvahiSession(poll: poll, offer: offer, seen: seen)
        var code: Int32 = 0
        let client = avahi_client_new(
            avahi_threaded_poll_get(poll), AVAHI_CLIENT_NO_FAIL,
            { client, state, context in
                guard let client, let context else { return }
                AvahiSession.from(context).clientChanged(client, state)
            }, session.context, &code)
        guard let client else { return .failure(Failure(reason: Self.text(code))) }
        session.client = client
        guard avahi_threaded_poll_start(poll) == 0 else {
            return .failure(Failure(reason: "avahi's thread didn't start"))
        }
        return .success(session)
    }

    deinit {
        avahi_threaded_poll_stop(poll)
        if let client { avahi_client_free(client) }
        avahi_threaded_poll_free(poll)
    }

    var state: LANDiscovery.State { locked { current } }

    /// Announces this from now on; nil takes the announcement back.
    func offer(_ offer: LANDiscovery.Offer?) {
        locked {
            wanted = offer
            name = nil
            if current == .running { publish() }
        }
    }

    private func locked<Value>(_ work: () -> Value) -> Value {
        avahi_threaded_poll_lock(poll)
        defer { avahi_threaded_poll_unlock(poll) }
        return work()
    }

    // MARK: The daemon

    private var context: UnsafeMutableRawPointer { Unmanaged.passUnretained(self).toOpaque() }

    private static func from(_ context: UnsafeMutableRawPointer) -> AvahiSession {
        Unmanaged.fromOpaque(context).takeUnretainedValue()
    }

    private static func text(_ code: Int32) -> String { String(cString: avahi_strerror(code)) }

    /// The first call comes before `avahi_client_new` has returned.
    private func clientChanged(_ client: OpaquePointer, _ state: AvahiClientState) {
        self.client = client
        switch state {
        case AVAHI_CLIENT_S_RUNNING:
            current = .running
            browse(client)
            publish()
        case AVAHI_CLIENT_S_REGISTERING, AVAHI_CLIENT_S_COLLISION:
            // The host's own name is being settled: what was announced under it has to wait.
            if let group { avahi_entry_group_reset(group) }
        case AVAHI_CLIENT_CONNECTING: current = .connecting
        default: current = .failed(reason: Self.text(avahi_client_errno(client)))
        }
    }

    private func fail() {
        guard let client else { return }
        current = .failed(reason: Self.text(avahi_client_errno(client)))
    }

    // MARK: Letting oneself be found

    private func publish() {
        guard let client else { return }
        if group == nil {
            group = avahi_entry_group_new(
                client,
                { _, state, context in
                    guard let context else { return }
                    if state == AVAHI_ENTRY_GROUP_COLLISION {
                        AvahiSession.from(context).rename()
                    }
                }, context)
        }
        guard let group else { return fail() }
        avahi_entry_group_reset(group)
        guard let wanted else { return }
        let name = name ?? "tillmesh \(wanted.announcement.node)"
        self.name = name
        add(wanted, name: name, to: group)
    }

    private func add(_ offer: LANDiscovery.Offer, name: String, to group: OpaquePointer) {
        var list: UnsafeMutablePointer<AvahiStringList>?
        for line in offer.announcement.text.reversed() { list = avahi_string_list_add(list, line) }
        defer { avahi_string_list_free(list) }
        let code = avahi_entry_group_add_service_strlst(
            group, AvahiIfIndex(AVAHI_IF_UNSPEC), AvahiProtocol(AVAHI_PROTO_UNSPEC),
            AvahiPublishFlags(0), name, Announcement.serviceType, nil, nil, offer.port, list)
        switch Int(code) {
        case 0: if avahi_entry_group_commit(group) != 0 { fail() }
        case AVAHI_ERR_COLLISION: rename()
        default: fail()
        }
    }

    /// Another service has our name: DNS-SD's names are for people, so any other will do.
    private func rename() {
        guard let taken = name, let other = avahi_alternative_service_name(taken) else { return }
        name = String(cString: other)
        avahi_free(other)
        publish()
    }

    // MARK: Finding others

    private func browse(_ client: OpaquePointer) {
        guard browser == nil else { return }
        browser = avahi_service_browser_new(
            client, AvahiIfIndex(AVAHI_IF_UNSPEC), AvahiProtocol(AVAHI_PROTO_UNSPEC),
            Announcement.serviceType, nil, AvahiLookupFlags(0),
            { _, interface, family, event, name, type, domain, _, context in
                guard let context else { return }
                let session = AvahiSession.from(context)
                guard let name, let type, let domain else {
                    if event == AVAHI_BROWSER_FAILURE { session.fail() }
                    return
                }
                let place = Place(
                    interface: interface, family: family, name: String(cString: name))
                switch event {
                case AVAHI_BROWSER_NEW: session.resolve(place, type, domain)
                case AVAHI_BROWSER_REMOVE: session.forget(place)
                default: break
                }
            }, context)
        if browser == nil { fail() }
    }

    /// The resolver stays: it tells when the address or the text changes.
    private func resolve(
        _ place: Place, _ type: UnsafePointer<CChar>, _ domain: UnsafePointer<CChar>
    ) {
        guard let client, resolvers[place] == nil else { return }
        resolvers[place] = avahi_service_resolver_new(
            client, place.interface, place.family, place.name, type, domain,
            AvahiProtocol(AVAHI_PROTO_UNSPEC), AvahiLookupFlags(0),
            { _, interface, _, event, _, _, _, _, address, port, text, _, context in
                guard event == AVAHI_RESOLVER_FOUND, let address, let context else { return }
                AvahiSession.from(context).found(
                    address.pointee, port, on: interface, AvahiText.lines(text))
            }, context)
    }

    private func forget(_ place: Place) {
        if let resolver = resolvers.removeValue(forKey: place) {
            avahi_service_resolver_free(resolver)
        }
    }

    private func found(
        _ address: AvahiAddress, _ port: UInt16, on interface: AvahiIfIndex, _ text: [String]
    ) {
        guard let announcement = Announcement(text: text) else { return }
        let address = AvahiText.address(address, port, on: interface)
        seen(Sighting(announcement: announcement, address: address))
    }
}

/// What avahi hands over, as text.
private enum AvahiText {
    static func lines(_ list: UnsafeMutablePointer<AvahiStringList>?) -> [String] {
        var lines: [String] = []
        var next = list
        while let entry = next {
            let bytes = UnsafeRawBufferPointer(
                start: avahi_string_list_get_text(entry), count: avahi_string_list_get_size(entry))
            lines.append(String(decoding: bytes, as: UTF8.self))
            next = avahi_string_list_get_next(entry)
        }
        return lines
    }

    /// `host:port`; an address of the link alone names its interface too (RFC 4007 §11).
    static func address(
        _ address: AvahiAddress, _ port: UInt16, on interface: AvahiIfIndex
    ) -> String {
        var address = address
        var buffer = [CChar](repeating: 0, count: Int(AVAHI_ADDRESS_STR_MAX))
        avahi_address_snprint(&buffer, buffer.count, &address)
        let host = text(buffer)
        guard address.proto == AvahiProtocol(AVAHI_PROTO_INET6) else { return "\(host):\(port)" }
        guard host.hasPrefix("fe80:"), let name = interfaceName(interface) else {
            return "[\(host)]:\(port)"
        }
        return "[\(host)%\(name)]:\(port)"
    }

    private static func interfaceName(_ interface: AvahiIfIndex) -> String? {
        var buffer = [CChar](repeating: 0, count: Int(IF_NAMESIZE))
        guard if_indextoname(UInt32(bitPattern: interface), &buffer) != nil else { return nil }
        return text(buffer)
    }

    /// What stands before the first zero.
    private static func text(_ buffer: [CChar]) -> String {
        String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
