import Encoding

/// A value that a setting can carry as CBOR.
protocol SettingValue {
    var cbor: CBOR { get }

    /// Nil for another shape or a value out of range.
    init?(cbor: CBOR)
}

extension String: SettingValue {
    var cbor: CBOR { .text(self) }

    /// One line of at most 256 bytes, without control characters.
    init?(cbor: CBOR) {
        guard let text = cbor.asText, text.utf8.count <= 256, !text.hasControls else { return nil }
        self = text
    }
}

extension Bool: SettingValue {
    var cbor: CBOR { .bool(self) }

    init?(cbor: CBOR) {
        guard let value = cbor.asBool else { return nil }
        self = value
    }
}

extension UInt8: SettingValue {
    var cbor: CBOR { .unsigned(UInt64(self)) }

    init?(cbor: CBOR) {
        guard let value = cbor.asUnsigned.flatMap({ UInt8(exactly: $0) }) else { return nil }
        self = value
    }
}

extension UInt16: SettingValue {
    var cbor: CBOR { .unsigned(UInt64(self)) }

    init?(cbor: CBOR) {
        guard let value = cbor.asUnsigned.flatMap({ UInt16(exactly: $0) }) else { return nil }
        self = value
    }
}

extension Money: SettingValue {
    var cbor: CBOR { .integer(minorUnits) }

    /// Settings have no negative amounts.
    init?(cbor: CBOR) {
        guard let units = cbor.asInt64, units >= 0 else { return nil }
        self.init(units)
    }
}

extension Optional: SettingValue where Wrapped: SettingValue {
    var cbor: CBOR { self?.cbor ?? .null }

    init?(cbor: CBOR) {
        if cbor.isNull {
            self = .none
            return
        }
        guard let value = Wrapped(cbor: cbor) else { return nil }
        self = .some(value)
    }
}

extension Array: SettingValue where Element: SettingValue {
    var cbor: CBOR { .array(map(\.cbor)) }

    /// At most 256 elements: a screen's worth of anything is less.
    init?(cbor: CBOR) {
        guard let items = cbor.asArray, items.count <= 256 else { return nil }
        var values: [Element] = []
        for item in items {
            guard let value = Element(cbor: item) else { return nil }
            values.append(value)
        }
        self = values
    }
}

extension Currency: SettingValue {
    var cbor: CBOR { .text(code) }

    init?(cbor: CBOR) {
        guard let code = cbor.asText else { return nil }
        self.init(code)
    }
}

extension CashRounding: SettingValue {
    var cbor: CBOR { increment.cbor }

    init?(cbor: CBOR) {
        guard let increment = Money(cbor: cbor), increment > .zero else { return nil }
        self.init(increment: increment)
    }
}

extension TaxMode: SettingValue {
    var cbor: CBOR { .map([0: .bool(isIncluded), 1: rounding.rawValue.cbor]) }

    init?(cbor: CBOR) {
        guard let map = cbor.asMap, let isIncluded = map[0].flatMap(Bool.init(cbor:)),
            let rounding = map[1].flatMap(UInt8.init(cbor:)).flatMap(Rounding.init)
        else { return nil }
        self.init(isIncluded: isIncluded, rounding: rounding)
    }
}

extension Labels: SettingValue {
    var cbor: CBOR { .array([english.cbor, spanish.cbor]) }

    init?(cbor: CBOR) {
        guard let both = [String](cbor: cbor), both.count == 2 else { return nil }
        self.init(both[0], both[1])
    }
}
