extension ChannelFault: CustomStringConvertible {
    public var description: String {
        switch self {
        case .handshakeLength(let message, let bytes):
            "message \(message) of the handshake has \(bytes) bytes"
        case .noKeyFits: "it knows none of the store's keys"
        case .handshake(let message, let fault): "message \(message) of the handshake: \(fault)"
        case .otherPeer: "another machine answers than was called"
        case .messageLength(let bytes): "a message of \(bytes) bytes"
        case .message(let fault): "a message: \(fault)"
        case .frameTooLong(let type, let bytes, let limit):
            "frame \(type) has \(bytes) bytes, where \(limit) are allowed"
        case .flags(let type, let flags): "frame \(type) has flags that mean nothing (\(flags))"
        case .compressedTooEarly(let type): "frame \(type) is compressed before it may be"
        case .compression(let type, let error): "frame \(type) can't be unpacked: \(error)"
        case .dictionary(let type, let id): "frame \(type) needs a dictionary \(id)"
        case .notOpen: "the channel isn't open yet"
        case .ownKeys(let fault): "this machine's own key: \(fault)"
        }
    }
}

extension InvitationFault: CustomStringConvertible {
    public var description: String {
        switch self {
        case .prefix: "it doesn't begin with tillmesh1:"
        case .version(let version):
            "it is of version \(version), which this program doesn't know yet: upgrade it"
        case .character(let place): "character \(place) belongs to no invitation"
        case .length: "a part of the line is missing"
        case .encoding: "a slip in typing, or a part of the line is missing"
        case .shape: "it holds another number of things than an invitation"
        case .element(let element): "its \(element.words) can't be read"
        case .notAKey(let element): "its \(element.words) is a key that no machine can have"
        case .addresses(0): "it names no address"
        case .addresses(let count): "it names \(count) addresses, where 8 are allowed"
        case .address(let address): "'\(address)' is no host:port"
        }
    }
}

extension InvitationFault.Element {
    fileprivate var words: String {
        switch self {
        case .version: "version"
        case .store: "store"
        case .root: "root"
        case .inviter: "inviting machine"
        case .secret: "secret"
        case .addresses: "list of addresses"
        case .expiry: "end"
        }
    }
}

extension FrameFault: CustomStringConvertible {
    /// What is wrong, and where.
    public var description: String { "byte \(offset): \(reason)" }
}

extension FrameFault.Reason: CustomStringConvertible {
    public var description: String {
        switch self {
        case .encoding(let reason): "\(reason)"
        case .range: "something out of range"
        case .missing(let key): "no key \(key)"
        case .index(let index): "a log \(index) that wasn't named"
        case .logsMax(let most): "more than \(most) logs"
        case .segment: "a segment that can't be read"
        case .credential: "a credential that can't be read"
        case .limit(let bytes): "more than \(bytes) bytes"
        }
    }
}
