open class LAContext {
    public init() { fatalError() }
    public var localizedReason: String = ""
}

public struct LAError: Error {
    public static var errorDomain: String { fatalError() }
}
