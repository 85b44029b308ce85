// The command line; nothing else. Every command is a value in `Commands`.
import Glibc

exit(Program.run(Array(CommandLine.arguments.dropFirst())).rawValue)
