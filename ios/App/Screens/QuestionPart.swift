#if canImport(SwiftUI)
    import NuongKit
    import SwiftUI

    /// One question with all its choices in sight.
    struct Question: View {
        let model: InterviewModel
        let question: QuestionView
        let offered: Bool
        let alone: Bool
        @State private var guided = false

        var body: some View {
            VStack(alignment: .leading, spacing: Size.gap) {
                // On a screen of its own the question is the heading already.
                if !alone { Text(verbatim: question.label).font(.title3).lineSpacing(Size.leading) }
                ListenButton(app: model.app, sound: question.listen, of: question.label)
                Picture(file: model.picture(question.image))
                about
                if let attachment = question.attachment { Slot(view: attachment) }
                if let input = question.input { AnswerField(model: model, question: question, input: input, offered: open) }
                ForEach(0..<question.choices.count, id: \.self) { index in choice(question.choices[index]) }
                if let problem = question.problem { Problem(text: problem) }
            }
        }

        private var open: Bool { offered && question.readOnly == nil }

        /// What is said of the question to whoever asks it.
        @ViewBuilder private var about: some View {
            if let observed = question.observed { Words(observed).italic() }
            if let hint = question.hint { Words(hint).foregroundStyle(.secondary) }
            if let how = question.how { Words(how).foregroundStyle(.secondary) }
            if let needed = question.needed { Words(needed).foregroundStyle(.secondary) }
            if let filled = question.readOnly { Words(filled).foregroundStyle(.secondary) }
            if let guidance = question.guidance {
                // For whoever learns to ask: shown when it is wanted, and never read to the person.
                if guided {
                    Words(guidance).italic()
                } else {
                    Button(model.app.words.more) { guided = true }.frame(minHeight: Size.target)
                }
            }
        }

        private func choice(_ choice: ChoiceView) -> some View {
            VStack(alignment: .leading, spacing: 4) {
                Picture(file: model.picture(choice.image))
                HStack(spacing: Size.gap) {
                    Button {
                        Task { await model.choose(choice, at: question) }
                    } label: {
                        Label {
                            Text(verbatim: said(choice)).lineSpacing(Size.leading)
                        } icon: {
                            Image(systemName: mark(choice))
                        }
                        .frame(maxWidth: .infinity, minHeight: Size.target, alignment: .leading)
                    }
                    .buttonStyle(.bordered)
                    .disabled(!open)
                    .accessibilityAddTraits(choice.chosen ? .isSelected : [])
                    ListenButton(app: model.app, sound: choice.listen, of: choice.label)
                }
            }
        }

        private func said(_ choice: ChoiceView) -> String { choice.place.map { "\($0). \(choice.label)" } ?? choice.label }

        /// A circle for one of several, a square for any of several, an arrow for what moves up; filled where it is chosen.
        private func mark(_ choice: ChoiceView) -> String {
            if question.drawn == .rank && choice.place != nil { return "arrow.up.circle" }
            let shape = question.drawn == .manyChoices ? "square" : "circle"
            return choice.chosen ? "checkmark.\(shape).fill" : shape
        }
    }

    /// A file that belongs to an answer: what is wanted, and the name of what is there. The core keeps no bytes of it yet, so
    /// nothing is taken up here, and that is said.
    private struct Slot: View {
        let view: AttachmentView

        var body: some View {
            Label {
                VStack(alignment: .leading, spacing: 4) {
                    Text(verbatim: view.label).lineSpacing(Size.leading)
                    if let name = view.name { Text(verbatim: name).font(.headline) }
                    Text("attachment.not_kept").font(.footnote).foregroundStyle(.secondary)
                }
            } icon: {
                Image(systemName: mark)
            }
            .frame(maxWidth: .infinity, alignment: .leading)
        }

        private var mark: String {
            switch view.kind {
            case .image: "photo"
            case .audio: "waveform"
            case .video: "video"
            case .any: "paperclip"
            }
        }
    }

    /// Where something is typed, with a calendar, a clock or the phone's own place beside it.
    private struct AnswerField: View {
        let model: InterviewModel
        let question: QuestionView
        let input: InputView
        let offered: Bool
        @FocusState private var typing: Bool
        @State private var text = ""
        @State private var picking = false
        @State private var picked = Date()
        @State private var locator = Locator()

        var body: some View {
            VStack(alignment: .leading, spacing: Size.gap) {
                if let range = question.range { Words("\(range.start) – \(range.end)").foregroundStyle(.secondary) }
                field
                if question.drawn.isPicked { calendar }
                if question.drawn == .place {
                    Button {
                        Task { await here() }
                    } label: {
                        Label {
                            Text("place.here")
                        } icon: {
                            Image(systemName: "location")
                        }
                        .frame(maxWidth: .infinity, minHeight: Size.target)
                    }
                    .buttonStyle(.bordered)
                    .disabled(!offered)
                }
            }
        }

        private var field: some View {
            TextField(input.label, text: $text, axis: .vertical)
                .textFieldStyle(.roundedBorder)
                .autocorrectionDisabled()
                .keyboardType(keyboard)
                .focused($typing)
                .disabled(!offered)
                .accessibilityLabel(Text(verbatim: input.label))
                .onChange(of: model.text(at: question), initial: true) { _, kept in text = kept }
                .onChange(of: text) { _, now in
                    if typing { model.type(now, at: question) }
                }
                .onChange(of: typing) { _, still in
                    if !still { Task { await model.leave(question) } }
                }
        }

        /// Shown when it is wanted: many people type a date faster than they find it.
        @ViewBuilder private var calendar: some View {
            if picking {
                DatePicker(selection: $picked, displayedComponents: parts) { Text(verbatim: input.label) }
                Button(model.app.words.save) {
                    picking = false
                    Task { await model.pick(picked, at: question) }
                }
                .frame(minHeight: Size.target)
            } else {
                Button {
                    picking = true
                } label: {
                    Label(model.app.words.more, systemImage: question.drawn == .time ? "clock" : "calendar")
                        .frame(minHeight: Size.target)
                }
                .disabled(!offered)
            }
        }

        private var parts: DatePickerComponents {
            switch question.drawn {
            case .time: .hourAndMinute
            case .dateTime: [.date, .hourAndMinute]
            default: .date
            }
        }

        private var keyboard: UIKeyboardType {
            switch question.drawn {
            case .wholeNumber: .numberPad
            case .number, .range: .decimalPad
            case .date, .datePart, .time, .dateTime, .place, .places: .numbersAndPunctuation
            default: .default
            }
        }

        private func here() async {
            guard let place = await locator.here() else { return }
            await model.place(north: place.north, east: place.east, at: question)
        }
    }
#endif
