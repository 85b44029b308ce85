// swift-tools-version: 6.3
import PackageDescription

// One array for every target of ours: Swift 6 mode, warnings are errors.
let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .treatAllWarnings(as: .error),
]

/// A module of ours under `Sources/`; its imports are listed here and held by `Tests/TidyTests`.
func module(_ name: String, _ uses: [Target.Dependency]) -> Target {
    .target(name: name, dependencies: uses, swiftSettings: strict)
}

/// The tests of one module, under `Tests/`.
func tests(
    _ name: String, _ uses: [Target.Dependency], exclude: [String] = [], resources: [Resource] = []
) -> Target {
    .testTarget(
        name: name, dependencies: uses + ["TestSupport"], exclude: exclude, resources: resources,
        swiftSettings: strict)
}

let package = Package(
    name: "tillmesh",
    products: [.executable(name: "tillmesh", targets: ["tillmesh"])],
    targets: [
        .systemLibrary(
            name: "CSQLite", path: "Sources/System/CSQLite", pkgConfig: "sqlite3",
            providers: [.apt(["libsqlite3-dev"])]),
        .systemLibrary(
            name: "CSodium", path: "Sources/System/CSodium", pkgConfig: "libsodium",
            providers: [.apt(["libsodium-dev"])]),
        .systemLibrary(
            name: "CZstd", path: "Sources/System/CZstd", pkgConfig: "libzstd",
            providers: [.apt(["libzstd-dev"])]),
        .systemLibrary(
            name: "CNcurses", path: "Sources/System/CNcurses",
            providers: [.apt(["libncurses-dev"])]),
        .systemLibrary(
            name: "CAvahi", path: "Sources/System/CAvahi",
            providers: [.apt(["libavahi-client-dev"])]),
        .target(name: "CPosix", path: "Sources/System/CPosix"),
        .target(
            name: "CWriteAhead", dependencies: ["CSQLite"], path: "Sources/System/CWriteAhead"),

        // From pure to worldly, as docs/architecture.md lists them.
        module("Encoding", ["CZstd"]),
        module("Crypto", ["CSodium"]),
        module("CRDT", ["Encoding"]),
        module("Texts", []),
        module("Retail", ["Encoding", "CRDT", "Texts"]),
        module("Ledger", ["Retail", "CRDT", "Encoding"]),
        module("Replication", ["Crypto", "CRDT", "Encoding"]),
        module("Replica", ["Ledger", "Replication", "Retail", "Crypto", "CRDT", "Encoding"]),
        module(
            "Storage",
            [
                "Replica", "Replication", "Ledger", "Retail", "CRDT", "Encoding", "CSQLite",
                "CWriteAhead",
            ]),
        module("Peripherals", ["Retail", "Texts", "CPosix"]),
        module(
            "Node",
            [
                "Storage", "Replica", "Replication", "Ledger", "Retail", "Crypto", "CRDT",
                "Encoding", "Texts", "CPosix", "CAvahi",
            ]),
        module("Lane", ["Retail", "Texts"]),
        module(
            "Console", ["Lane", "Node", "Peripherals", "Retail", "Texts", "CNcurses", "CPosix"]),
        .executableTarget(
            name: "tillmesh",
            dependencies: [
                "Console", "Lane", "Node", "Peripherals", "Storage", "Replica", "Replication",
                "Ledger", "Retail", "Texts", "CRDT", "Crypto", "Encoding", "CPosix",
            ],
            swiftSettings: strict),
        .executableTarget(
            name: "simulate", dependencies: ["Simulation"], path: "simulations/Tool",
            swiftSettings: strict),
        .target(
            name: "Simulation",
            dependencies: [
                "SimulatedStore", "Replica", "Replication", "Ledger", "Retail", "Crypto", "CRDT",
                "Encoding",
            ],
            path: "simulations/Simulation", swiftSettings: strict),
        .target(
            name: "SimulatedStore",
            dependencies: ["Replica", "Replication", "Ledger", "CRDT", "Encoding"],
            path: "simulations/Disk", swiftSettings: strict),
        .executableTarget(
            name: "benchmarks",
            dependencies: [
                "Storage", "Replica", "Replication", "Ledger", "Retail", "CRDT", "Crypto",
                "Encoding", "Node", "TestSupport", "CSQLite", "CPosix",
            ],
            path: "benchmarks",
            exclude: ["README.md", "baselines", "run"],
            swiftSettings: strict),
        .target(
            name: "TestSupport", dependencies: ["Retail", "Encoding"], path: "Tests/TestSupport",
            swiftSettings: strict),
        .target(name: "FaultyDisk", dependencies: ["CSQLite"], path: "Tests/FaultyDisk"),
        .target(
            name: "FuzzCBOR", dependencies: ["Encoding"], path: "Tests/Fuzz/CBOR",
            swiftSettings: strict),
        .target(
            name: "FuzzChannel", dependencies: ["Replication", "Crypto", "Encoding"],
            path: "Tests/Fuzz/Channel", swiftSettings: strict),
        .target(
            name: "PrinterEmulator", dependencies: ["Peripherals", "CPosix"],
            path: "Tests/PrinterEmulator", swiftSettings: strict),
        .executableTarget(
            name: "printer-emulator", dependencies: ["PrinterEmulator", "Peripherals", "CPosix"],
            path: "Tests/PrinterEmulatorTool", swiftSettings: strict),

        tests("EncodingTests", ["Encoding"]),
        tests("CryptoTests", ["Crypto"]),
        tests("CRDTTests", ["CRDT", "Encoding"]),
        tests("TextsTests", ["Texts"]),
        tests(
            "RetailTests", ["Retail", "CRDT", "Encoding", "Texts"],
            exclude: ["Golden", "Facts/golden-facts.txt"]),
        tests("LedgerTests", ["Ledger", "Retail", "CRDT", "Encoding"]),
        tests("ReplicationTests", ["Replication", "Crypto", "CRDT", "Encoding"]),
        tests(
            "ReplicaTests",
            [
                "Replica", "SimulatedStore", "Replication", "Ledger", "Retail", "Crypto", "CRDT",
                "Encoding",
            ]),
        tests(
            "StorageTests",
            [
                "Storage", "SimulatedStore", "Replica", "Replication", "Ledger", "Retail",
                "Crypto", "CRDT", "Encoding", "CSQLite", "FaultyDisk",
            ]),
        tests(
            "PeripheralsTests",
            ["Peripherals", "PrinterEmulator", "Retail", "Texts", "CPosix"], exclude: ["Golden"]),
        tests(
            "NodeTests",
            [
                "Node", "Storage", "Replica", "Replication", "Ledger", "Retail", "Crypto", "CRDT",
                "Encoding", "Texts",
            ]),
        tests("SimulationTests", ["Simulation"]),
        tests(
            "LaneTests", ["Lane", "Retail", "Texts", "Encoding"], exclude: ["Golden"]),
        tests(
            "ConsoleTests",
            [
                "Console", "Lane", "Node", "Peripherals", "PrinterEmulator", "Retail", "Texts",
                "Encoding", "CNcurses", "CPosix",
            ]),
        // They run the program that the same build puts beside them.
        tests("CommandTests", []),
        tests("TidyTests", []),
    ],
    swiftLanguageModes: [.v6]
)
