import Testing

/// Whoever is told of an error is told in words, not by a case's name.
@Suite struct ErrorWordTests {
    /// Errors that no text is made of, or whose text is made elsewhere.
    private static let elsewhere: Set<String> = [
        // Refusals of the shop: `Refusal+Text.swift` for a shell, typed messages for the lane.
        "Refusal", "BasketError", "ReturnError", "TenderError", "TaxExemptionError", "ScanError",
        "GTINError", "GS1Error", "EmbeddedError", "NumberError", "PINError", "Hindrance",
        "ShopError",
        // Files: by line, in `ImportFault+Text.swift` and `FaultTexts.swift`.
        "CSVError", "TicketFault", "ItemError", "SegmentError",
        // Devices: `DeviceSettings`, and the printer's typed messages.
        "DeviceAddressError", "PrinterFault", "BarcodeRefusal",
        // Looked at by programs alone: quarantine has reasons with numbers and words of their own.
        "PayloadError", "BasketCodingError", "ReceiptError", "RowFault", "ZoneError",
        // What a command's answer, a row or an export has, in its own fields.
        "Failure", "ControlRefusal", "ImportFault", "ExportFault", "WireFault", "FactError",
        // Nested ones of the same sorts.
        "AgreementError", "SeedError", "StartError",
    ]

    @Test func `every error that people may see says what it is in words`() {
        let files = Checkout.files.filter { $0.path.hasPrefix("Sources/") }
        let worded = Set(files.flatMap { $0.code.compactMap(Self.conformance) })
        var mute: [String] = []
        for file in files {
            for line in file.code {
                guard let name = Self.declared(line), !line.hasPrefix("    "),
                    !line.contains("CustomStringConvertible"), !worded.contains(name),
                    !Self.elsewhere.contains(name)
                else { continue }
                mute.append("\(file.path): \(name)")
            }
        }
        #expect(mute.isEmpty, "\(mute.joined(separator: "\n"))")
        #expect(worded.isSuperset(of: ["ChannelFault", "InvitationFault", "StorageError"]))
    }

    /// The error that a line declares.
    private static func declared(_ line: String) -> String? {
        let keyword = line.firstRange(of: "enum ") ?? line.firstRange(of: "struct ")
        guard let start = keyword, line.contains(" Error") else { return nil }
        let rest = line[start.upperBound...]
        let name = rest.prefix { $0.isLetter || $0.isNumber }
        let inherited = rest.dropFirst(name.count).drop { $0 != ":" }
        guard inherited.hasPrefix(":"), inherited.contains("Error") else { return nil }
        return String(name)
    }

    /// The type that a line gives words to.
    private static func conformance(_ line: String) -> String? {
        guard line.hasPrefix("extension "), line.contains("CustomStringConvertible") else {
            return nil
        }
        return String(line.dropFirst(10).prefix { $0.isLetter || $0.isNumber })
    }
}
