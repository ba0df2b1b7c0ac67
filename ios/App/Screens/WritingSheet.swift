#if canImport(SwiftUI)
    import NuongKit
    import SwiftUI

    /// The form of one thing that is written at a case. It stays until what is written is kept, or nobody wants it; what stands
    /// on it when the cover or the lock closes it stands there again.
    struct WritingSheet: View {
        @State var model: CaseModel
        let what: Writing
        @Environment(\.dismiss) private var dismiss

        var body: some View {
            Page {
                if let actions = model.view?.actions { fields(actions) }
            } bottom: {
                if let actions = model.view?.actions { buttons(actions) }
                Button(model.app.words.cancel) {
                    model.unsent = Unsent()
                    dismiss()
                }
                .frame(minHeight: Size.target)
            }
            .task { await ask() }
        }

        private func ask() async {
            switch what {
            case .handOver: await model.askUnits()
            case .need: await model.askNeeds()
            case .consent: await model.askConsent()
            case .note, .referral, .decision: break
            }
        }

        @ViewBuilder private func fields(_ actions: CaseActions) -> some View {
            switch what {
            case .note: Field(label: model.app.words.note, text: $model.unsent.text)
            case .need: need
            case .consent: ConsentFields(model: model)
            case .referral:
                Field(label: model.app.words.service, text: $model.unsent.service)
                Field(label: model.app.words.reason, text: $model.unsent.text)
            case .decision: Field(label: model.app.words.reason, text: $model.unsent.text)
            case .handOver:
                if let units = model.units {
                    Heading(units.title)
                    Words(units.text)
                    if let empty = units.empty { Words(empty) }
                }
            }
        }

        @ViewBuilder private var need: some View {
            if let form = model.needForm {
                Heading(form.title)
                Field(label: form.detailLabel, text: $model.unsent.text)
                ForEach(form.needs, id: \.value) { need in
                    ActionButton(action: form.add.saying(need.label)) { await done { await model.addNeed(need) } }
                }
            }
        }

        @ViewBuilder private func buttons(_ actions: CaseActions) -> some View {
            switch what {
            case .note: ActionButton(action: actions.addNote, main: true) { await done { await model.addNote() } }
            case .referral: ActionButton(action: actions.refer, main: true) { await done { await model.refer() } }
            case .need: EmptyView()
            case .consent:
                if let form = model.consentForm {
                    HStack(spacing: Size.gap) {
                        ActionButton(action: form.refuse) { await done { await model.consent(given: false) } }
                        ActionButton(action: form.give) { await done { await model.consent(given: true) } }
                    }
                }
            case .decision:
                ForEach(actions.decisions, id: \.value) { decision in
                    ActionButton(action: actions.decide.saying(decision.label)) {
                        await done { await model.decide(decision) }
                    }
                }
            case .handOver:
                ForEach(model.units?.units ?? [], id: \.value) { unit in
                    ActionButton(action: actions.handOver.saying(unit.label)) {
                        await done { await model.handOver(to: unit) }
                    }
                }
            }
        }

        private func done(_ act: () async -> Bool) async {
            if await act() { dismiss() }
        }
    }

    /// For what, and for whom: each in sight, and another receiver to be written.
    private struct ConsentFields: View {
        @State var model: CaseModel

        var body: some View {
            if let form = model.consentForm {
                Heading(form.title)
                Words(form.text)
                Text(verbatim: form.purposeLabel).font(.headline)
                ForEach(form.purposes, id: \.value) { purpose in
                    Option(label: purpose.label, chosen: model.unsent.purpose == purpose) { model.unsent.purpose = purpose }
                }
                Text(verbatim: form.receiverLabel).font(.headline)
                ForEach(form.receivers, id: \.value) { receiver in
                    Option(label: receiver.label, chosen: model.unsent.receiver == receiver) {
                        model.unsent.otherReceiver = ""
                        model.unsent.receiver = receiver
                    }
                }
                Field(label: form.receiverLabel, hint: form.receiverHint, text: $model.unsent.otherReceiver)
            }
        }
    }

    extension Action {
        /// The same control for one of several things, saying which.
        func saying(_ label: String) -> Action { Action(label: label, enabled: enabled, whyNot: whyNot) }
    }
#endif
