import Foundation

open class BGTaskRequest {
    public var earliestBeginDate: Date?
}

public class BGAppRefreshTaskRequest: BGTaskRequest {
    public init(identifier: String) { fatalError() }
}

@MainActor public class BGTaskScheduler {
    public static var shared: BGTaskScheduler { fatalError() }
    public func submit(_ taskRequest: BGTaskRequest) throws { fatalError() }
}
