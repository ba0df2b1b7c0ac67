#if canImport(SwiftUI)
    import NuongKit
    import SwiftUI
    import UniformTypeIdentifiers

    /// Who am I, and my passphrase; nothing else.
    struct UnlockScreen: View {
        @State var model: LockModel

        var body: some View {
            Page {
                if let view = model.view {
                    Text(verbatim: view.title).font(.largeTitle)
                    Words(view.heading)
                    if let text = view.text { Words(text) }
                    ForEach(view.profiles, id: \.value) { profile in
                        Option(label: profile.label, chosen: profile.chosen) { await model.choose(profile) }
                    }
                    Field(
                        label: view.passphraseLabel, hint: view.passphraseHint, problem: view.passphraseError,
                        secret: true, text: $model.passphrase)
                }
            } bottom: {
                if model.opening {
                    ProgressView(model.app.words.opening)
                } else if let view = model.view {
                    ActionButton(action: view.unlock, main: true) { await model.unlock() }
                }
            }
            .task { await model.watch() }
        }
    }

    /// A profile is made.
    struct SetUpScreen: View {
        @State var model: SetUpModel

        var body: some View {
            Page {
                if let view = model.view {
                    Text(verbatim: view.title).font(.largeTitle)
                    Words(view.text)
                    Field(
                        label: view.passphraseLabel, hint: view.passphraseHint, problem: view.passphraseError,
                        secret: true, text: $model.passphrase)
                    Field(label: view.againLabel, secret: true, text: $model.again)
                    Words(view.caution)
                    if let bound = view.bound { Words(bound) }
                }
            } bottom: {
                if model.making {
                    ProgressView(model.app.words.opening)
                } else if let view = model.view {
                    ActionButton(action: view.create, main: true) { await model.create() }
                }
            }
            .task { await model.watch() }
        }
    }

    /// A request out, the administrator's answer in.
    struct EnrolScreen: View {
        @State var model: EnrolModel
        @State private var choosing = false
        @State private var written: URL?
        @State private var keeping = false

        var body: some View {
            Page {
                if let view = model.view {
                    Text(verbatim: view.title).font(.largeTitle)
                    Words(view.text)
                    if let enrolled = view.enrolled { Words(enrolled) }
                    Field(label: view.personLabel, hint: view.personHint, text: $model.person)
                    ActionButton(action: view.makeRequest) { await model.request() }
                    if let request = view.request {
                        QRCode(text: request.text, label: view.makeRequest.label)
                        Text(verbatim: request.text).font(.footnote.monospaced()).textSelection(.enabled)
                        Text(verbatim: view.fingerprintLabel).font(.headline)
                        Text(verbatim: request.fingerprint).font(.title3.monospaced())
                        Words(view.fingerprintHint)
                    }
                    ActionButton(action: view.writeFile) { await writeRequest() }
                    Field(label: view.answerLabel, text: $model.answer)
                }
            } bottom: {
                if let view = model.view {
                    ActionButton(action: view.accept, main: true) { await model.accept() }
                    ActionButton(action: view.acceptFile) { choosing = true }
                }
            }
            .task(id: model.app.stale) { await model.draw() }
            .fileImporter(isPresented: $choosing, allowedContentTypes: [.data]) { outcome in
                if case .success(let file) = outcome { Task { await file.read { await model.accept(file: $0) } } }
            }
            .fileMover(isPresented: $keeping, file: written) { _ in written = nil }
        }

        private func writeRequest() async {
            let file = FileManager.default.temporaryDirectory.appendingPathComponent("nuong.request")
            guard await model.writeRequest(to: file) else { return }
            (written, keeping) = (file, true)
        }
    }

    extension URL {
        /// Reads a file that a person chose: the app may do so only in between.
        @MainActor func read(_ act: @MainActor (URL) async -> Void) async {
            #if canImport(Darwin)
                let allowed = startAccessingSecurityScopedResource()
                defer { if allowed { stopAccessingSecurityScopedResource() } }
            #endif
            await act(self)
        }
    }
#endif
