/// A handshake of the suite 25519, ChaChaPoly, BLAKE2b: a state and one step.
///
/// A value is used for one handshake; the first fault ends it, and its keys are let go.
///
/// - Source: the Noise Protocol Framework, §5.3.
public struct NoiseHandshake: Sendable {
    /// What happens to a handshake.
    public enum Event: Sendable {
        /// Our turn: the answer is the message.
        case write(payload: [UInt8])
        /// Their turn: the answer is the payload.
        case read(message: ArraySlice<UInt8>)
    }

    /// Where a handshake stands.
    public enum State: Sendable {
        case running(NoiseProgress)
        case finished(NoiseTransport)
        case failed(NoiseFault)
    }

    public private(set) var state: State

    /// Begins a handshake; both sides must give the same pattern and prologue.
    ///
    /// - Throws: ``NoiseFault/keys`` or ``NoiseFault/keyLength(_:)``.
    public init(
        _ pattern: NoisePattern, _ side: NoiseSide, prologue: [UInt8], keys: NoiseKeys
    ) throws(NoiseFault) {
        let progress = try NoiseProgress(pattern, side, prologue: prologue, keys: keys)
        state = .running(progress)
    }

    /// Writes or reads the next message.
    public mutating func step(_ event: Event) throws(NoiseFault) -> [UInt8] {
        switch state {
        case .failed(let fault): throw fault
        case .finished: throw .outOfTurn
        case .running(var progress):
            do throws(NoiseFault) {
                let answer = try progress.step(event)
                state =
                    if progress.isComplete { .finished(try progress.transport()) } else {
                        .running(progress)
                    }
                return answer
            } catch {
                state = .failed(error)
                throw error
            }
        }
    }

    /// The next message, with a payload.
    public mutating func write(_ payload: [UInt8] = []) throws(NoiseFault) -> [UInt8] {
        try step(.write(payload: payload))
    }

    /// The payload of the other side's next message.
    public mutating func read(_ message: ArraySlice<UInt8>) throws(NoiseFault) -> [UInt8] {
        try step(.read(message: message))
    }

    /// What the handshake left; nil before its end.
    public var transport: NoiseTransport? {
        if case .finished(let transport) = state { transport } else { nil }
    }

    /// The other side's static public key, as soon as a message brought it.
    public var remoteStatic: [UInt8]? {
        switch state {
        case .running(let progress): progress.remoteStatic
        case .finished(let transport): transport.remoteStatic
        case .failed: nil
        }
    }
}
