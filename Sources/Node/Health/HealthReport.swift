import Retail
public import Storage

/// Metrics with their samples, and Prometheus' text format of them.
///
/// - Source: Prometheus, "Exposition formats", text format 0.0.4.
public struct HealthReport: Hashable, Sendable {
    /// What a sample says of itself, such as which peer it is about.
    public struct Label: Hashable, Sendable {
        public let name: String
        /// Any text; foreign control characters are shown as `·`.
        public let value: String

        public init(_ name: String, _ value: String) {
            precondition(HealthReport.isName(name), "'\(name)' is no name of a label")
            self.name = name
            self.value = value
        }
    }

    public enum Value: Hashable, Sendable {
        case integer(Int64)
        case count(UInt64)
        case nanoseconds(Int64)

        /// 1 or 0.
        public static func truth(_ isTrue: Bool) -> Value { .integer(isTrue ? 1 : 0) }

        /// Of what is measured in bytes or is counted.
        public static func integer(_ value: Int) -> Value { .integer(Int64(value)) }

        /// The number; seconds as decimal fractions, which no rounding changes.
        var text: String {
            switch self {
            case .integer(let value): "\(value)"
            case .count(let value): "\(value)"
            case .nanoseconds(let value): Self.seconds(value)
            }
        }

        private static func seconds(_ nanoseconds: Int64) -> String {
            let (seconds, rest) = nanoseconds.magnitude.quotientAndRemainder(
                dividingBy: 1_000_000_000)
            let sign = nanoseconds < 0 ? "-" : ""
            if rest == 0 { return "\(sign)\(seconds)" }
            var digits = String(rest)
            digits = String(repeating: "0", count: 9 - digits.count) + digits
            while digits.last == "0" { digits.removeLast() }
            return "\(sign)\(seconds).\(digits)"
        }
    }

    private struct Sample: Hashable {
        /// What follows the metric's name, such as `_count`.
        let suffix: String
        let labels: [Label]
        let value: Value
    }

    private struct Family: Hashable {
        let metric: Metric
        var samples: [Sample]
    }

    private var families: [Family] = []

    public init() {}

    /// Adds a sample, behind those that its metric has already.
    ///
    /// - Parameters:
    ///   - metric: one name has one kind and one help in a report.
    ///   - value: now.
    ///   - labels: no two samples of a metric have the same.
    public mutating func add(_ metric: Metric, _ value: Value, _ labels: [Label] = []) {
        append([Sample(suffix: "", labels: labels, value: value)], to: metric)
    }

    /// Adds a histogram's samples.
    public mutating func add(
        _ metric: Metric, _ histogram: LatencyHistogram, _ labels: [Label] = []
    ) {
        var samples = zip(histogram.bounds, histogram.cumulative).map { bound, count in
            Sample(
                suffix: "_bucket", labels: labels + [Label("le", Value.nanoseconds(bound).text)],
                value: .count(count))
        }
        samples += [
            Sample(
                suffix: "_bucket", labels: labels + [Label("le", "+Inf")],
                value: .count(histogram.count)),
            Sample(
                suffix: "_sum", labels: labels,
                value: .nanoseconds(Int64(clamping: histogram.totalNanoseconds))),
            Sample(suffix: "_count", labels: labels, value: .count(histogram.count)),
        ]
        append(samples, to: metric)
    }

    private mutating func append(_ samples: [Sample], to metric: Metric) {
        if let known = families.firstIndex(where: { $0.metric.name == metric.name }) {
            precondition(families[known].metric == metric, "\(metric.name) means two things")
            families[known].samples += samples
        } else {
            families.append(Family(metric: metric, samples: samples))
        }
    }

    /// The metrics of which the report has samples.
    public var metrics: [Metric] { families.map(\.metric) }

    /// All of it, as `text/plain; version=0.0.4`.
    public var text: String {
        var text = ""
        for family in families {
            let metric = family.metric
            text += "# HELP \(metric.name) \(Self.escaped(metric.help, quotes: false))\n"
            text += "# TYPE \(metric.name) \(metric.kind.rawValue)\n"
            for sample in family.samples {
                text += "\(metric.name)\(sample.suffix)\(Self.text(sample.labels)) "
                text += "\(sample.value.text)\n"
            }
        }
        return text
    }

    private static func text(_ labels: [Label]) -> String {
        if labels.isEmpty { return "" }
        let parts = labels.map { "\($0.name)=\"\(escaped($0.value, quotes: true))\"" }
        return "{\(parts.joined(separator: ","))}"
    }

    private static func escaped(_ text: String, quotes: Bool) -> String {
        var escaped = ""
        for scalar in text.shown.unicodeScalars {
            switch scalar {
            case "\\": escaped += "\\\\"
            case "\"" where quotes: escaped += "\\\""
            case _: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    /// Whether Prometheus takes it as a metric's or a label's name.
    static func isName(_ text: String) -> Bool {
        guard let first = text.utf8.first, !(0x30...0x39).contains(first) else { return false }
        return text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
                true
            case _: false
            }
        }
    }
}
