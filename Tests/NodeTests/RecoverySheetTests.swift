import Crypto
import Encoding
import Node
import TestSupport
import Testing

@Suite struct RecoverySheetTests {
    /// A sheet as it is printed, and what it seals.
    private func sheet(_ seed: UInt64) throws -> (text: String, seal: RootSeal) {
        var random = SplitMix64(seed: seed)
        let seal = RootSeal(bytes: random.bytes(128))
        return (seal.recoverySheet(store: "014"), seal)
    }

    private func failure(_ text: String) -> RecoverySheet.Failure? {
        do throws(RecoverySheet.Failure) {
            _ = try RecoverySheet.read(text)
            return nil
        } catch {
            return error
        }
    }

    /// The rows' words without their numbers; a place is a row, a group and a letter.
    private func rows(_ text: String) -> [[[Character]]] {
        text.split(separator: "\n").compactMap { line in
            let words = line.split(separator: " ")
            guard words.first?.contains("/7") == true else { return nil }
            return words.dropFirst().map { Array($0) }
        }
    }

    private func text(_ rows: [[[Character]]]) -> String {
        rows.enumerated().map { number, groups in
            "\(number + 1)/\(rows.count) " + groups.map { String($0) }.joined(separator: " ")
        }.joined(separator: "\n")
    }

    @Test func `the sheet carries the whole seal, as printed and as people type`() throws {
        let root = try Identity(seed: SystemRandom().bytes(32))
        let seal = try RootSeal(
            root, passphrase: Array("0123456789".utf8), salt: SystemRandom().bytes(16),
            nonce: SystemRandom().bytes(24))
        let printed = seal.recoverySheet(store: "014")
        #expect(rows(printed).count == 7)
        let read = RootSeal(bytes: try RecoverySheet.read(printed))
        #expect(read == seal)
        #expect(
            try read.open(passphrase: Array("0123456789".utf8)).publicKey == root.publicKey)
        #expect(try RecoverySheet.read(printed.uppercased()) == seal.bytes)
        let tabs = text(rows(printed)).replacing(" ", with: "\t").replacing("\n", with: "\r\n\n")
        #expect(try RecoverySheet.read(tabs) == seal.bytes)
    }

    @Test(arguments: UInt64(0)..<4)
    func `each wrong letter is found in its group`(seed: UInt64) throws {
        let (printed, _) = try sheet(seed)
        let rows = rows(printed)
        for row in rows.indices {
            for group in rows[row].indices {
                for (place, letter) in rows[row][group].enumerated() {
                    for other in "abcdefghijklmnopqrstuvwxyz234567" where other != letter {
                        var typed = rows
                        typed[row][group][place] = other
                        #expect(
                            failure(text(typed)) == .group(row: row + 1, group: group + 1),
                            "\(letter) as \(other) in row \(row + 1), group \(group + 1)")
                    }
                }
            }
        }
    }

    @Test(arguments: UInt64(0)..<20)
    func `exchanged letters, groups and rows are found where they are`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let rows = rows(try sheet(seed).text)
        let row = Int.random(in: 0..<6, using: &random)
        let group = Int.random(in: 0..<7, using: &random)
        let found = RecoverySheet.Failure.group(row: row + 1, group: group + 1)
        let (one, two) = (
            Int.random(in: 0..<5, using: &random), Int.random(in: 0..<5, using: &random)
        )
        var typed = rows
        typed[row][group].swapAt(one, two)
        #expect(failure(text(typed)) == (typed == rows ? nil : found))
        typed = rows
        typed[row].swapAt(group, group + 1)
        #expect(failure(text(typed)) == (typed == rows ? nil : found))
        typed = rows
        typed.swapAt(row, (row + 1) % 6)
        let first = min(row, (row + 1) % 6) + 1
        #expect(failure(text(typed)) == .group(row: first, group: 1))
    }

    @Test func `what is missing or too much is named`() throws {
        let rows = rows(try sheet(7).text)
        let lines = text(rows).split(separator: "\n").map(String.init)
        #expect(failure("") == .empty)
        #expect(failure("014 is the store") == .empty)
        for number in 1...7 {
            let kept = lines.enumerated().filter { $0.offset != number - 1 }.map(\.element)
            #expect(failure(kept.joined(separator: "\n")) == .row(number, of: 7))
        }
        var typed = rows
        typed[2].removeLast()
        #expect(failure(text(typed)) == .groups(row: 3, found: 7))
        typed = rows
        typed[4].append(Array("aaaaa"))
        #expect(failure(text(typed)) == .group(row: 5, group: 9))
        typed = rows
        typed[0][3].removeLast()
        #expect(failure(text(typed)) == .length(row: 1, group: 4, found: 4))
        typed = rows
        typed[0][3][1] = "0"
        #expect(failure(text(typed)) == .character(row: 1, group: 4, "0"))
        typed = rows
        typed[6].removeLast()
        #expect(failure(text(typed)) == .whole)
    }

    @Test func `a row is checked as it is typed`() throws {
        let lines = text(rows(try sheet(8).text)).split(separator: "\n").map(String.init)
        for (number, line) in lines.enumerated() {
            #expect(try RecoverySheet.check(line, row: number + 1) == 7)
            #expect(throws: RecoverySheet.Failure.row(number + 2, of: 7)) {
                try RecoverySheet.check(line, row: number + 2)
            }
            let last = line.last == "a" ? "b" : "a"
            #expect(throws: RecoverySheet.Failure.self) {
                try RecoverySheet.check(line.dropLast() + last, row: number + 1)
            }
        }
        #expect(throws: RecoverySheet.Failure.empty) { try RecoverySheet.check("", row: 1) }
    }
}
