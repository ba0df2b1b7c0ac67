#if canImport(CoreLocation)
    import CoreLocation
    import Foundation

    /// Asks the phone once where it is. Nothing is asked of it but at a question about a place, and when a person taps for it.
    @MainActor
    final class Locator: NSObject, CLLocationManagerDelegate {
        private let manager = CLLocationManager()
        private var found: CheckedContinuation<(north: Double, east: Double)?, Never>?

        /// Degrees north and east; none where the phone may not or cannot say.
        func here() async -> (north: Double, east: Double)? {
            guard found == nil else { return nil }
            manager.delegate = self
            manager.requestWhenInUseAuthorization()
            return await withCheckedContinuation { continuation in
                found = continuation
                manager.requestLocation()
            }
        }

        nonisolated func locationManager(_ manager: CLLocationManager, didUpdateLocations locations: [CLLocation]) {
            let place = locations.last.map { (north: $0.coordinate.latitude, east: $0.coordinate.longitude) }
            Task { @MainActor in self.answer(place) }
        }

        nonisolated func locationManager(_ manager: CLLocationManager, didFailWithError error: any Error) {
            Task { @MainActor in self.answer(nil) }
        }

        private func answer(_ place: (north: Double, east: Double)?) {
            found?.resume(returning: place)
            found = nil
        }
    }
#endif
