#if canImport(SwiftUI)
    import NuongKit
    import SwiftUI

    /// One screen of an interview: the question is the heading, back, on and stop at the same place on each.
    struct InterviewScreen: View {
        @State var model: InterviewModel

        var body: some View {
            Page {
                if let view = model.view { content(view) }
            } bottom: {
                if let view = model.view { buttons(view) }
            }
            .navigationBarBackButtonHidden(true)
            .task(id: model.app.stale) { await model.draw() }
        }

        @ViewBuilder private func content(_ view: InterviewView) -> some View {
            HStack {
                Text(verbatim: view.section ?? view.title)
                Spacer()
                if let progress = view.progress { Text(verbatim: progress) }
            }
            .font(.footnote)
            .foregroundStyle(.secondary)
            Text(verbatim: view.heading).font(.title).lineSpacing(Size.leading).accessibilityAddTraits(.isHeader)
            Words(view.who).foregroundStyle(.secondary)
            Respondents(model: model, view: view)
            if let borrowed = view.borrowed { Words(borrowed).foregroundStyle(.secondary) }
            if let locked = view.locked { Problem(text: locked) }
            ForEach(view.questions, id: \.path) { question in
                Question(model: model, question: question, offered: view.locked == nil, alone: view.questions.count == 1)
            }
            if let ending = view.ending {
                Words(ending.text)
                if let unanswered = ending.unanswered { Words(unanswered) }
                ActionButton(action: ending.firstUnanswered) { await model.firstUnanswered() }
            } else if view.firstUnansweredAt != nil {
                ActionButton(action: view.firstUnanswered) { await model.firstUnanswered() }
            }
            if let repeats = view.repeat { Repeats(model: model, view: repeats) }
            if let saved = view.saved { Words(saved).foregroundStyle(.secondary) }
        }

        @ViewBuilder private func buttons(_ view: InterviewView) -> some View {
            if model.working { ProgressView().accessibilityLabel(Text(verbatim: model.app.words.working)) }
            ActionButton(action: view.forward, main: true) { await model.forward() }
            HStack(spacing: Size.gap) {
                ActionButton(action: view.back) { await model.back() }
                ActionButton(action: view.stop) { await model.stop() }
            }
            if let alone = view.alone { ActionButton(action: alone) { await model.alone() } }
            Text(verbatim: view.stopText).font(.footnote).foregroundStyle(.secondary)
        }
    }

    /// Who is answering and in which language is asked, to choose from on any screen.
    private struct Respondents: View {
        let model: InterviewModel
        let view: InterviewView

        var body: some View {
            ForEach(0..<view.respondents.count, id: \.self) { index in
                let who = view.respondents[index]
                Option(label: who.label, chosen: who.chosen) { await model.answers(who) }
            }
            ForEach(view.languages, id: \.value) { language in
                Option(label: language.label, chosen: language.chosen) { await model.ask(in: language) }
            }
        }
    }

    /// What there may be several of.
    private struct Repeats: View {
        let model: InterviewModel
        let view: RepeatView

        var body: some View {
            Words(view.count)
            ForEach(view.instances, id: \.path) { instance in
                HStack(spacing: Size.gap) {
                    Button {
                        Task { await model.go(to: instance) }
                    } label: {
                        Words(instance.label).frame(minHeight: Size.target)
                    }
                    .disabled(instance.at == nil)
                    ActionButton(action: instance.remove) { await model.takeAway(instance) }
                }
            }
            ActionButton(action: view.add) { await model.addAnother(of: view) }
        }
    }
#endif
