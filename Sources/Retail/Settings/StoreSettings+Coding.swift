import Encoding

extension StoreSettings {
    /// A setting's current value as a ``SettingChange`` carries it: deterministic CBOR.
    public func value(of name: SettingName) -> [UInt8] { cbor(of: name).encoded }

    /// Takes a changed setting.
    ///
    /// - Throws: ``SettingError``; then nothing changed.
    public mutating func apply(name: String, value: [UInt8]) throws(SettingError) {
        guard let known = SettingName(rawValue: name) else { throw .unknownName(name) }
        guard let cbor = try? CBOR.decode(value) else { throw .badValue(known) }
        try take(cbor, as: known)
    }

    /// The settings of a store from its current changes, in any order, one a name.
    ///
    /// - Parameter changes: names and values as they stand in the register.
    /// - Returns: the settings, and what was refused: unknown names, values that make no sense.
    public static func reading(
        _ changes: some Sequence<(name: String, value: [UInt8])>
    ) -> (settings: StoreSettings, refused: [SettingError]) {
        var settings = StoreSettings()
        var refused: [SettingError] = []
        for (name, value) in changes {
            do throws(SettingError) { try settings.apply(name: name, value: value) } catch {
                refused.append(error)
            }
        }
        return (settings, refused)
    }

    private func cbor(of name: SettingName) -> CBOR {
        switch name {
        case .storeNumber: storeNumber.cbor
        case .storeName: storeName.cbor
        case .laneLabels: laneLabels.cbor
        case .currency: currency.cbor
        case .zone: zone.cbor
        case .cutoffHour: cutoffHour.cbor
        case .language: language.cbor
        case .taxMode: taxMode.cbor
        case .taxPlace: taxPlace.cbor
        case .tenders: tenders.cbor
        case .reasons: reasons.cbor
        case .quickNotes: quickNotes.cbor
        case .denominations: denominations.cbor
        case .cashRounding: cashRounding.cbor
        case .barcodeTemplates: barcodeTemplates.cbor
        case .receiptHeader: receiptHeader.cbor
        case .receiptFooter: receiptFooter.cbor
        case .dropLimit: dropLimit.cbor
        case .roles: roles.cbor
        case .mergesSameItems: mergesSameItems.cbor
        case .returnCapWithoutReceipt: returnCapWithoutReceipt.cbor
        case .returnCapUnconfirmed: returnCapUnconfirmed.cbor
        case .idleMinutes: idleMinutes.cbor
        case .retentionDays: retentionDays.cbor
        }
    }

    private mutating func take(_ cbor: CBOR, as name: SettingName) throws(SettingError) {
        switch name {
        case .storeNumber: try set(\.storeNumber, cbor, name) { Self.isStoreNumber($0) }
        case .storeName: try set(\.storeName, cbor, name)
        case .laneLabels: try set(\.laneLabels, cbor, name)
        case .currency: try set(\.currency, cbor, name)
        case .zone: try set(\.zone, cbor, name) { Self.isZoneName($0) }
        case .cutoffHour: try set(\.cutoffHour, cbor, name) { $0 <= 12 }
        case .language: try set(\.language, cbor, name) { $0 == "en" || $0 == "es" }
        case .taxMode: try set(\.taxMode, cbor, name)
        case .taxPlace: try set(\.taxPlace, cbor, name)
        case .tenders: try set(\.tenders, cbor, name) { Self.haveOneCash($0) }
        case .reasons: try set(\.reasons, cbor, name)
        case .quickNotes: try set(\.quickNotes, cbor, name) { $0.allSatisfy { $0 > .zero } }
        case .denominations: try set(\.denominations, cbor, name) { $0.allSatisfy { $0 > .zero } }
        case .cashRounding: try set(\.cashRounding, cbor, name)
        case .barcodeTemplates: try setTemplates(cbor)
        case .receiptHeader: try set(\.receiptHeader, cbor, name) { $0.count <= 16 }
        case .receiptFooter: try set(\.receiptFooter, cbor, name) { $0.count <= 16 }
        case .dropLimit: try set(\.dropLimit, cbor, name)
        case .roles: try set(\.roles, cbor, name) { !$0.isEmpty }
        case .mergesSameItems: try set(\.mergesSameItems, cbor, name)
        case .returnCapWithoutReceipt: try set(\.returnCapWithoutReceipt, cbor, name)
        case .returnCapUnconfirmed: try set(\.returnCapUnconfirmed, cbor, name)
        case .idleMinutes: try set(\.idleMinutes, cbor, name) { $0 > 0 }
        case .retentionDays:
            try set(\.retentionDays, cbor, name) { $0 >= Self.retentionDaysLeast }
        }
    }

    private mutating func set<Value: SettingValue>(
        _ path: WritableKeyPath<StoreSettings, Value>, _ cbor: CBOR, _ name: SettingName,
        where isGood: (Value) -> Bool = { _ in true }
    ) throws(SettingError) {
        guard let value = Value(cbor: cbor), isGood(value) else { throw .badValue(name) }
        self[keyPath: path] = value
    }

    private mutating func setTemplates(_ cbor: CBOR) throws(SettingError) {
        guard let patterns = [String](cbor: cbor) else { throw .badValue(.barcodeTemplates) }
        for pattern in patterns {
            do throws(BarcodeTemplateError) { _ = try BarcodeTemplate(pattern) } catch {
                throw .badTemplate(pattern.shown, error)
            }
        }
        barcodeTemplates = patterns
    }

    /// Digits, since receipt numbers begin with it.
    private static func isStoreNumber(_ text: String) -> Bool {
        Digits.areAll(text) && text.utf8.count <= 8
    }

    /// A name that can't lead a reader of files anywhere else.
    private static func isZoneName(_ text: String) -> Bool {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        return text.utf8.count <= 64
            && parts.allSatisfy { part in
                part.utf8.first.map(Self.isLetter) ?? false
                    && part.utf8.allSatisfy {
                        Self.isLetter($0) || Digits.isDigit($0) || "_+-".utf8.contains($0)
                    }
            }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte & 0xDF)
    }

    /// Change and rounding need exactly one tender that is cash; codes must differ.
    private static func haveOneCash(_ tenders: [TenderType]) -> Bool {
        tenders.count { $0.kind == .cash } == 1
            && Set(tenders.map(\.code)).count == tenders.count
    }
}

extension StoreSettings {
    /// The store's templates, ready to read with.
    public var templates: [BarcodeTemplate] {
        barcodeTemplates.compactMap { try? BarcodeTemplate($0) }
    }

    /// The role table's view of a person's role names.
    public func rights(of names: [String]) -> Rights { Rights(of: names, among: roles) }

    /// What a lane is called; its number where it has no name.
    public func label(ofLane lane: UInt32) -> String {
        laneLabels.first { $0.lane == lane }?.label ?? String(lane)
    }
}
