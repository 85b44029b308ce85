public import Node
public import Peripherals
import Texts

extension DeviceSettings {
    /// Reads `devices.conf`: `key = value` a line, `#` starts a comment.
    ///
    /// A bad line is left out and told: a wrong printer must not keep a lane from selling.
    public static func read(
        _ text: String
    ) -> (settings: DeviceSettings, problems: [DeviceSettingsProblem]) {
        var reader = DeviceSettingsReader()
        for (index, line) in text.split(
            omittingEmptySubsequences: false, whereSeparator: \.isNewline
        ).enumerated() {
            reader.take(line, number: index + 1)
        }
        return (reader.settings(), reader.problems)
    }
}

/// Collects the lines by key, then makes settings of them.
private struct DeviceSettingsReader {
    struct Entry {
        let line: Int
        let value: String
    }

    private(set) var problems: [DeviceSettingsProblem] = []
    private var single: [DeviceKey: Entry] = [:]
    private var scanners: [Entry] = []

    mutating func take(_ line: Substring, number: Int) {
        let content = line.prefix { $0 != "#" }
        guard content.contains(where: { !$0.isWhitespace }) else { return }
        let parts = content.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let name = Self.trimmed(parts[0])
        let entry = Entry(line: number, value: parts.count == 2 ? Self.trimmed(parts[1]) : "")
        guard !name.isEmpty, !entry.value.isEmpty else {
            return refuse(name, entry, .notKeyAndValue)
        }
        guard let key = DeviceKey(rawValue: name) else { return refuse(name, entry, .unknownKey) }
        if key == .scanner {
            scanners.append(entry)
        } else if single[key] != nil {
            refuse(name, entry, .setTwice)
        } else {
            single[key] = entry
        }
    }

    mutating func settings() -> DeviceSettings {
        var settings = DeviceSettings()
        settings.printer = printer()
        settings.display = display()
        settings.scanners = scanners.compactMap { scanner($0) }
        if let entry = single[.wedge] { settings.wedge = wedge(entry, else: settings.wedge) }
        problems.sort { $0.line < $1.line }
        return settings
    }

    private mutating func printer() -> DeviceSettings.PrinterChoice? {
        let profile = profile()
        guard let entry = single[.printer] else {
            for key in [DeviceKey.profile, .profileFile] {
                if let stray = single[key] { refuse(key, stray, .needs(key: "printer")) }
            }
            return nil
        }
        return address(.printer, entry).map { .init($0, profile: profile) }
    }

    private mutating func profile() -> DeviceSettings.ProfileSource {
        let usual = DeviceSettings.ProfileSource.builtIn(BuiltInProfile.all[0].profile)
        if let file = single[.profileFile] {
            if let named = single[.profile] { refuse(.profile, named, .setTwice) }
            return .file(path: file.value)
        }
        guard let entry = single[.profile] else { return usual }
        guard let profile = BuiltInProfile.named(entry.value) else {
            let names = BuiltInProfile.all.map(\.profile.name)
            refuse(.profile, entry, .badValue(allowed: .oneOf(names)))
            return usual
        }
        return .builtIn(profile)
    }

    private mutating func display() -> DeviceSettings.DisplayChoice? {
        var dialect = CustomerDisplay.Dialect.cd5220
        if let entry = single[.dialect] {
            let names = CustomerDisplay.Dialect.allCases.map(\.rawValue)
            if let named = CustomerDisplay.Dialect(rawValue: entry.value) {
                dialect = named
            } else {
                refuse(.dialect, entry, .badValue(allowed: .oneOf(names)))
            }
            if single[.display] == nil { refuse(.dialect, entry, .needs(key: "display")) }
        }
        guard let entry = single[.display] else { return nil }
        return address(.display, entry).map { .init($0, dialect: dialect) }
    }

    /// `serial:PATH[:BAUD]`, or the path of an input device.
    private mutating func scanner(_ entry: Entry) -> ScannerSource? {
        guard let address = address(.scanner, entry) else { return nil }
        switch address {
        case .character(let path): return .keys(path: path, isGrabbed: true)
        case .serial(let path, let line): return .serial(path: path, line, .lines)
        case .network, .file:
            refuse(.scanner, entry, .badValue(allowed: .scannerAddress))
            return nil
        }
    }

    /// `timed`, `none`, or `framed PREFIX SUFFIX` as two codes in hexadecimal.
    private mutating func wedge(
        _ entry: Entry, else usual: ScanDecoder.Mode?
    ) -> ScanDecoder.Mode? {
        let words = entry.value.split(separator: " ")
        switch words.first {
        case "timed" where words.count == 1: return ScanDecoder.usualTiming
        case "none" where words.count == 1: return nil
        case "framed" where words.count == 3:
            if let prefix = Self.control(words[1]), let suffix = Self.control(words[2]),
                prefix != suffix
            {
                return .framed(prefix: prefix, suffix: suffix)
            }
        case _: break
        }
        refuse(.wedge, entry, .badValue(allowed: .wedge))
        return usual
    }

    /// A control character: nothing that a key types into a field, and no escape sequence.
    private static func control(_ text: Substring) -> Unicode.Scalar? {
        guard text.utf8.count <= 2, let code = UInt8(text, radix: 16), (1...31).contains(code),
            code != 0x1B
        else { return nil }
        return Unicode.Scalar(code)
    }

    private mutating func address(_ key: DeviceKey, _ entry: Entry) -> DeviceAddress? {
        // `device:/dev/usb/lp0` says of a path what it is.
        let isDevice = entry.value.hasPrefix("device:/")
        let text = isDevice ? String(entry.value.dropFirst("device:".count)) : entry.value
        do throws(DeviceAddressError) {
            return try DeviceAddress(text)
        } catch {
            refuse(key, entry, .badAddress(error))
            return nil
        }
    }

    private mutating func refuse(
        _ key: DeviceKey, _ entry: Entry, _ reason: DeviceSettingsProblem.Reason
    ) {
        refuse(key.rawValue, entry, reason)
    }

    private mutating func refuse(
        _ key: String, _ entry: Entry, _ reason: DeviceSettingsProblem.Reason
    ) {
        problems.append(
            DeviceSettingsProblem(line: entry.line, key: key, value: entry.value, reason: reason))
    }

    private static func trimmed(_ text: Substring) -> String {
        let start = text.drop { $0.isWhitespace }
        guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(start[...last])
    }
}

extension DeviceSettings {
    /// Reads `devices.conf`; a file that isn't there names no device.
    public static func read(
        file path: String
    ) throws(FileError) -> (DeviceSettings, [DeviceSettingsProblem]) {
        guard FileSystem.exists(path) else { return (DeviceSettings(), []) }
        let bytes = try FileSystem.read(path, limit: 1 << 16)
        return read(String(decoding: bytes, as: UTF8.self))
    }
}

extension DeviceSettings.ProfileSource {
    /// The profile, from its file where it has one.
    public func load() throws -> PrinterProfile {
        switch self {
        case .builtIn(let profile): return profile
        case .file(let path):
            let bytes = try FileSystem.read(path, limit: 1 << 16)
            return try ProfileFile.read(String(decoding: bytes, as: UTF8.self))
        }
    }
}
