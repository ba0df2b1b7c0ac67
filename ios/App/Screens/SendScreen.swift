#if canImport(SwiftUI)
    import NuongKit
    import SwiftUI
    import UniformTypeIdentifiers

    /// What waits, what runs, what arrived.
    struct SendScreen: View {
        @State var model: SendModel
        @State private var choosing = false
        @State private var file: URL?
        @State private var keeping = false

        var body: some View {
            Page {
                if let view = model.view {
                    Words(view.state).font(.title3)
                    Words(view.waiting)
                    if let carried = view.carried { Words(carried) }
                    ForEach(0..<view.progress.count, id: \.self) { index in Words(view.progress[index]) }
                    if let arrived = view.arrived { Words(arrived) }
                    ForEach(0..<view.cost.count, id: \.self) { index in
                        Words(view.cost[index]).font(.footnote).foregroundStyle(.secondary)
                    }
                    if let problem = view.problem {
                        Problem(text: problem.text)
                        Words(problem.todo)
                    }
                    if let aside = view.aside { Aside(view: aside) }
                    if let hub = view.hub {
                        Field(label: hub.label, hint: hub.hint, text: $model.hub)
                            .onSubmit { Task { await model.useHub() } }
                    }
                    if let written = model.written { Words(written.text) }
                    if let arrived = model.arrived { came(arrived) }
                }
            } bottom: {
                if let view = model.view {
                    if view.stop.enabled {
                        ActionButton(action: view.stop, main: true) { model.stop() }
                    } else {
                        ActionButton(action: view.send, main: true) { await model.send() }
                    }
                    HStack(spacing: Size.gap) {
                        ActionButton(action: view.writeFile) { await write() }
                        ActionButton(action: view.readFile) { choosing = true }
                    }
                }
            }
            .navigationTitle(Text(verbatim: model.view?.title ?? model.app.words.send))
            .task { await model.watch() }
            .fileImporter(isPresented: $choosing, allowedContentTypes: [.data]) { outcome in
                if case .success(let file) = outcome { Task { await file.read { await model.read(from: $0) } } }
            }
            .fileMover(isPresented: $keeping, file: file) { _ in file = nil }
        }

        @ViewBuilder private func came(_ arrived: ArrivedView) -> some View {
            Words(arrived.text)
            if let sealed = arrived.sealed { Words(sealed) }
            if let aside = arrived.aside { Aside(view: aside) }
        }

        private func write() async {
            let made = FileManager.default.temporaryDirectory.appendingPathComponent("parcels.nuong")
            await model.write(to: made)
            if model.written != nil { (file, keeping) = (made, true) }
        }
    }

    /// Language, names, a name before unlocking, whose phone this is, and the way out.
    struct SettingsScreen: View {
        @State var model: SettingsModel

        var body: some View {
            Page {
                if let view = model.view {
                    if let profile = view.profile { Member(profile: profile) }
                    if let none = view.notEnrolled { Words(none) }
                    Text(verbatim: view.languageLabel).font(.headline)
                    ForEach(view.languages, id: \.language) { language in
                        Option(label: language.label, chosen: language.chosen) { await model.choose(language) }
                    }
                    Toggle(isOn: $model.namesHidden) { Words(view.namesLabel) }
                    Words(view.namesHint).font(.footnote)
                    Field(label: view.shownNameLabel, hint: view.shownNameHint, text: $model.shownName)
                        .onSubmit { Task { await model.keepShownName() } }
                    Text(verbatim: view.lockAfterLabel).font(.headline)
                    Words(view.lockAfterHint).font(.footnote)
                    ForEach(view.lockTimes, id: \.value) { time in
                        Option(label: time.label, chosen: time.chosen) { await model.lock(after: time) }
                    }
                }
            } bottom: {
                if let view = model.view {
                    ActionButton(action: view.lock) { await model.app.attempt { try await model.app.phone.door.lock() } }
                    ActionButton(action: view.cover, main: true) { await model.app.cover() }
                }
            }
            .navigationTitle(Text(verbatim: model.view?.title ?? model.app.words.settings))
            .task { await model.watch() }
        }
    }

    /// Whose phone this is, and until when.
    private struct Member: View {
        let profile: ProfileView
        var body: some View {
            VStack(alignment: .leading, spacing: 4) {
                Text(verbatim: profile.title).font(.headline)
                Words("\(profile.person) · \(profile.role)")
                Words("\(profile.unitsLabel): \(profile.units.joined(separator: ", "))")
                Words("\(profile.deviceLabel): \(profile.device)")
                if profile.accessNeedsCare { Problem(text: profile.access) } else { Words(profile.access) }
            }
        }
    }
#endif
