#if canImport(SwiftUI)
    import NuongKit
    import SwiftUI

    /// The worklist: three groups, each with its count; one large button.
    struct TodayScreen: View {
        @State var model: WorklistModel

        var body: some View {
            ScrollView {
                LazyVStack(alignment: .leading, spacing: Size.gap) {
                    if let empty = model.view?.empty { Words(empty) }
                    ForEach(model.groups, id: \.group) { group in
                        Text(verbatim: "\(group.heading) (\(group.count))")
                            .font(.title3)
                            .accessibilityAddTraits(.isHeader)
                        if let empty = group.empty { Words(empty).foregroundStyle(.secondary) }
                        ForEach(group.rows, id: \.case) { row in
                            CaseRow(row: row) { model.open(row) }
                        }
                    }
                    if let more = model.view?.more {
                        // Drawn when the end comes into sight.
                        Text(verbatim: more).foregroundStyle(.secondary).task { await model.more() }
                    }
                }
                .padding()
            }
            .navigationTitle(Text(verbatim: model.view?.title ?? model.app.words.today))
            .safeAreaInset(edge: .bottom) { bottom }
            .task(id: model.search) { await model.watch() }
        }

        @ViewBuilder private var bottom: some View {
            if let view = model.view {
                VStack(spacing: Size.gap) {
                    TextField(view.searchLabel, text: $model.search)
                        .textFieldStyle(.roundedBorder)
                        .autocorrectionDisabled()
                    HStack(spacing: Size.gap) {
                        ActionButton(action: view.names) { await model.toggleNames() }
                        ActionButton(action: view.newCase, main: true) { model.newCase() }
                    }
                }
                .padding()
                .background(.bar)
            }
        }
    }

    /// One case of the list: who, where, how old, the one reason it stands where it stands.
    private struct CaseRow: View {
        let row: CaseRowView
        let open: @MainActor () -> Void

        var body: some View {
            Button {
                open()
            } label: {
                VStack(alignment: .leading, spacing: 4) {
                    HStack {
                        if row.danger { Image(systemName: "exclamationmark.triangle.fill").foregroundStyle(.red) }
                        Text(verbatim: row.title).font(.headline)
                        Spacer()
                        Text(verbatim: row.age).font(.footnote)
                    }
                    Words(row.reason)
                    if let child = row.child { Words(child).bold() }
                    HStack {
                        Text(verbatim: row.place)
                        Spacer()
                        Label(row.sending.text, systemImage: row.sending.waits ? "iphone" : "checkmark")
                    }
                    .font(.footnote)
                    .foregroundStyle(.secondary)
                }
                .frame(maxWidth: .infinity, minHeight: Size.target, alignment: .leading)
                .lineSpacing(Size.leading)
            }
            .buttonStyle(.bordered)
            .accessibilityLabel(Text(verbatim: row.spoken))
        }
    }

    /// Choosing a questionnaire to begin with.
    struct InstrumentsScreen: View {
        @State var model: InstrumentsModel

        var body: some View {
            ScrollView {
                VStack(alignment: .leading, spacing: Size.gap) {
                    if let empty = model.view?.empty { Words(empty) }
                    ForEach(model.view?.instruments ?? [], id: \.instrument) { instrument in
                        Button {
                            Task { await model.begin(instrument) }
                        } label: {
                            VStack(alignment: .leading) {
                                Text(verbatim: instrument.title).font(.headline).lineSpacing(Size.leading)
                                Text(verbatim: instrument.version).font(.footnote).foregroundStyle(.secondary)
                            }
                            .frame(maxWidth: .infinity, minHeight: Size.target, alignment: .leading)
                        }
                        .buttonStyle(.bordered)
                    }
                }
                .padding()
            }
            .navigationTitle(Text(verbatim: model.view?.title ?? ""))
            .task { await model.draw() }
        }
    }
#endif
