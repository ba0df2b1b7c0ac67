#if canImport(SwiftUI)
    import NuongKit
    import SwiftUI

    /// Sizes that hold on every screen: for gloves, and for letters with two marks on top of each other.
    enum Size {
        static let target: CGFloat = 56
        static let gap: CGFloat = 12
        static let leading: CGFloat = 6
    }

    /// A control as the core gives it: drawn also when it is off, with the reason under it.
    struct ActionButton: View {
        let action: Action
        var main = false
        let act: @MainActor () async -> Void

        var body: some View {
            VStack(alignment: .leading, spacing: 4) {
                if main {
                    button.buttonStyle(.borderedProminent)
                } else {
                    button.buttonStyle(.bordered)
                }
                if let why = action.whyNot {
                    Text(verbatim: why).font(.footnote).foregroundStyle(.secondary)
                }
            }
        }

        private var button: some View {
            Button {
                Task { await act() }
            } label: {
                Text(verbatim: action.label)
                    .font(.headline)
                    .lineSpacing(Size.leading)
                    .frame(maxWidth: .infinity, minHeight: Size.target)
            }
            .disabled(!action.enabled)
            .accessibilityHint(Text(verbatim: action.whyNot ?? ""))
        }
    }

    /// Body text with room for Vietnamese marks; wraps, never shrinks.
    struct Words: View {
        let text: String
        init(_ text: String) { self.text = text }
        var body: some View {
            Text(verbatim: text)
                .lineSpacing(Size.leading)
                .frame(maxWidth: .infinity, alignment: .leading)
        }
    }

    /// What a screen or a form is about.
    struct Heading: View {
        let text: String
        init(_ text: String) { self.text = text }
        var body: some View {
            Text(verbatim: text).font(.title2).lineSpacing(Size.leading).accessibilityAddTraits(.isHeader)
        }
    }

    /// One of several to choose from; a filled mark says which it is.
    struct Option: View {
        let label: String
        let chosen: Bool
        let choose: @MainActor () async -> Void

        var body: some View {
            Button {
                Task { await choose() }
            } label: {
                Label(label, systemImage: chosen ? "checkmark.circle.fill" : "circle")
                    .frame(maxWidth: .infinity, minHeight: Size.target, alignment: .leading)
            }
            .buttonStyle(.bordered)
            .accessibilityAddTraits(chosen ? .isSelected : [])
        }
    }

    /// A part of a screen under its heading. Nothing is drawn where there is nothing in it.
    struct Part<Item, Content: View>: View {
        let heading: String
        let items: [Item]
        @ViewBuilder let content: (Item) -> Content

        var body: some View {
            if !items.isEmpty {
                VStack(alignment: .leading, spacing: Size.gap) {
                    Text(verbatim: heading).font(.title3).accessibilityAddTraits(.isHeader)
                    ForEach(0..<items.count, id: \.self) { index in content(items[index]) }
                }
                .frame(maxWidth: .infinity, alignment: .leading)
            }
        }
    }

    /// A field with its label above and what is wrong beside it.
    struct Field: View {
        let label: String
        var hint = ""
        var problem: String?
        var secret = false
        @Binding var text: String

        var body: some View {
            VStack(alignment: .leading, spacing: 4) {
                Text(verbatim: label).font(.headline)
                if secret {
                    SecureField(label, text: $text).textFieldStyle(.roundedBorder)
                } else {
                    TextField(label, text: $text, axis: .vertical)
                        .textFieldStyle(.roundedBorder)
                        .autocorrectionDisabled()
                }
                if !hint.isEmpty { Text(verbatim: hint).font(.footnote).foregroundStyle(.secondary) }
                if let problem { Problem(text: problem) }
            }
        }
    }

    /// What is wrong, by word and shape and not by colour alone.
    struct Problem: View {
        let text: String
        var body: some View {
            Label {
                Text(verbatim: text).lineSpacing(Size.leading)
            } icon: {
                Image(systemName: "exclamationmark.circle")
            }
            .foregroundStyle(.orange)
        }
    }

    /// What is asked at the bottom edge, where a thumb reaches, over whatever scrolls above.
    struct Page<Content: View, Bottom: View>: View {
        @ViewBuilder let content: () -> Content
        @ViewBuilder let bottom: () -> Bottom

        var body: some View {
            ScrollView {
                VStack(alignment: .leading, spacing: 2 * Size.gap) { content() }
                    .padding()
            }
            .safeAreaInset(edge: .bottom) {
                VStack(spacing: Size.gap) { bottom() }
                    .padding()
                    .background(.bar)
            }
        }
    }

    /// Hides everything, in the app switcher too.
    struct Cover: View {
        let words: WordsView
        var body: some View {
            VStack(spacing: Size.gap) {
                Image(systemName: "lock.fill").font(.largeTitle)
                Text(verbatim: words.covered)
            }
            .frame(maxWidth: .infinity, maxHeight: .infinity)
            .background(.background)
            .ignoresSafeArea()
        }
    }
#endif
