import Encoding

/// A setting's value as JSON, which people can type; a map's keys are its numbers as text.
enum SettingText {
    static func json(_ value: CBOR) -> JSON {
        switch value {
        case .unsigned(let number): .unsigned(number)
        case .negative(let number): .integer(~Int64(clamping: number))
        case .bytes(let bytes): .string(Hex.encode(bytes))
        case .text(let text): .string(text)
        case .array(let items): .array(items.map(json))
        case .map(let map): .object(map.entries.map { (name($0.key), json($0.value)) })
        case .bool(let truth): .truth(truth)
        case .null: .null
        }
    }

    private static func name(_ key: CBORMap.Key) -> String {
        switch key {
        case .unsigned(let number): String(number)
        case .text(let text): text
        }
    }

    /// What a typed value may stand for, the likeliest first: JSON, else the text itself.
    static func readings(of text: String) -> [CBOR] {
        var reader = SettingReader(text)
        let plain = CBOR.text(text)
        guard let value = reader.all() else { return [plain] }
        return [value, plain]
    }
}
