#if canImport(SwiftUI)
    import Foundation
    import NuongKit
    import SwiftUI

    @main
    struct NuongApp: App {
        @Environment(\.scenePhase) private var phase
        @State private var start = Start()

        var body: some Scene {
            WindowGroup {
                switch start.app {
                case .some(let app):
                    RootScreen(app: app)
                        .onChange(of: phase) { _, now in Task { await follow(now, app) } }
                case .none:
                    // The core answers without a disk and without a network; where it does not, nothing else would work.
                    Text("start.failed").padding()
                }
            }
            .backgroundTask(.appRefresh(Background.identifier)) {
                if let phone = await start.app?.phone { _ = await BackgroundExchange.run(phone) }
                await Background.schedule()
            }
        }

        /// Seen, about to be seen in the app switcher, or left.
        private func follow(_ phase: ScenePhase, _ app: AppModel) async {
            switch phase {
            case .active: await app.wake()
            case .inactive: app.hide()
            case .background:
                Background.schedule()
                await app.sleep()
            @unknown default: app.hide()
            }
        }
    }

    /// The one phone of the app, in a folder that no backup takes along.
    @MainActor
    private struct Start {
        let app: AppModel?

        init() {
            let support = FileManager.default.urls(for: .applicationSupportDirectory, in: .userDomainMask)[0]
            let folder = support.appendingPathComponent("profiles", isDirectory: true)
            Self.prepare(folder)
            let phone = Phone(directory: folder, language: .vi, keystore: SecureEnclave())
            // Recordings and pictures of questionnaires are built into the app: `project.yml` takes the folder along.
            let media = MediaFolder(Bundle.main.bundleURL.appendingPathComponent("Media", isDirectory: true))
            app = try? AppModel(phone: phone, media: media, speaker: Loudspeaker())
        }

        private static func prepare(_ folder: URL) {
            #if canImport(Darwin)
                // Readable while the phone is locked, since an exchange in the background writes; the records have their own key.
                try? FileManager.default.createDirectory(
                    at: folder, withIntermediateDirectories: true,
                    attributes: [.protectionKey: FileProtectionType.completeUntilFirstUserAuthentication])
                var kept = URLResourceValues()
                kept.isExcludedFromBackup = true
                var folder = folder
                try? folder.setResourceValues(kept)
            #endif
        }
    }
#endif
