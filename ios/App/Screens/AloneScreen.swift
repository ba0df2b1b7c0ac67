#if canImport(SwiftUI)
    import NuongKit
    import SwiftUI

    /// Before the phone is handed over: what to do first, and in which languages the questionnaire can be heard.
    struct HandOverScreen: View {
        @State var model: HandOverModel

        var body: some View {
            Page {
                if let view = model.view {
                    Text(verbatim: view.title).font(.largeTitle).lineSpacing(Size.leading).accessibilityAddTraits(.isHeader)
                    Words(view.text)
                    ForEach(view.languages, id: \.tag) { language in
                        VStack(alignment: .leading, spacing: 4) {
                            Words(language.text)
                            ActionButton(action: language.start) { await model.hand(over: language) }
                        }
                    }
                }
            } bottom: {
                EmptyView()
            }
            .task(id: model.app.stale) { await model.draw() }
        }
    }

    /// What the person alone with the phone sees: four shapes with their sounds, words only where they were asked for, and the
    /// officer's way back.
    struct AloneScreen: View {
        @State var model: AloneModel
        @State private var taking = false

        var body: some View {
            Page {
                if let view = model.view {
                    hear
                    if let fallback = view.fallback { Words(fallback) }
                    ForEach(view.text ?? [], id: \.self) { line in Words(line).font(.title2) }
                    if let ended = view.ended { Words(ended).font(.title2) }
                    ForEach(0..<view.choices.count, id: \.self) { index in shape(view.choices[index]) }
                }
            } bottom: {
                if let view = model.view {
                    if taking {
                        Field(
                            label: view.takeBack.label, problem: model.problem.map { "\($0.text) \($0.todo)" }, secret: true,
                            text: $model.passphrase)
                        ActionButton(action: view.takeBack, main: true) { await model.takeBack() }
                        Button(model.app.words.cancel) { taking = false }.frame(minHeight: Size.target)
                    } else {
                        HStack(spacing: Size.gap) {
                            ActionButton(action: view.showText) { await model.toggleText() }
                            ActionButton(action: view.takeBack) { taking = true }
                        }
                    }
                }
            }
            .task(id: model.app.stale) { await model.draw() }
        }

        /// Says it all again.
        private var hear: some View {
            Button {
                model.hear()
            } label: {
                Image(systemName: "speaker.wave.3.fill")
                    .font(.largeTitle)
                    .frame(maxWidth: .infinity, minHeight: Size.target)
            }
            .buttonStyle(.bordered)
            .accessibilityLabel(Text("listen.again"))
        }

        /// A shape; while its meaning is said it stands out, so that the ear and the eye learn it together.
        @ViewBuilder private func shape(_ choice: SelfChoiceView) -> some View {
            let button = Button {
                Task { await model.touch(choice) }
            } label: {
                Label(choice.label, systemImage: mark(choice))
                    .font(.largeTitle)
                    .frame(maxWidth: .infinity, minHeight: 2 * Size.target)
            }
            if model.says(choice) { button.buttonStyle(.borderedProminent) } else { button.buttonStyle(.bordered) }
        }

        private func mark(_ choice: SelfChoiceView) -> String {
            switch choice.shape {
            case .circle: "circle"
            case .square: "square"
            case .triangle: "triangle"
            case .cross: "xmark"
            }
        }
    }
#endif
