// Runs seeds of the simulation; exits 1 where an invariant didn't hold, 2 for bad arguments.
import Glibc

do throws(OptionsError) {
    let options = try Options(Array(CommandLine.arguments.dropFirst()))
    if options.wantsHelp {
        print(Options.help)
    } else {
        let isGood =
            if options.isOfMembers {
                MemberCampaign(options, lanes: options.lanes ?? 4).run()
            } else if let lanes = options.lanes {
                StoreCampaign(options, lanes: lanes).run()
            } else {
                Campaign(options).run()
            }
        exit(isGood ? 0 : 1)
    }
} catch {
    let text = "simulate: \(error) (simulate --help lists the options)\n"
    _ = text.withCString { write(STDERR_FILENO, $0, strlen($0)) }
    exit(2)
}
