// printer-emulator: a receipt printer on 127.0.0.1 for campaigns; runs until standard input ends.

import Glibc
import Peripherals
import PrinterEmulator

do {
    let options = try Options(Array(CommandLine.arguments.dropFirst()))
    let printer = try EmulatedPrinter(
        options.profile, behaviour: options.behaviour, port: options.port, log: options.log)
    print(printer.port)
    fflush(nil)
    while readLine() != nil {}
    printer.stop()
    let paper = printer.paper
    for line in paper.shown(columns: options.profile.columns) { print(line) }
    for unknown in paper.unknown { print("unknown at \(unknown.offset): \(unknown.bytes)") }
} catch let error as UsageError {
    print("printer-emulator: \(error.message)\n\(Options.usage)")
    exit(2)
} catch {
    print("printer-emulator: \(error)")
    exit(1)
}
