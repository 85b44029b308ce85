import Encoding
import Node
import Retail

/// What only the owner may know: the passphrase of the root key, the first person's PIN.
struct InitSecrets {
    let passphrase: [UInt8]
    /// True where the program drew the passphrase, so the sheet must show it.
    let isDrawn: Bool
    /// Nil in the sample shop, whose people have PINs that everybody may know.
    let pin: String?

    init(_ arguments: Arguments, isSample: Bool) throws(Failure) {
        if let file = arguments.value("passphrase-file") {
            passphrase = try Self.line(of: file, "passphrase-file")
            isDrawn = false
        } else if isSample {
            passphrase = Self.drawn()
            isDrawn = true
        } else {
            passphrase = try Self.asked(
                "passphrase-file", what: "the passphrase",
                "Passphrase that guards the store's root key, 10 characters or more")
            isDrawn = false
        }
        guard passphrase.count >= RootSeal.passphraseCharactersMin else {
            throw Failure(
                .badData,
                "init: the passphrase needs at least \(RootSeal.passphraseCharactersMin) "
                    + "characters; four unrelated words are easy to keep")
        }
        pin = isSample ? nil : try Self.pin(arguments)
    }

    private static func pin(_ arguments: Arguments) throws(Failure) -> String {
        let bytes =
            if let file = arguments.value("pin-file") {
                try line(of: file, "pin-file")
            } else {
                try asked("pin-file", what: "the PIN", "PIN of person 1, the admin, 4 to 8 digits")
            }
        let pin = String(decoding: bytes, as: UTF8.self)
        do {
            try PINPolicy().check(pin)
        } catch {
            throw Failure(.badData, "init: a PIN has 4 to 8 digits and nothing else")
        }
        return pin
    }

    private static func asked(
        _ option: String, what: String, _ question: String
    ) throws(Failure) -> [UInt8] {
        guard Terminal.isInteractive else {
            throw Failure(
                .usage,
                "init: nobody can type \(what) here: write it into a file that only you can read "
                    + "and give --\(option) FILE")
        }
        return try Terminal.newSecret(question)
    }

    /// The first line of a file.
    private static func line(of path: String, _ option: String) throws(Failure) -> [UInt8] {
        let bytes: [UInt8]
        do {
            bytes = try FileSystem.read(path, limit: 1 << 12)
        } catch {
            throw Failure(error)
        }
        let line = bytes.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
        guard !line.isEmpty else {
            throw Failure(.badData, "init: --\(option): the first line of \(path) is empty")
        }
        guard let text = String(validating: line, as: UTF8.self), text.shown == text else {
            throw Failure(
                .badData,
                "init: --\(option): the first line of \(path) is no text that can be typed")
        }
        return Array(line)
    }

    /// 120 random bits in groups that can be typed from paper.
    private static func drawn() -> [UInt8] {
        let letters = Array(Base32.encode(SystemRandom().bytes(15)))
        let groups = stride(from: 0, to: letters.count, by: 4).map {
            String(letters[$0..<min($0 + 4, letters.count)])
        }
        return Array(groups.joined(separator: "-").utf8)
    }
}
