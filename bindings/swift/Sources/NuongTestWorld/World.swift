import Foundation
import Nuong

/// An authority with units and a hub, in a temporary folder, made by the programs themselves; and phones that join it.
public final class World: Sendable {
    /// The passphrase of everything in it.
    public static let passphrase = "rừng suối mây nắng"

    /// Where its files are.
    public let directory: URL

    /// Founds an authority with the units `post-a`, `post-b` and `province`.
    public init() throws {
        directory = try Self.folder()
        let authority = directory.appendingPathComponent("authority").path
        let units = ["post-a", "post-b", "province"].flatMap { ["--unit", $0] }
        try Programs.run("nuong", ["authority", "init", "--quick", "--json", "--dir", authority] + units)
    }

    deinit { try? FileManager.default.removeItem(at: directory) }

    /// An empty folder of its own.
    public static func folder() throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("nuong-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }

    /// A path in the world's folder.
    public func path(_ name: String) -> URL { directory.appendingPathComponent(name) }

    /// A phone with a profile that belongs to nobody yet, open.
    public func stranger(_ name: String, keystore: (any Keystore)? = nil) async throws -> Phone {
        let phone = Phone(directory: path(name), language: .en, keystore: keystore)
        try await phone.door.create(passphrase: Self.passphrase, again: Self.passphrase)
        return phone
    }

    /// A phone of a person of this name who works for a unit, open. What it writes is shared with the province.
    public func phone(_ name: String, role: String = "officer", unit: String = "post-a") async throws -> Phone {
        let phone = try await stranger(name)
        try await enrol(phone, name, role: role, unit: unit)
        return phone
    }

    /// The authority lets an open profile in.
    public func enrol(_ phone: Phone, _ name: String, role: String, unit: String) async throws {
        let (request, answer) = (path("\(name).request"), path("\(name).answer"))
        try await phone.joining.request(person: name)
        try await phone.joining.writeRequest(to: request)
        try approve(request, to: answer, role: role, unit: unit)
        try await phone.joining.accept(file: answer)
    }

    /// The authority lets in who made a request.
    public func approve(_ request: URL, to answer: URL, role: String, unit: String) throws {
        let shared = unit == "province" ? [] : ["--share-with", "province"]
        let terms = ["--role", role, "--unit", unit, "--out", answer.path] + shared
        let authority = path("authority").path
        try Programs.run("nuong", ["enroll", "approve", "--json", "--dir", authority, request.path] + terms)
    }

    /// The authority's hub, served in a process of its own on a free port of loopback.
    public func hub() throws -> Hub {
        let hub = path("hub")
        if !FileManager.default.fileExists(atPath: hub.path) {
            let (grant, request) = (path("hub.grant").path, hub.appendingPathComponent("enrol-request").path)
            try Programs.run("nuong-hub", ["init", "--dir", hub.path])
            let certify = ["authority", "certify-hub", "--json", "--dir", path("authority").path, request]
            try Programs.run("nuong", certify + ["--url", "https://localhost:1", "--out", grant])
            try Programs.run("nuong-hub", ["certify", "--dir", hub.path, grant])
        }
        return try Hub(directory: hub)
    }
}

/// A served hub. It is killed with the object.
public final class Hub: @unchecked Sendable {
    // Unchecked: nothing is changed after it is made.
    private let process = Process()

    /// Its address as devices write it.
    public let url: String

    init(directory: URL) throws {
        let portFile = directory.appendingPathComponent("port")
        try? FileManager.default.removeItem(at: portFile)
        process.executableURL = try Programs.at("nuong-hub")
        process.arguments = [
            "serve", "--listen", "127.0.0.1:0", "--dir", directory.path, "--port-file", portFile.path,
        ]
        let (output, _) = try Programs.start(process)
        // It says one line when it listens, and nothing when it ends instead.
        let said = output.fileHandleForReading.availableData
        let port = try? String(contentsOf: portFile, encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)
        guard let port, !said.isEmpty else { throw Refusal(words: "the hub did not listen") }
        url = "https://localhost:\(port)"
    }

    /// Kills it with SIGKILL, as losing power would, and waits until it is gone.
    public func kill() {
        guard process.isRunning else { return }
        _ = signalled(process.processIdentifier)
        process.waitUntilExit()
    }

    deinit { kill() }
}

/// Sends SIGKILL.
public func signalled(_ process: Int32) -> Bool { kill(process, SIGKILL) == 0 }

/// A place that takes connections and never answers: a hub behind a line that has just died.
public final class DeadLine: Sendable {
    private let socket: Int32

    /// Its address as devices write it.
    public let url: String

    public init() throws {
        #if canImport(Glibc)
            let stream = Int32(SOCK_STREAM.rawValue)
        #else
            let stream = SOCK_STREAM
        #endif
        let made = Foundation.socket(AF_INET, stream, 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = in_addr_t(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listens = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(made, $0, length) == 0 && listen(made, 8) == 0 && getsockname(made, $0, &length) == 0
            }
        }
        guard made >= 0, listens else { throw Refusal(words: "loopback has no free port") }
        socket = made
        url = "https://localhost:\(UInt16(bigEndian: address.sin_port))"
    }

    deinit { close(socket) }
}
