public import Peripherals

/// Which devices a lane has: the content of `devices.conf`.
///
/// The defaults are a lane without any: documents go to the paper file, scans come by the keyboard.
public struct DeviceSettings: Hashable, Sendable {
    /// Where a printer's profile comes from.
    public enum ProfileSource: Hashable, Sendable {
        case builtIn(PrinterProfile)
        /// A file that ``ProfileFile`` reads.
        case file(path: String)
    }

    public struct PrinterChoice: Hashable, Sendable {
        public var address: DeviceAddress
        public var profile: ProfileSource

        public init(_ address: DeviceAddress, profile: ProfileSource) {
            self.address = address
            self.profile = profile
        }
    }

    public struct DisplayChoice: Hashable, Sendable {
        public var address: DeviceAddress
        public var dialect: CustomerDisplay.Dialect

        public init(_ address: DeviceAddress, dialect: CustomerDisplay.Dialect) {
            self.address = address
            self.dialect = dialect
        }
    }

    /// Nil: documents go to the paper file as text.
    public var printer: PrinterChoice?
    public var display: DisplayChoice?
    /// Scanners with an input of their own.
    public var scanners: [ScannerSource] = []
    /// How scans are told from keys where a scanner types into the terminal; nil: none does.
    public var wedge: ScanDecoder.Mode? = ScanDecoder.usualTiming

    public init() {}
}

/// A line of `devices.conf` that was left out; lines count from 1.
public struct DeviceSettingsProblem: Error, Equatable, Sendable, CustomStringConvertible {
    public enum Reason: Equatable, Sendable {
        case notKeyAndValue
        case unknownKey
        case setTwice
        /// The value is none of those that the key takes.
        case badValue(allowed: String)
        case badAddress(DeviceAddressError)
        /// A key that needs another one, such as a profile without a printer.
        case needs(key: String)
    }

    public let line: Int
    public let key: String
    public let value: String
    public let reason: Reason

    /// One sentence on what is wrong and one on what to do.
    public var description: String {
        let place = "devices.conf line \(line)"
        switch reason {
        case .notKeyAndValue: return "\(place): no KEY = VALUE. Write one, or # before a comment."
        case .unknownKey:
            return "\(place): no key '\(key)'. Keys are \(DeviceKey.names)."
        case .setTwice: return "\(place): '\(key)' stands twice. Delete one of the lines."
        case .badValue(let allowed):
            return "\(place): '\(key)' doesn't take '\(value)'. Write \(allowed)."
        case .badAddress(let error):
            return "\(place): '\(value)' is no address: \(Self.text(of: error)). "
                + "Write tcp:HOST:PORT, device:PATH, serial:PATH:BAUD or file:PATH."
        case .needs(let other): return "\(place): '\(key)' needs a line '\(other) = …' too."
        }
    }

    private static func text(of error: DeviceAddressError) -> String {
        switch error {
        case .empty: "nothing after the colon"
        case .badPort(let port): "no port '\(port)'"
        case .badRate(let rate): "no speed '\(rate)'"
        case .badFlow(let flow): "no flow control '\(flow)'"
        case .unknownKind: "it begins with no kind"
        }
    }
}

/// The keys of `devices.conf`.
enum DeviceKey: String, CaseIterable {
    case printer
    case profile = "printer-profile"
    case profileFile = "printer-profile-file"
    case display
    case dialect = "display-dialect"
    case scanner
    case wedge

    static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }
}
