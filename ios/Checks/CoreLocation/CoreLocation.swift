import Foundation

public struct CLLocationCoordinate2D {
    public var latitude: Double
    public var longitude: Double
}

open class CLLocation {
    public var coordinate: CLLocationCoordinate2D { fatalError() }
}

public protocol CLLocationManagerDelegate: NSObjectProtocol {
    func locationManager(_ manager: CLLocationManager, didUpdateLocations locations: [CLLocation])
    func locationManager(_ manager: CLLocationManager, didFailWithError error: any Error)
}

open class CLLocationManager {
    public init() { fatalError() }
    public weak var delegate: (any CLLocationManagerDelegate)?
    public func requestWhenInUseAuthorization() { fatalError() }
    public func requestLocation() { fatalError() }
}
