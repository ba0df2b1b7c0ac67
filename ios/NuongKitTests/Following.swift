import Foundation
import NuongKit
import NuongTestWorld
import XCTest

/// An app that follows the core, and what ends it.
@MainActor
func follow(
    _ phone: Phone, media: URL = FileManager.default.temporaryDirectory, speaker: (any Speaker)? = nil
) async throws -> (AppModel, Task<Void, Never>) {
    let app = try AppModel(phone: phone, media: MediaFolder(media), speaker: speaker)
    let watching = Task { await app.watch() }
    try await until { app.standing != nil }
    return (app, watching)
}

/// Lets the models follow the core until this holds.
@MainActor
func until(_ holds: @MainActor () -> Bool) async throws {
    while !holds() {
        try Task.checkCancellation()
        await Task.yield()
    }
}

/// Notes what is played, and plays it at once, or until it is let go.
@MainActor
final class Heard: Speaker {
    private(set) var files: [String] = []
    private(set) var ended: [String] = []
    var hangs = false

    func play(_ file: URL) async {
        files.append(file.lastPathComponent)
        while hangs && !Task.isCancelled { await Task.yield() }
        ended.append(file.lastPathComponent)
    }
}
