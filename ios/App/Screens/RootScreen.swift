#if canImport(SwiftUI)
    import NuongKit
    import SwiftUI

    /// Which screen comes first, what was refused over it, and the cover over everything.
    struct RootScreen: View {
        @Bindable var app: AppModel

        var body: some View {
            ZStack {
                screen
                if app.covered { Cover(words: app.words) }
            }
            .task { await app.watch() }
            .alert(app.problem?.text ?? "", isPresented: $app.showsProblem) {
                Button(app.words.close) { app.problem = nil }
            } message: {
                Text(verbatim: app.problem?.todo ?? "")
            }
        }

        @ViewBuilder private var screen: some View {
            switch app.standing {
            case .none, .paused: Cover(words: app.words)
            case .notSetUp: SetUpScreen(model: SetUpModel(app: app))
            case .locked: UnlockScreen(model: LockModel(app: app))
            case .notEnrolled: EnrolScreen(model: EnrolModel(app: app))
            case .open: OpenScreen(app: app)
            case .handedOver: AloneScreen(model: AloneModel(app: app))
            }
        }

    }

    /// The three tabs, and what is on the way from the worklist.
    struct OpenScreen: View {
        @Bindable var app: AppModel

        var body: some View {
            TabView {
                NavigationStack(path: $app.path) {
                    TodayScreen(model: WorklistModel(app: app))
                        .navigationDestination(for: Route.self) { route in destination(route) }
                }
                .tabItem { Label(app.words.today, systemImage: "list.bullet") }
                NavigationStack { SendScreen(model: SendModel(app: app)) }
                    .tabItem { Label(app.words.send, systemImage: "arrow.up.arrow.down") }
                NavigationStack { SettingsScreen(model: SettingsModel(app: app)) }
                    .tabItem { Label(app.words.settings, systemImage: "gearshape") }
            }
        }

        @ViewBuilder private func destination(_ route: Route) -> some View {
            switch route {
            case .instruments(let id): InstrumentsScreen(model: InstrumentsModel(app: app, case: id))
            case .interview(let reference): InterviewScreen(model: InterviewModel(app: app, reference: reference))
            case .case(let id): CaseScreen(model: CaseModel(app: app, id: id))
            case .conflict(let id, let path): ConflictScreen(model: ConflictModel(app: app, case: id, path: path))
            case .alone(let reference, let instrument):
                HandOverScreen(model: HandOverModel(app: app, reference: reference, instrument: instrument))
            case .enrol: EnrolScreen(model: EnrolModel(app: app))
            }
        }
    }
#endif
