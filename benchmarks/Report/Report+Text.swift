extension Report {
    /// A table for people, a line a figure.
    var text: String {
        let head = ["", "ours", "baseline", "ratio", "bound", ""]
        let rows = [head] + findings.map(\.cells)
        let widths = head.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        var lines = rows.map { row in
            let cells = row.indices.map { column in
                column == 0
                    ? Self.padded(row[0], widths[0])
                    : String(repeating: " ", count: widths[column] - row[column].count)
                        + row[column]
            }
            return Self.trimmed(cells.joined(separator: "  "))
        }
        lines += notRun.map { "NOT RUN: \($0.title): \($0.reason)" }
        return lines.joined(separator: "\n")
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: width - text.count)
    }

    private static func trimmed(_ text: String) -> String {
        var text = text
        while text.last == " " { text.removeLast() }
        return text
    }
}

extension Finding {
    fileprivate var cells: [String] {
        let verdict = isMet.map { $0 ? "met" : "NOT MET" } ?? ""
        return [
            title, "\(Self.number(ours, unit)) \(unit.rawValue)",
            baseline.map { Self.number($0, unit) } ?? "–", ratio.map { Self.fixed($0, 2) } ?? "–",
            boundText, verdict,
        ]
    }

    private var boundText: String {
        switch bound {
        case .ratioAtMost(let most): "≤ \(Self.fixed(most, 2)) ×"
        case .ratioAtLeast(let least): "≥ \(Self.fixed(least, 2)) ×"
        case .atMost(let most): "≤ \(Self.number(most, unit))"
        case .none: ""
        }
    }

    private static func number(_ value: Double, _ unit: Unit) -> String {
        switch unit {
        case .milliseconds: fixed(value, 2)
        case .times: fixed(value, 3)
        case .microseconds, .megabytes: fixed(value, 1)
        case .perSecond, .bytes: fixed(value, 0)
        }
    }

    /// A number with so many decimals, rounded half away from zero.
    static func fixed(_ value: Double, _ decimals: Int) -> String {
        let scale = (0..<decimals).reduce(1.0) { scale, _ in scale * 10 }
        let scaled = Int64((value * scale).rounded())
        guard decimals > 0 else { return "\(scaled)" }
        let digits = String(scaled.magnitude)
        let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
        return (scaled < 0 ? "-" : "") + padded.dropLast(decimals) + "."
            + padded.suffix(decimals)
    }
}
