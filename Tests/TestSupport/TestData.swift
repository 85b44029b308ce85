import Glibc

/// Where data from elsewhere lies: `TILLMESH_TEST_DATA`, else `../shared/data` beside the checkout.
public enum TestData {
    /// The folder, or nil when this machine has none.
    public static var root: String? {
        let named = getenv("TILLMESH_TEST_DATA").map { String(cString: $0) }
        let path = named ?? "../shared/data"
        return access(path, R_OK) == 0 ? path : nil
    }

    /// The path of a file below the folder; says on standard output when it is absent.
    public static func path(_ name: String) -> String? {
        guard let root, access("\(root)/\(name)", R_OK) == 0 else {
            print("NOT RUN: no \(name) (set TILLMESH_TEST_DATA to the folder that holds it)")
            return nil
        }
        return "\(root)/\(name)"
    }
}
