#if canImport(SwiftUI)
    import NuongKit
    import SwiftUI

    /// What the person alone with the phone sees: shapes, words only where they were asked for, and the officer's way back.
    /// The recordings are not played yet: `docs/shells.md` says so.
    struct AloneScreen: View {
        @State var model: AloneModel
        @State private var taking = false

        var body: some View {
            Page {
                if let view = model.view {
                    if let fallback = view.fallback { Words(fallback) }
                    ForEach(view.text ?? [], id: \.self) { line in Words(line).font(.title2) }
                    if let ended = view.ended { Words(ended).font(.title2) }
                    ForEach(0..<view.choices.count, id: \.self) { index in shape(view.choices[index]) }
                }
            } bottom: {
                if let view = model.view {
                    ActionButton(action: view.showText) { await model.toggleText() }
                    if taking {
                        Field(label: view.takeBack.label, secret: true, text: $model.passphrase)
                        ActionButton(action: view.takeBack, main: true) { await model.takeBack() }
                    } else {
                        ActionButton(action: view.takeBack) { taking = true }
                    }
                }
            }
            .task(id: model.app.stale) { await model.draw() }
        }

        private func shape(_ choice: SelfChoiceView) -> some View {
            Button {
                Task { await model.touch(choice) }
            } label: {
                Label(choice.label, systemImage: mark(choice.shape))
                    .font(.largeTitle)
                    .frame(maxWidth: .infinity, minHeight: 2 * Size.target)
            }
            .buttonStyle(.bordered)
        }

        private func mark(_ shape: Shape) -> String {
            switch shape {
            case .circle: "circle"
            case .square: "square"
            case .triangle: "triangle"
            case .cross: "xmark"
            }
        }
    }
#endif
