import Foundation

public final class CIImage {
    public var extent: CGRect { fatalError() }
}

public final class CGImage {}

open class CIFilter {
    public init?(name: String) { fatalError() }
    public func setValue(_ value: Any?, forKey key: String) { fatalError() }
    public var outputImage: CIImage? { fatalError() }
}

open class CIContext {
    public init() { fatalError() }
    public func createCGImage(_ image: CIImage, from fromRect: CGRect) -> CGImage? { fatalError() }
}
