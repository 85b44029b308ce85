/// Where a printer, a display or a scanner is attached.
public enum DeviceAddress: Hashable, Sendable {
    /// A network printer, by default on port 9100.
    case network(host: String, port: UInt16)
    /// A character device such as `/dev/usb/lp0`.
    case character(path: String)
    case serial(path: String, SerialLine)
    /// A file that jobs are appended to.
    case file(path: String)
}

extension DeviceAddress: CustomStringConvertible {
    /// As `devices.conf` takes it.
    public var description: String {
        switch self {
        case .network(let host, let port): "tcp:\(host):\(port)"
        case .character(let path): path
        case .serial(let path, let line): "serial:\(path):\(line.baud)"
        case .file(let path): "file:\(path)"
        }
    }
}

/// How a serial line is driven: 8 data bits, no parity, 1 stop bit.
public struct SerialLine: Hashable, Sendable {
    /// What keeps a fast computer from overrunning a slow printer.
    public enum FlowControl: String, CaseIterable, Hashable, Sendable {
        case none
        case hardware
        case software
    }

    /// One of ``rates``.
    public let baud: Int
    public let flow: FlowControl

    /// The speeds that printers, displays and scanners are sold with.
    public static let rates = [1_200, 2_400, 4_800, 9_600, 19_200, 38_400, 57_600, 115_200]

    /// nil where the speed is none of ``rates``.
    public init?(baud: Int, flow: FlowControl = .none) {
        guard SerialLine.rates.contains(baud) else { return nil }
        self.baud = baud
        self.flow = flow
    }
}

/// Why a text is no address of a device.
public enum DeviceAddressError: Error, Equatable {
    case empty
    case badPort(String)
    case badRate(String)
    case badFlow(String)
    /// Neither `tcp:`, `serial:`, `file:` nor a path that starts with `/`.
    case unknownKind(String)
}

extension DeviceAddressError {
    /// What is wrong with it, in English.
    public var text: String {
        switch self {
        case .empty: "nothing stands behind the colon"
        case .badPort(let port): "'\(port)' is no port"
        case .badRate(let rate): "'\(rate)' is no speed of a serial line"
        case .badFlow(let flow): "'\(flow)' is no flow control (none, hardware, software)"
        case .unknownKind: "it begins with none of tcp:, serial:, file: and /"
        }
    }
}

extension DeviceAddress {
    /// Reads `tcp:HOST[:PORT]`, `serial:PATH[:BAUD[:none|hardware|software]]`, `file:PATH` or a
    /// device's path.
    public init(_ text: String) throws(DeviceAddressError) {
        if text.hasPrefix("/") {
            self = .character(path: text)
            return
        }
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { throw .unknownKind(text) }
        guard !parts[1].isEmpty else { throw .empty }
        switch parts[0] {
        case "tcp": self = try DeviceAddress.network(parts[1])
        case "serial": self = try DeviceAddress.serial(parts[1])
        case "file": self = .file(path: String(parts[1]))
        default: throw .unknownKind(text)
        }
    }

    private static func network(_ text: Substring) throws(DeviceAddressError) -> DeviceAddress {
        // An IPv6 address stands in brackets when a port follows.
        if text.hasPrefix("["), let end = text.firstIndex(of: "]") {
            let host = String(text[text.index(after: text.startIndex)..<end])
            return .network(host: host, port: try port(text[text.index(after: end)...]))
        }
        let end = text.lastIndex(of: ":") ?? text.endIndex
        guard end > text.startIndex else { throw .empty }
        return .network(host: String(text[..<end]), port: try port(text[end...]))
    }

    /// `:9100`, or nothing for the usual one.
    private static func port(_ text: Substring) throws(DeviceAddressError) -> UInt16 {
        if text.isEmpty { return 9_100 }
        guard text.hasPrefix(":"), let port = UInt16(text.dropFirst()), port > 0 else {
            throw .badPort(String(text))
        }
        return port
    }

    private static func serial(_ text: Substring) throws(DeviceAddressError) -> DeviceAddress {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        var flow = SerialLine.FlowControl.none
        if parts.count > 2 {
            guard let named = SerialLine.FlowControl(rawValue: String(parts[2])), parts.count == 3
            else { throw .badFlow(parts[2...].joined(separator: ":")) }
            flow = named
        }
        let rate = parts.count > 1 ? String(parts[1]) : "9600"
        guard let baud = Int(rate), let line = SerialLine(baud: baud, flow: flow) else {
            throw .badRate(rate)
        }
        return .serial(path: String(parts[0]), line)
    }
}
