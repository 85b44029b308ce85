/// What is wrong in the file of a lane's devices, and what to write instead.
public enum DeviceText: Hashable, Sendable, Translatable {
    case notKeyAndValue(line: Int)
    case unknownKey(String, line: Int, keys: String)
    case setTwice(String, line: Int)
    case badValue(String, of: String, line: Int, DeviceValues)
    case badAddress(String, line: Int, AddressFaultText)
    case needs(String, key: String, line: Int)
    /// The file of a printer's profile; why is for support, in the log.
    case profileUnfit
    /// The file of the devices itself.
    case fileUnread

    public var translation: Translation {
        switch self {
        case .notKeyAndValue(let line):
            at(
                line, "no KEY = VALUE. Write one, or # before a comment.",
                "no es CLAVE = VALOR. Escriba una, o # ante un comentario.")
        case .unknownKey(let key, let line, let keys):
            at(
                line, "no key '\(key)'. Keys are \(keys).",
                "no hay clave '\(key)'. Las claves son \(keys).")
        case .setTwice(let key, let line):
            at(
                line, "'\(key)' stands twice. Delete one of the lines.",
                "'\(key)' está dos veces. Borre una de las líneas.")
        case .badValue(let value, let key, let line, let allowed):
            at(
                line, "'\(key)' doesn't take '\(value)'. Write \(allowed.translation.english).",
                "'\(key)' no admite '\(value)'. Escriba \(allowed.translation.spanish).")
        case .badAddress(let value, let line, let fault):
            at(
                line,
                "'\(value)' is no address: \(fault.translation.english). "
                    + "Write tcp:HOST:PORT, device:PATH, serial:PATH:BAUD or file:PATH.",
                "'\(value)' no es una dirección: \(fault.translation.spanish). "
                    + "Escriba tcp:HOST:PORT, device:PATH, serial:PATH:BAUD o file:PATH.")
        case .needs(let other, let key, let line):
            at(
                line, "'\(key)' needs a line '\(other) = …' too.",
                "'\(key)' necesita también una línea '\(other) = …'.")
        case .profileUnfit:
            Translation(
                "printer-profile-file can't be used: node.log says why; the generic one is.",
                "printer-profile-file no sirve: node.log dice por qué; se usa el genérico.")
        case .fileUnread:
            Translation(
                "devices.conf can't be read: node.log says why.",
                "devices.conf no se puede leer: node.log dice por qué.")
        }
    }

    private func at(_ line: Int, _ english: String, _ spanish: String) -> Translation {
        Translation(
            "devices.conf line \(line): " + english, "devices.conf línea \(line): " + spanish)
    }
}

/// What a key of the file takes.
public enum DeviceValues: Hashable, Sendable, Translatable {
    case oneOf([String])
    case scannerAddress
    case wedge

    public var translation: Translation {
        switch self {
        case .oneOf(let names):
            Translation(
                "one of \(names.joined(separator: ", "))",
                "uno de estos: \(names.joined(separator: ", "))")
        case .scannerAddress:
            Translation(
                "device:/dev/input/… or serial:PATH:BAUD",
                "device:/dev/input/… o serial:PATH:BAUD")
        case .wedge:
            Translation(
                "timed, none, or framed 02 03 (two codes from 01 to 1F, not 1B)",
                "timed, none o framed 02 03 (dos códigos de 01 a 1F, no 1B)")
        }
    }
}

/// Why an address of a device is none.
public enum AddressFaultText: Hashable, Sendable, Translatable {
    case empty
    case port(String)
    case rate(String)
    case flow(String)
    case unknownKind

    public var translation: Translation {
        switch self {
        case .empty: Translation("nothing after the colon", "nada tras los dos puntos")
        case .port(let port): Translation("no port '\(port)'", "no hay puerto '\(port)'")
        case .rate(let rate): Translation("no speed '\(rate)'", "no hay velocidad '\(rate)'")
        case .flow(let flow):
            Translation("no flow control '\(flow)'", "no hay control de flujo '\(flow)'")
        case .unknownKind:
            Translation("it begins with no kind", "no empieza por ninguna clase")
        }
    }
}
