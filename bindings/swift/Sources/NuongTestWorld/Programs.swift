import Foundation

/// The programs as people run them, built from this very source.
public enum Programs {
    /// Where cargo put them: `NUONG_TEST_PROGRAMS`, which `cargo xtask swift` sets.
    public static func at(_ name: String) throws -> URL {
        guard let folder = ProcessInfo.processInfo.environment["NUONG_TEST_PROGRAMS"] else {
            throw Refusal(words: "NUONG_TEST_PROGRAMS is not set: run the tests by `cargo xtask swift`")
        }
        return URL(fileURLWithPath: folder).appendingPathComponent(name)
    }

    private static let starting = NSLock()

    /// Starts a process; gives what it prints, and what it says of errors. One at a time, and the pipes are made in between: a
    /// process that begins at the same time would inherit their ends, and whoever reads would wait for it too.
    public static func start(_ process: Process) throws -> (output: Pipe, errors: Pipe) {
        try starting.withLock {
            let (output, errors) = (Pipe(), Pipe())
            process.standardOutput = output
            process.standardError = errors
            process.standardInput = FileHandle.nullDevice
            try process.run()
            return (output, errors)
        }
    }

    /// Runs `nuong` or `nuong-hub` to its end; it must go well. Gives what it printed.
    @discardableResult
    public static func run(_ name: String, _ arguments: [String]) throws -> Data {
        let process = Process()
        process.executableURL = try at(name)
        process.arguments = arguments
        var environment = ProcessInfo.processInfo.environment
        environment["NUONG_PASSPHRASE"] = World.passphrase
        environment["NUONG_LANG"] = "en"
        process.environment = environment
        let (output, errors) = try start(process)
        // What it prints is less than a pipe holds, but for the list of a large authority; errors are a few lines.
        let printed = output.fileHandleForReading.readDataToEndOfFile()
        let words = errors.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Refusal(words: "\(name) \(arguments): \(String(decoding: printed + words, as: UTF8.self))")
        }
        return printed
    }
}

/// A program did not do what a test needs of it.
public struct Refusal: Error, CustomStringConvertible {
    public let words: String
    public init(words: String) { self.words = words }
    public var description: String { words }
}
