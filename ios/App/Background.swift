#if canImport(BackgroundTasks)
    import BackgroundTasks
    import Foundation

    /// Asks the phone to start an exchange when it sees fit.
    enum Background {
        /// Also in `project.yml`, where the phone reads what the app may ask for.
        static let identifier = "vn.nuong.exchange"

        @MainActor
        static func schedule() {
            let request = BGAppRefreshTaskRequest(identifier: identifier)
            request.earliestBeginDate = Date(timeIntervalSinceNow: 15 * 60)
            // A phone that refuses (background refresh is off, or a simulator) sends when the app is open.
            try? BGTaskScheduler.shared.submit(request)
        }
    }
#endif
