#if canImport(SwiftUI)
    import NuongKit
    import SwiftUI

    /// A case: what to see to first, what the answers point to and why, what differs, what happened.
    struct CaseScreen: View {
        @State var model: CaseModel
        @State private var writing: Writing?

        var body: some View {
            Page {
                if let view = model.view {
                    head(view)
                    CaseParts(model: model, view: view)
                }
            } bottom: {
                if let actions = model.view?.actions {
                    if actions.continueWith != nil {
                        ActionButton(action: actions.continueInterview, main: true) { model.continueInterview() }
                    } else {
                        ActionButton(action: actions.newInterview, main: true) { model.newInterview() }
                    }
                    HStack(spacing: Size.gap) {
                        ActionButton(action: actions.addNote) { writing = .note }
                        ActionButton(action: actions.refer) { writing = .referral }
                    }
                    HStack(spacing: Size.gap) {
                        ActionButton(action: actions.decide) { writing = .decision }
                        ActionButton(action: actions.handOver) { writing = .handOver }
                    }
                }
            }
            .task { await model.watch() }
            .sheet(item: $writing) { what in WritingSheet(model: model, what: what) }
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

    /// What is written at a case.
    enum Writing: String, Identifiable {
        case note, referral, decision, handOver
        var id: String { rawValue }
    }

    private struct WritingSheet: View {
        @State var model: CaseModel
        let what: Writing
        @Environment(\.dismiss) private var dismiss

        var body: some View {
            Page {
                if let actions = model.view?.actions { fields(actions) }
            } bottom: {
                if let actions = model.view?.actions { buttons(actions) }
                Button(model.app.words.cancel) { dismiss() }.frame(minHeight: Size.target)
            }
            .task { if what == .handOver { await model.askUnits() } }
        }

        @ViewBuilder private func fields(_ actions: CaseActions) -> some View {
            switch what {
            case .note: Field(label: model.app.words.note, text: $model.text)
            case .referral:
                Field(label: model.app.words.service, text: $model.service)
                Field(label: model.app.words.reason, text: $model.text)
            case .decision: Field(label: model.app.words.reason, text: $model.text)
            case .handOver:
                if let units = model.units {
                    Text(verbatim: units.title).font(.title2)
                    Words(units.text)
                    if let empty = units.empty { Words(empty) }
                }
            }
        }

        @ViewBuilder private func buttons(_ actions: CaseActions) -> some View {
            switch what {
            case .note: ActionButton(action: actions.addNote, main: true) { await done { await model.addNote() } }
            case .referral: ActionButton(action: actions.refer, main: true) { await done { await model.refer() } }
            case .decision:
                ForEach(actions.decisions, id: \.value) { decision in
                    let action = Action(label: decision.label, enabled: actions.decide.enabled, whyNot: nil)
                    ActionButton(action: action) { await done { await model.decide(decision) } }
                }
            case .handOver:
                ForEach(model.units?.units ?? [], id: \.value) { unit in
                    let action = Action(label: unit.label, enabled: actions.handOver.enabled, whyNot: nil)
                    ActionButton(action: action) { await done { await model.handOver(to: unit) } }
                }
            }
        }

        private func done(_ act: () async -> Void) async {
            await act()
            dismiss()
        }
    }
#endif
