import Node
import Retail
import Texts

/// Makes what the plan says and writes the recovery sheet.
struct InitRun {
    let plan: InitPlan
    let directory: DataDirectory
    let secrets: InitSecrets

    func make() throws(Failure) -> InitReport {
        let founding = founding(isTraining: plan.isTraining)
        let practice = plan.isTraining ? nil : self.founding(isTraining: true)
        var sheet: String
        do throws(FoundingError) {
            sheet = try directory.found(founding, practice: practice)
        } catch {
            throw Failure(error)
        }
        if secrets.isDrawn { sheet += drawnPassphrase }
        do throws(FileError) {
            try FileSystem.replace(
                directory.recoverySheet, with: Array(sheet.utf8), mode: 0o600)
        } catch {
            throw Failure(
                .inputOutput, "the till is made, but its recovery sheet isn't: \(error)\n\n\(sheet)"
            )
        }
        return InitReport(plan: plan, directory: directory, secrets: secrets, sheet: sheet)
    }

    private func founding(isTraining: Bool) -> Founding {
        var founding = Founding(
            storeNumber: plan.store, lane: plan.lane, isTraining: isTraining,
            passphrase: secrets.passphrase, settings: plan.settings, taxRules: plan.taxRules,
            people: people)
        guard plan.isSample else { return founding }
        founding.items = SampleShop.items(
            plan.settings, zone: plan.zone, now: SystemClock.wall(),
            content: { ContentID(SystemRandom().bytes16()) })
        founding.stock = isTraining ? [] : SampleShop.stock(of: founding.items)
        founding.signOnHints = SampleShop.hints(
            in: Language(rawValue: plan.settings.language) ?? .english)
        // Samples stay on this machine: a real LAN hears of them only if somebody says so.
        founding.mesh = .local
        return founding
    }

    private var people: [NewPerson] {
        guard let pin = secrets.pin else { return SampleShop.people }
        return [NewPerson(number: 1, name: "Admin", roles: ["admin"], pin: pin)]
    }

    private var drawnPassphrase: String {
        """

        The passphrase, drawn by the program because this is a sample shop
        (a real shop never writes it here):

        \(String(decoding: secrets.passphrase, as: UTF8.self))

        """
    }
}

/// What was made, for people and for programs.
struct InitReport {
    let plan: InitPlan
    let directory: DataDirectory
    let secrets: InitSecrets
    let sheet: String

    var text: String {
        """
        \(headline)

        \(people)

        \(sheet)
        \(nextSteps)
        """
    }

    var json: JSON {
        .object([
            ("data", .string(directory.path)), ("store", .string(plan.store)),
            ("lane", .integer(Int64(plan.lane))),
            ("currency", .string(plan.settings.currency.code)),
            ("zone", .string(plan.settings.zone)),
            ("taxPlace", plan.settings.taxPlace.isEmpty ? .null : .string(plan.settings.taxPlace)),
            ("training", .truth(plan.isTraining)), ("sample", .truth(plan.isSample)),
            ("recoverySheet", .string(directory.recoverySheet)),
        ])
    }

    private var headline: String {
        let taxes = plan.settings.taxPlace.isEmpty ? "no taxes yet" : plan.settings.taxPlace
        let kind = plan.isTraining ? "A practice till" : "A till"
        let sample = plan.isSample ? "sample shop, " : ""
        return """
            \(kind) is ready in \(directory.path).
            Store \(plan.store), lane \(plan.lane), \(sample)\(plan.settings.currency.code), \
            \(plan.settings.zone), taxes: \(taxes).
            """
    }

    private var people: String {
        guard plan.isSample else {
            return "Person 1 (admin) signs on with the PIN that you gave."
        }
        return "People of the sample shop:\n"
            + SampleShop.hints(in: .english).joined(separator: "\n")
    }

    private var nextSteps: String {
        let keep =
            plan.isSample
            ? "This is a sample: the sheet above is also in \(directory.recoverySheet)."
            : """
            Now print \(directory.recoverySheet), put the paper into a safe, and delete the file;
            keep the passphrase somewhere else. Without both no second lane can be enrolled.
            """
        let taxes =
            plan.settings.taxPlace.isEmpty ? "\nTaxes:  tillmesh import taxes FILE.csv" : ""
        let items = plan.isSample ? "" : "\nItems:  tillmesh import items FILE.csv"
        return """
            \(keep)\(items)\(taxes)
            Sell:   tillmesh lane --data \(directory.path)
            """
    }
}
