#if canImport(SwiftUI)
    import NuongKit
    import SwiftUI

    /// The parts of a case, in the order in which they matter.
    struct CaseParts: View {
        let model: CaseModel
        let view: CaseView

        private var words: WordsView { model.app.words }

        var body: some View {
            Part(heading: words.urgent, items: view.urgent) { urgent in
                if urgent.danger {
                    Label(urgent.name, systemImage: "exclamationmark.triangle.fill").foregroundStyle(.red).font(.headline)
                } else {
                    Label(urgent.name, systemImage: "arrow.right.circle").font(.headline)
                }
                Words(urgent.todo)
                ForEach(urgent.because, id: \.self) { because in Words(because).foregroundStyle(.secondary) }
            }
            Assessment(words: words, view: view.assessment)
            Part(heading: words.conflicts, items: view.conflicts) { conflict in
                Button {
                    model.open(conflict)
                } label: {
                    Words(conflict.heading).frame(minHeight: Size.target)
                }
                .buttonStyle(.bordered)
            }
            Part(heading: words.person, items: view.person + view.needs + view.referrals) { fact in Fact(fact: fact) }
            Part(heading: view.actions.consent.label, items: view.consents) { consent in
                Fact(fact: consent.fact)
                ActionButton(action: consent.withdraw) { await model.withdraw(consent) }
            }
            if let custody = view.custody { Fact(fact: custody) }
            ForEach(0..<view.links.count, id: \.self) { index in Fact(fact: view.links[index]) }
            Part(heading: words.interviews, items: view.interviews) { interview in Summary(interview: interview) }
            Part(heading: words.notes, items: view.notes) { note in Moment(moment: note) }
            Part(heading: words.timeline, items: view.timeline) { moment in Moment(moment: moment) }
            if let aside = view.aside { Aside(view: aside) }
        }
    }

    /// What the answers point to, with the reasons; never a number.
    private struct Assessment: View {
        let words: WordsView
        let view: AssessmentView

        var body: some View {
            VStack(alignment: .leading, spacing: Size.gap) {
                Heading(view.heading)
                Words(view.text)
                Words(view.child)
                ForEach(0..<view.elements.count, id: \.self) { index in element(view.elements[index]) }
                ForEach(0..<view.protective.count, id: \.self) { index in Words(view.protective[index]) }
                Part(heading: words.unasked, items: view.unasked) { unasked in
                    Words(unasked.text)
                    Words(unasked.why).foregroundStyle(.secondary)
                }
                ForEach(0..<view.otherRules.count, id: \.self) { index in
                    Text(verbatim: view.otherRules[index].rule).font(.headline)
                    Words(view.otherRules[index].outcome)
                    Words(view.otherRules[index].differs.joined(separator: "; ")).foregroundStyle(.secondary)
                }
                if let basis = view.ageBasis { Words(basis).foregroundStyle(.secondary) }
                Words(view.caution).foregroundStyle(.secondary)
                ForEach(0..<view.rules.count, id: \.self) { index in
                    Words(view.rules[index]).font(.footnote).foregroundStyle(.secondary)
                }
            }
        }

        private func element(_ element: ElementView) -> some View {
            VStack(alignment: .leading, spacing: 4) {
                Label("\(element.title): \(element.state)", systemImage: element.met ? "checkmark.circle" : "circle.dotted")
                    .font(.headline)
                ForEach(0..<element.reasons.count, id: \.self) { index in
                    Words(element.reasons[index].text)
                    Words(element.reasons[index].signs.joined(separator: "; ")).font(.footnote).foregroundStyle(.secondary)
                }
                if let none = element.noReasons { Words(none).foregroundStyle(.secondary) }
            }
        }
    }

    private struct Fact: View {
        let fact: FactView
        var body: some View {
            VStack(alignment: .leading, spacing: 4) {
                Text(verbatim: fact.label).font(.headline)
                ForEach(0..<fact.values.count, id: \.self) { index in
                    Words(fact.values[index].text)
                    Words(fact.values[index].by).font(.footnote).foregroundStyle(.secondary)
                }
                if let differs = fact.differs { Problem(text: differs) }
            }
        }
    }

    private struct Summary: View {
        let interview: InterviewSummaryView
        var body: some View {
            VStack(alignment: .leading, spacing: 4) {
                Text(verbatim: interview.title).font(.headline)
                Words("\(interview.began) · \(interview.state)").font(.footnote).foregroundStyle(.secondary)
                ForEach(0..<interview.answers.count, id: \.self) { index in
                    Words(interview.answers[index].question).foregroundStyle(.secondary)
                    Words(interview.answers[index].answers.joined(separator: " / "))
                    if let manner = interview.answers[index].manner { Words(manner).font(.footnote) }
                    if let differs = interview.answers[index].differs { Problem(text: differs) }
                    if let not = interview.answers[index].notCounted { Words(not).font(.footnote) }
                }
            }
        }
    }

    struct Moment: View {
        let moment: MomentView
        var body: some View {
            VStack(alignment: .leading, spacing: 4) {
                Words(moment.text)
                if let reason = moment.reason { Words(reason) }
                Words("\(moment.when) · \(moment.who)").font(.footnote).foregroundStyle(.secondary)
            }
        }
    }

    /// What was kept aside and has no effect.
    struct Aside: View {
        let view: AsideView
        var body: some View {
            Part(heading: view.heading, items: view.items) { item in
                Words(item.text)
                Words(item.todo).foregroundStyle(.secondary)
            }
        }
    }

    /// Differing answers side by side, one tap each.
    struct ConflictScreen: View {
        @State var model: ConflictModel

        var body: some View {
            ScrollView {
                VStack(alignment: .leading, spacing: Size.gap) {
                    if let view = model.view {
                        Text(verbatim: view.heading).font(.title2).lineSpacing(Size.leading)
                        Words(view.text)
                        ForEach(0..<view.values.count, id: \.self) { index in
                            let value = view.values[index]
                            Text(verbatim: value.text).font(.title3).lineSpacing(Size.leading)
                            Words(value.by.joined(separator: "; ")).foregroundStyle(.secondary)
                            ActionButton(action: value.choose) { await model.settle(on: value) }
                        }
                    }
                }
                .padding()
            }
            .task(id: model.app.stale) { await model.draw() }
        }
    }
#endif
