#if canImport(SwiftUI)
    import NuongKit
    import SwiftUI

    /// A case: what to see to first, what the answers point to and why, what differs, what happened. What can be done stands in
    /// the core's order, the main thing where the thumb is.
    struct CaseScreen: View {
        @State var model: CaseModel
        @State private var writing: Writing?

        var body: some View {
            Page {
                if let view = model.view {
                    head(view)
                    CaseParts(model: model, view: view)
                    ForEach(view.actions.order.dropFirst(), id: \.self) { step in button(step) }
                }
            } bottom: {
                if let main = model.view?.actions.order.first { button(main, main: true) }
            }
            .task { await model.watch() }
            .sheet(item: $writing) { what in WritingSheet(model: model, what: what) }
        }

        @ViewBuilder private func button(_ step: CaseStep, main: Bool = false) -> some View {
            if let action = model.action(of: step) {
                ActionButton(action: action, main: main) { take(step) }
            }
        }

        private func write(_ what: Writing) {
            model.form = what
            writing = what
        }

        private func take(_ step: CaseStep) {
            switch step {
            case .continueInterview: model.continueInterview()
            case .newInterview: model.newInterview()
            case .decide: write(.decision)
            case .addNote: write(.note)
            case .addNeed: write(.need)
            case .consent: write(.consent)
            case .refer: write(.referral)
            case .handOver: write(.handOver)
            }
        }

        @ViewBuilder private func head(_ view: CaseView) -> some View {
            Text(verbatim: view.title).font(.largeTitle).lineSpacing(Size.leading)
            Words("\(view.number) · \(view.stage)")
            if let locked = view.locked { Problem(text: locked) }
            Words(view.opened).foregroundStyle(.secondary)
            Words(view.updated).foregroundStyle(.secondary)
            Label(view.sending.text, systemImage: view.sending.waits ? "iphone" : "checkmark")
        }
    }
#endif
