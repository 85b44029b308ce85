/// Why an item is none; limits are what a line of the screen and the log can bear.
public enum ItemError: Error, Hashable, Sendable {
    case emptyCode
    case emptyName
    case tooLong(field: Field, charactersMost: Int)
    case controlCharacter(field: Field)
    case negativeCost
    /// Above 120 years.
    case ageOutOfRange(UInt8)

    public enum Field: Hashable, Sendable, CaseIterable {
        case code
        case name
        case department
        case taxCategory

        public var charactersMost: Int {
            switch self {
            case .code, .department: 32
            case .name: 64
            case .taxCategory: 8
            }
        }
    }
}

extension Item {
    public static let ageMost: UInt8 = 120

    /// Checks lengths, characters and ranges.
    ///
    /// - Throws: ``ItemError`` for the first field that is wrong.
    public func check() throws(ItemError) {
        guard !code.text.isEmpty else { throw .emptyCode }
        guard name.contains(where: { !$0.isWhitespace }) else { throw .emptyName }
        for field in ItemError.Field.allCases {
            let text = text(of: field)
            guard !text.hasControls else { throw .controlCharacter(field: field) }
            guard text.count <= field.charactersMost, text.utf8.count <= 4 * field.charactersMost
            else { throw .tooLong(field: field, charactersMost: field.charactersMost) }
        }
        if let cost, cost < .zero { throw .negativeCost }
        if let minimumAge, minimumAge > Self.ageMost { throw .ageOutOfRange(minimumAge) }
    }

    private func text(of field: ItemError.Field) -> String {
        switch field {
        case .code: code.text
        case .name: name
        case .department: department
        case .taxCategory: taxCategory
        }
    }
}
