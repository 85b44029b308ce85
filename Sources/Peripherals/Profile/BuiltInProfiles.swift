// Columns, widths, features and page numbers are facts of escpos-printer-db (Mike42 and
// contributors, CC BY 4.0), under the name in `source`; a test holds each against that database.

/// The profiles that a shop can name without writing one.
public struct BuiltInProfile: Sendable {
    public let profile: PrinterProfile
    /// The profile's name in escpos-printer-db.
    public let source: String

    /// All of them, the generic ones first.
    public static let all: [BuiltInProfile] = [
        generic42, generic48, generic58, epsonT88, epsonT20, starTSP600, citizenS651, sunmi58,
        plain,
    ]

    /// The profile of that name, nil where there is none.
    public static func named(_ name: String) -> PrinterProfile? {
        all.first { $0.profile.name == name }?.profile
    }

    private init(
        _ source: String, _ profile: PrinterProfile,
        _ change: (inout PrinterProfile) -> Void = { _ in }
    ) {
        self.source = source
        var profile = profile
        change(&profile)
        self.profile = profile
    }
}

extension BuiltInProfile {
    private typealias Page = PrinterProfile.Page

    /// 80 mm paper, 42 columns: what most Epson-compatible printers understand.
    static let generic42 = BuiltInProfile(
        "default",
        PrinterProfile(
            name: "generic-42", columnsOfFontA: 42, columnsOfFontB: 56, dots: 512,
            pages: epsonPages + [Page(44, .cp1125)] + windowsPages))

    /// 80 mm paper, 48 columns.
    static let generic48 = BuiltInProfile(
        "RP-F10-80mm",
        PrinterProfile(
            name: "generic-48", columnsOfFontA: 48, columnsOfFontB: 72, dots: 576,
            pages: [
                Page(0, .cp437), Page(2, .cp850), Page(3, .cp860), Page(4, .cp863), Page(5, .cp865),
                Page(13, .cp857), Page(14, .cp737), Page(16, .cp1252), Page(17, .cp866),
                Page(18, .cp852), Page(19, .cp858), Page(34, .cp855), Page(45, .cp1250),
                Page(46, .cp1251), Page(47, .cp1253), Page(48, .cp1254),
            ]))

    /// 58 mm paper, 32 columns, torn off by hand: the small printers sold under many names.
    static let generic58 = BuiltInProfile(
        "POS-5890",
        PrinterProfile(
            name: "generic-58", columnsOfFontA: 32, columnsOfFontB: 42, dots: 384,
            pages: [
                Page(0, .cp437), Page(2, .cp850), Page(3, .cp860), Page(4, .cp863), Page(5, .cp865),
                Page(16, .cp1252), Page(17, .cp866), Page(18, .cp852), Page(19, .cp858),
                Page(25, .cp1257), Page(56, .cp861), Page(60, .cp855), Page(61, .cp857),
                Page(64, .cp737), Page(66, .cp869), Page(72, .cp1250), Page(73, .cp1251),
                Page(90, .cp1253), Page(91, .cp1254), Page(95, .cp775),
            ])
    ) {
        $0.cutter = .none
        $0.barcodes = .none
        $0.hasQR = false
        $0.hasColumnImage = false
        // Not in the database: these are sold set up for GB18030, and then print no accents.
        $0.startsInKanjiMode = true
    }

    static let epsonT88 = BuiltInProfile(
        "TM-T88V",
        PrinterProfile(
            name: "epson-tm-t88", columnsOfFontA: 42, columnsOfFontB: 56, dots: 512,
            pages: epsonPages + windowsPages))

    static let epsonT20 = BuiltInProfile(
        "TM-T20III",
        PrinterProfile(
            name: "epson-tm-t20", columnsOfFontA: 48, columnsOfFontB: 64, dots: 576,
            pages: epsonPages + [Page(44, .cp1125)] + windowsPages))

    /// Star's TSP series, switched to its ESC/POS mode; its page numbers are its own.
    static let starTSP600 = BuiltInProfile(
        "TSP600",
        PrinterProfile(
            name: "star-tsp600", columnsOfFontA: 42, columnsOfFontB: 56, dots: 576,
            pages: [
                Page(0, .cp437), Page(4, .cp858), Page(5, .cp852), Page(6, .cp860), Page(7, .cp861),
                Page(8, .cp863), Page(9, .cp865), Page(10, .cp866), Page(11, .cp855),
                Page(12, .cp857), Page(15, .cp737), Page(17, .cp869), Page(32, .cp1252),
                Page(33, .cp1250), Page(34, .cp1251),
            ]))

    static let citizenS651 = BuiltInProfile(
        "CT-S651",
        PrinterProfile(
            name: "citizen-ct-s651", columnsOfFontA: 48, columnsOfFontB: 64, dots: 640,
            pages: [
                Page(0, .cp437), Page(2, .cp850), Page(3, .cp860), Page(4, .cp863), Page(5, .cp865),
                Page(6, .cp852), Page(7, .cp866), Page(8, .cp857), Page(9, .cp1252),
                Page(19, .cp858),
            ]))

    static let sunmi58 = BuiltInProfile(
        "Sunmi-V2",
        PrinterProfile(
            name: "sunmi-58", columnsOfFontA: 32, columnsOfFontB: 42, dots: 384,
            pages: [
                Page(0, .cp437), Page(2, .cp850), Page(3, .cp860), Page(4, .cp863), Page(5, .cp865),
                Page(13, .cp857), Page(14, .cp737), Page(15, .iso8859part7), Page(16, .cp1252),
                Page(17, .cp866), Page(18, .cp852), Page(19, .cp858), Page(33, .cp775),
                Page(34, .cp855),
            ])
    ) {
        $0.cutter = .none
        $0.hasColumnImage = false
    }

    /// The least that all of them do: one page, no codes, no knife.
    static let plain = BuiltInProfile(
        "simple",
        PrinterProfile(
            name: "plain", columnsOfFontA: 42, columnsOfFontB: 56, dots: 512,
            pages: [Page(0, .cp437)])
    ) {
        $0.cutter = .none
        $0.barcodes = .none
        $0.hasQR = false
        $0.hasColumnImage = false
        $0.answersStatus = false
    }

    /// The numbers that Epson's current printers share, up to 40.
    private static let epsonPages = [
        Page(0, .cp437), Page(2, .cp850), Page(3, .cp860), Page(4, .cp863), Page(5, .cp865),
        Page(13, .cp857), Page(14, .cp737), Page(15, .iso8859part7), Page(16, .cp1252),
        Page(17, .cp866), Page(18, .cp852), Page(19, .cp858), Page(33, .cp775), Page(34, .cp855),
        Page(35, .cp861), Page(38, .cp869), Page(39, .iso8859part2), Page(40, .iso8859part15),
    ]

    private static let windowsPages = [
        Page(45, .cp1250), Page(46, .cp1251), Page(47, .cp1253), Page(48, .cp1254),
        Page(51, .cp1257),
    ]
}
