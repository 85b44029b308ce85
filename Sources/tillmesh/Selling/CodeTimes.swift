import Retail

/// A word such as `DA001*2` or `4011*0.745`: what, and how much of it.
struct CodeTimes {
    let code: String
    /// Nil where the word says none.
    let quantity: Quantity?

    init(_ word: String, _ numbers: NumberFormat, command: String) throws(Failure) {
        guard let star = word.lastIndex(of: "*") else {
            (code, quantity) = (word, nil)
            return
        }
        code = String(word[..<star])
        let text = String(word[word.index(after: star)...])
        do throws(NumberError) {
            quantity = try numbers.quantity(text)
        } catch {
            throw Failure(
                .usage, "\(command): '\(word.shown)': \(error.text("'\(text.shown)'"))")
        }
    }
}
