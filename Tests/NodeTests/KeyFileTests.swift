import CRDT
import Crypto
import Encoding
import Glibc
import Node
import Testing

@Suite struct KeyFileTests {
    private let folder = TemporaryFolder()
    private let random = SystemRandom()

    private func identityFile() throws -> IdentityFile {
        IdentityFile(
            identity: try Identity(seed: random.bytes(32)), store: ScopeID(random.bytes16()),
            root: NodeID(try #require(Bytes32(random.bytes(32)))), pinKey: Secret(random.bytes(32)),
            storeNumber: "014", lane: 3, isTraining: false)
    }

    @Test func `an identity comes back as it was written and is nobody else's to read`() throws {
        let written = try identityFile()
        try written.write(folder.directory)
        let read = try IdentityFile.read(folder.directory)
        #expect(read.node == written.node)
        #expect(read.pinKey == written.pinKey)
        #expect((read.store, read.lane) == (written.store, written.lane))
        var status = stat()
        #expect(stat(folder.directory.identity, &status) == 0)
        #expect(status.st_mode & 0o777 == 0o600)
    }

    @Test func `a damaged identity is refused by name, whichever byte is lost`() throws {
        try identityFile().write(folder.directory)
        let whole = try FileSystem.read(folder.directory.identity)
        for length in 0..<whole.count {
            let part = Array(whole[..<length])
            try FileSystem.replace(folder.directory.identity, with: part, mode: 0o600)
            #expect(throws: IdentityFile.Failure.self) { try IdentityFile.read(folder.directory) }
        }
    }

    @Test func `a folder that is no lane says so`() {
        #expect(throws: IdentityFile.Failure.self) { try IdentityFile.read(folder.directory) }
        #expect(!folder.directory.isInitialised)
    }

    @Test func `a root opens with its passphrase and with no other`() throws {
        let root = try Identity(seed: random.bytes(32))
        let seal = try RootSeal(
            root, passphrase: Array("correct horse battery".utf8), salt: random.bytes(16),
            nonce: random.bytes(24))
        let opened = try seal.open(passphrase: Array("correct horse battery".utf8))
        #expect(opened.publicKey == root.publicKey)
        #expect(throws: RootSeal.Failure.wrongPassphrase) {
            try seal.open(passphrase: Array("correct horse batterx".utf8))
        }
        #expect(throws: RootSeal.Failure.shortPassphrase(atLeast: 10)) {
            try RootSeal(root, passphrase: [1], salt: random.bytes(16), nonce: random.bytes(24))
        }
    }

    @Test func `a file that can't be replaced stays as it was`() throws {
        let path = folder.path + "/kept"
        try FileSystem.replace(path, with: [1, 2, 3], mode: 0o600)
        #expect(throws: FileError(.create, path + "/below/x.new", code: ENOTDIR)) {
            try FileSystem.replace(path + "/below/x", with: [9], mode: 0o600)
        }
        #expect(try FileSystem.read(path) == [1, 2, 3])
    }
}
