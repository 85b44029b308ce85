import Encoding
import Glibc
import Node
import Retail
import Storage
import Synchronization
import TestSupport
import Testing

@Suite struct ControlSocketTests {
    /// A shop whose owner takes others' commands, and what its handlers were told.
    final class Served: Sendable {
        let shop: ShopFixture
        let socket: ControlSocket
        let told = Told()

        final class Told: Sendable {
            let commands = Mutex<[Command]>([])
        }

        init() throws {
            shop = try ShopFixture()
            socket = try ControlSocket(
                shop.node,
                ControlSocket.Handlers(
                    performed: { [told] commands, _ in
                        told.commands.withLock { $0 += commands }
                    },
                    printTest: { .failure(ControlRefusal("no printer is named")) }))
        }

        deinit { socket.close() }

        var client: ControlClient { get throws { try ControlClient(shop.folder.directory) } }
    }

    @Test func `commands of another process are performed by the owner`() throws {
        let served = try Served()
        let client = try served.client
        #expect(try client.ask(.ping) == .pong(process: getpid()))
        try served.shop.stockItem("MILK", price: 189)
        let open = Command(.openDrawer(float: Money(100_00)), by: served.shop.admin)
        let basket = try served.shop.paidBasket("MILK", pieces: 3)
        let sale = Command(.complete(basket), by: served.shop.admin)
        guard
            case .performed(let performed) = try client.ask(.perform([open, sale], recorded: nil))
        else {
            Issue.record("not performed")
            return
        }
        guard case .receipt(let receipt) = performed[1].outcome else {
            Issue.record("no receipt: \(performed)")
            return
        }
        #expect(receipt.number.description == "014-03-000001")
        #expect(receipt.total == Money(5_67))
        #expect(performed[1].job?.request == PrintRequest(basket.id))
        #expect(try served.shop.node.makeReader().receipts(limit: 5).map(\.content) == [basket.id])
        #expect(served.told.commands.withLock { $0 } == [open, sale])
        guard case .status(let status) = try client.ask(.status) else {
            Issue.record("no status")
            return
        }
        #expect(status.process == getpid())
        #expect(status.performed == 1)
    }

