import Node
import Retail

extension Subcommand {
    static let initialise = Subcommand(
        path: ["init"], summary: "Make a till: its data directory, keys and first person.",
        details: """
            Asks for a passphrase and for the PIN of person 1 where no file gives them. The
            passphrase seals the store's root key; DIR/recovery-sheet.txt, printed and kept in a
            safe, restores it. DIR/training becomes the practice till, with the same people.

            With --sample everything has an answer: store 014, lane 1, USD, America/New_York, the
            taxes of Norfolk, about 300 items, and three people whose PINs the screen shows.

            --tax-place names taxes that ship with the program: virginia/Norfolk,
            united-kingdom, spain. Without it there are none until a file is imported.
            """,
        options: [
            CommonOption.data,
            .value("store", "DIGITS", "The store's number, such as 014."),
            .value("lane", "NUMBER", "This lane's number, 1 to 99."),
            .value("currency", "CODE", "The currency's code in ISO 4217, such as GBP."),
            .value("zone", "NAME", "The time zone, such as Europe/London."),
            .value("language", "en|es", "The store's language; a person can have another."),
            .value("tax-place", "PACK/PLACE", "Whose taxes to begin with."),
            .flag("sample", "Fill the shop with sample items, stock and people."),
            .flag("training", "Make a practice till: its receipts say so and move nothing."),
            .value("passphrase-file", "FILE", "The passphrase is this file's first line."),
            .value("pin-file", "FILE", "The first person's PIN is this file's first line."),
            CommonOption.json,
        ]
    ) { arguments in
        let directory = DataDirectory(try arguments.dataDirectory())
        let plan = try InitPlan(arguments)
        let made = try InitRun(
            plan: plan, directory: directory,
            secrets: InitSecrets(arguments, isSample: plan.isSample)
        ).make()
        Output.line(arguments.has("json") ? made.json.text : made.text)
        return .success
    }
}
