extension Report {
    /// One JSON object (RFC 8259): the same figures for programs.
    var json: String {
        let figures = findings.map(\.json).joined(separator: ",\n  ")
        let missing = notRun.map {
            "{\"title\":\(quoted($0.title)),\"reason\":\(quoted($0.reason))}"
        }
        return """
            {"met":\(isMet),"figures":[
              \(figures)],
             "notRun":[\(missing.joined(separator: ","))]}
            """
    }
}

extension Finding {
    fileprivate var json: String {
        let members = [
            ("title", quoted(title)), ("unit", quoted(unit.rawValue)),
            ("ours", Self.fixed(ours, 3)),
            ("baseline", baseline.map { Self.fixed($0, 3) } ?? "null"),
            ("ratio", ratio.map { Self.fixed($0, 3) } ?? "null"), ("bound", boundJSON),
            ("met", isMet.map { "\($0)" } ?? "null"),
        ]
        return "{" + members.map { "\"\($0.0)\":\($0.1)" }.joined(separator: ",") + "}"
    }

    private var boundJSON: String {
        switch bound {
        case .ratioAtMost(let most): "{\"ratioAtMost\":\(Self.fixed(most, 3))}"
        case .ratioAtLeast(let least): "{\"ratioAtLeast\":\(Self.fixed(least, 3))}"
        case .atMost(let most): "{\"atMost\":\(Self.fixed(most, 3))}"
        case .none: "null"
        }
    }
}

/// Titles are ours: they hold no control characters.
private func quoted(_ text: String) -> String {
    "\""
        + text.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : "\($0)" }.joined() + "\""
}
