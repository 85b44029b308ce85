public import Peripherals
import Retail
public import Texts

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
        case badValue(allowed: DeviceValues)
        case badAddress(DeviceAddressError)
        /// A key that needs another one, such as a profile without a printer.
        case needs(key: String)
    }

    public let line: Int
    public let key: String
    public let value: String
    public let reason: Reason

    /// One sentence on what is wrong and one on what to do.
    public var text: DeviceText {
        switch reason {
        case .notKeyAndValue: .notKeyAndValue(line: line)
        case .unknownKey: .unknownKey(key.shown, line: line, keys: DeviceKey.names)
        case .setTwice: .setTwice(key, line: line)
        case .badValue(let allowed): .badValue(value.shown, of: key, line: line, allowed)
        case .badAddress(let error): .badAddress(value.shown, line: line, Self.text(of: error))
        case .needs(let other): .needs(other, key: key, line: line)
        }
    }

    /// The same for the log.
    public var description: String { text.translation.english }

    private static func text(of error: DeviceAddressError) -> AddressFaultText {
        switch error {
        case .empty: .empty
        case .badPort(let port): .port(port.shown)
        case .badRate(let rate): .rate(rate.shown)
        case .badFlow(let flow): .flow(flow.shown)
        case .unknownKind: .unknownKind
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
