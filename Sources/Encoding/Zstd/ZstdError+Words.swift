extension ZstdError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .notOneFrame: "not one whole zstd frame"
        case .contentSizeMissing: "a zstd frame that doesn't say how long its content is"
        case .tooLong(let declared, let limit): "\(declared) bytes, where \(limit) are allowed"
        case .windowTooLarge(let declared, let limit):
            "a window of \(declared) bytes, where \(limit) are allowed"
        case .dictionaryDiffers: "made with another dictionary"
        case .damaged(let code): "damaged content (zstd error \(code))"
        case .outOfMemory: "no memory was left"
        }
    }
}