    @Test func `customers are made, changed and erased by the owner`() throws {
        let served = try Served()
        let (client, admin) = (try served.client, served.shop.admin)
        let customers = served.shop.node.customers(try served.shop.node.makeReader())
        let end = Instant(milliseconds: 2_000_000_000_000)
        let wish = CustomerWish.create([
            .name("Ana Ruiz"), .phone("020 7946 0958"), .email(nil), .exemption(.charity),
            .certificate("VA-77"), .certificateExpiry(end),
        ])
        guard case .customer(let id) = try client.ask(.customer(wish, by: admin)) else {
            Issue.record("not made")
            return
        }
        let made = try #require(try customers.customer(id))
        #expect(made.name == "Ana Ruiz" && made.number == "C-00300001")
        #expect(made.exemption?.expires == end)
        let refusals: [([CustomerEdit], CustomerError)] = [
            ([], .nothingToChange), ([.certificate(nil)], .certificateMissing),
            ([.name(String(repeating: "x", count: 101))], .textTooLong(.name, most: 100)),
            ([.email("nobody")], .unreadable(.email)), ([.number("C-1")], .numberReserved("C-1")),
            ([.note("4111 1111 1111 1111")], .looksLikeCardNumber(.note)),
        ]
        for (edits, error) in refusals {
            let answer = try client.ask(.customer(.edit(id, edits), by: admin))
            #expect(answer == .customerRefused(error))
        }
        let cashier = try served.shop.node.makeReader().people(withNumber: 2)[0].person
        #expect(
            try client.ask(.customer(.edit(id, [.exemption(nil)]), by: cashier))
                == .refused(.needsApproval(.exemptCustomer)))
        #expect(try client.ask(.customer(.erase(id), by: admin)) == .customer(id))
        #expect(try customers.customer(id)?.isErased == true)
        #expect(
            try client.ask(.customer(.edit(id, [.name("Ana")]), by: admin))
                == .customerRefused(.erased(id)))
        let nobody = CustomerID(Bytes16(words: [1, 2]))
        #expect(
            try client.ask(.customer(.erase(nobody), by: admin))
                == .customerRefused(.unknown(nobody)))
    }

    @Test func `a refusal arrives as the value that the desk gave`() throws {
        let served = try Served()
        let client = try served.client
        let twice = Command(.openDrawer(float: .zero), by: served.shop.admin)
        _ = try client.ask(.perform([twice], recorded: nil))
        #expect(try client.ask(.perform([twice], recorded: nil)) == .refused(.drawerIsOpen))
        #expect(try client.ask(.printTest) == .failed(.program, "no printer is named"))
    }

    @Test func `only the owner of the folder may connect, and the path is gone after it`() throws {
        let served = try Served()
        var found = stat()
        #expect(stat(served.shop.folder.directory.controlSocket, &found) == 0)
        #expect(found.st_mode & 0o777 == 0o600)
        let path = served.shop.folder.directory.controlSocket
        served.socket.close()
        #expect(access(path, F_OK) != 0)
        #expect(throws: ControlError.absent(path: path)) { try served.client }
    }

    @Test func `a path that no socket takes is refused with what to do`() throws {
        let folder = TemporaryFolder()
        let long = DataDirectory(folder.path + "/" + String(repeating: "x", count: 100))
        let error = #expect(throws: ControlError.self) { try ControlClient(long) }
        guard case .pathTooLong(_, let most)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(most == 107)
        #expect("\(error.map { "\($0)" } ?? "")".contains("shorter path"))
    }

    @Test func `a folder that others may write to gets no socket`() throws {
        let shop = try ShopFixture()
        #expect(chmod(shop.folder.path, 0o777) == 0)
        #expect(throws: ControlError.openFolder(path: shop.folder.path, mode: 0o777)) {
            try ControlSocket(
                shop.node,
                ControlSocket.Handlers(
                    performed: { _, _ in }, printTest: { .success("") }))
        }
    }

    @Test(arguments: UInt64(0)..<20)
    func `rubbish costs its sender the connection and nobody else anything`(seed: UInt64) throws {
        let served = try Served()
        var noise = SplitMix64(seed: seed)
        let path = served.shop.folder.directory.controlSocket
        var frame = noise.bytes(Int(noise.next() % 200) + 1)
        // Some announce more than the limit, some less than they send.
        if seed.isMultiple(of: 2) { frame = [0, 0, 0, UInt8(frame.count)] + frame }
        let rude = try RawConnection(path)
        try rude.send(frame)
        #expect(try served.client.ask(.ping) == .pong(process: getpid()))
        if seed.isMultiple(of: 2) {
            // An answer that says so, then the end.
            let answer = try rude.readToEnd()
            #expect(answer.count > 4)
        }
    }

    @Test func `clients that say nothing don't keep others out`() throws {
        let served = try Served()
        let path = served.shop.folder.directory.controlSocket
        var silent: [RawConnection] = []
        for _ in 0..<7 {
            let connection = try RawConnection(path)
            try connection.send([0, 0, 1])
            silent.append(connection)
        }
        #expect(try served.client.ask(.ping) == .pong(process: getpid()))
        #expect(silent.count == 7)
    }

    /// In a process of its own, since all tests of one share their descriptors.
    @Test func `without descriptors left it rests, and serves when there are some again`() async {
        await #expect(processExitsWith: .success) {
            let served = try Served()
            let path = served.shop.folder.directory.controlSocket
            let client = try RawConnection(path)
            try client.ping()
            let descriptors = try Descriptors.takingAll()
            descriptors.giveOneBack()
            // The kernel takes it for the listener, which has nothing to accept it with.
            let waiting = try RawConnection(path)
            let before = Descriptors.processNanoseconds()
            // Nothing comes in all this time; a loop that spins would use it up.
            poll(nil, 0, 500)
            try #require(Descriptors.processNanoseconds() - before < 250_000_000)
            try client.ping()
            descriptors.giveAllBack()
            try waiting.ping()
        }
    }

    @Test func `more than 64 commands, and more than the limit, are refused`() throws {
        let served = try Served()
        let sign = Command(.sign(.on), by: served.shop.admin)
        let answer = try served.client.ask(
            .perform(Array(repeating: sign, count: 65), recorded: nil))
        guard case .malformed(let text) = answer else {
            Issue.record("\(answer)")
            return
        }
        #expect(text.contains("64"))
        let heavy = Command(
            .changeSetting(name: "x", value: [UInt8](repeating: 0, count: 5 << 20)),
            by: served.shop.admin)
        #expect(throws: ControlError.self) {
            try served.client.ask(.perform([heavy], recorded: nil))
        }
    }
}
