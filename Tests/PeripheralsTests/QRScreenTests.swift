import Peripherals
import Retail
import Testing

@Suite struct QRScreenTests {
    @Test(arguments: QRVector.all, [true, false])
    func `a code on the screen has every square and its quiet zone`(
        vector: QRVector, isLightOnDark: Bool
    ) throws {
        let code = try #require(QRCode(Array(vector.text.utf8)))
        let lines = code.screenLines(isLightOnDark: isLightOnDark)
        let side = vector.rows.count + 2 * QRCode.quietSquares
        #expect(lines.count == (side + 1) / 2 && lines.allSatisfy { $0.count == side })
        let quietRow = String(repeating: "0", count: side)
        let quiet = String(repeating: "0", count: QRCode.quietSquares)
        let framed =
            Array(repeating: quietRow, count: QRCode.quietSquares)
            + vector.rows.map { quiet + $0 + quiet }
            + Array(repeating: quietRow, count: QRCode.quietSquares)
        #expect(Self.rows(lines, isLightOnDark).prefix(side) == framed[...])
    }

    /// The squares that a camera sees: ink is what the terminal's letters are, ground the rest.
    private static func rows(_ lines: [String], _ isLightOnDark: Bool) -> [String] {
        lines.flatMap { line in
            [Set("█▀"), Set("█▄")].map { ink in
                String(line.map { ink.contains($0) != isLightOnDark ? "1" : "0" })
            }
        }
    }

    /// As long as the line of an invitation with three addresses.
    @Test(arguments: BuiltInProfile.all)
    func `an invitation fits the paper of every printer`(profile: BuiltInProfile) {
        let text = "tillmesh1:" + String(repeating: "a5", count: 150)
        let printout = ESCPOS(profile: profile.profile).print(Document([.qr(text)]))
        let canDraw = profile.profile.hasQR || profile.profile.hasRaster
        #expect(printout.notices == (canDraw ? [] : [.qrAsText(text)]))
    }
}
