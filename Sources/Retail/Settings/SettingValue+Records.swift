import Encoding

extension LaneLabel: SettingValue {
    var cbor: CBOR { .map([0: .unsigned(UInt64(lane)), 1: label.cbor]) }

    init?(cbor: CBOR) {
        guard let map = cbor.asMap,
            let lane = map[0]?.asUnsigned.flatMap({ UInt32(exactly: $0) }),
            let label = map[1].flatMap(String.init(cbor:))
        else { return nil }
        self.init(lane: lane, label: label)
    }
}

extension TenderType: SettingValue {
    var cbor: CBOR {
        .map([
            0: code.cbor, 1: labels.cbor, 2: kind.rawValue.cbor, 3: opensDrawer.cbor,
            4: givesChange.cbor, 5: needsReference.cbor,
        ])
    }

    init?(cbor: CBOR) {
        guard let map = cbor.asMap, let code = map[0].flatMap(String.init(cbor:)),
            (1...16).contains(code.utf8.count), let labels = map[1].flatMap(Labels.init(cbor:)),
            let kind = map[2].flatMap(UInt8.init(cbor:)).flatMap(Kind.init),
            let opensDrawer = map[3].flatMap(Bool.init(cbor:)),
            let givesChange = map[4].flatMap(Bool.init(cbor:)),
            let needsReference = map[5].flatMap(Bool.init(cbor:))
        else { return nil }
        self.init(
            code: code, labels: labels, kind: kind, opensDrawer: opensDrawer,
            givesChange: givesChange, needsReference: needsReference)
    }
}

extension Reason: SettingValue {
    var cbor: CBOR { .map([0: number.cbor, 1: labels.cbor]) }

    init?(cbor: CBOR) {
        guard let map = cbor.asMap, let number = map[0].flatMap(UInt8.init(cbor:)),
            (1...9).contains(number), let labels = map[1].flatMap(Labels.init(cbor:))
        else { return nil }
        self.init(number, labels)
    }
}

extension ReasonList: SettingValue {
    var cbor: CBOR { .map([0: use.rawValue.cbor, 1: reasons.cbor]) }

    init?(cbor: CBOR) {
        guard let map = cbor.asMap,
            let use = map[0].flatMap(UInt8.init(cbor:)).flatMap(ReasonUse.init),
            let reasons = map[1].flatMap([Reason].init(cbor:))
        else { return nil }
        self.init(use: use, reasons: reasons)
    }
}

extension Role: SettingValue {
    var cbor: CBOR {
        .map([
            0: name.cbor, 1: .unsigned(permissions.rawValue),
            2: limits.discountRate.map { .integer($0.millionths) } ?? .null,
            3: limits.discountAmount.cbor, 4: limits.voidAmount.cbor,
        ])
    }

    /// Bits of permissions that this program doesn't know are kept: they permit nothing here.
    init?(cbor: CBOR) {
        guard let map = cbor.asMap, let name = map[0].flatMap(String.init(cbor:)), !name.isEmpty,
            let permissions = map[1]?.asUnsigned, let rate = map[2].flatMap(Self.rate),
            let amount = map[3].flatMap(Money?.init(cbor:)),
            let void = map[4].flatMap(Money?.init(cbor:))
        else { return nil }
        self.init(
            name: name, permissions: Permissions(rawValue: permissions),
            limits: RoleLimits(discountRate: rate, discountAmount: amount, voidAmount: void))
    }

    private static func rate(_ cbor: CBOR) -> Rate?? {
        if cbor.isNull { return .some(nil) }
        guard let millionths = cbor.asInt64, (0...1_000_000).contains(millionths) else {
            return nil
        }
        return .some(Rate(millionths: millionths))
    }
}
