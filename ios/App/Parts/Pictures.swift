#if canImport(SwiftUI)
    import CoreImage
    import NuongKit
    import SwiftUI

    /// A text as a QR code, large enough to be read at arm's length; nothing where it is too long for one.
    struct QRCode: View {
        let text: String
        let label: String

        var body: some View {
            if let picture = Self.drawn(text) {
                Image(decorative: picture, scale: 1)
                    .interpolation(.none)
                    .resizable()
                    .scaledToFit()
                    .frame(maxWidth: .infinity)
                    .background(.white)
                    .accessibilityLabel(Text(verbatim: label))
            }
        }

        private static func drawn(_ text: String) -> CGImage? {
            guard let filter = CIFilter(name: "CIQRCodeGenerator") else { return nil }
            filter.setValue(Data(text.utf8), forKey: "inputMessage")
            // Low: it is shown on a screen, where nothing is torn off, and it may be long.
            filter.setValue("L", forKey: "inputCorrectionLevel")
            guard let image = filter.outputImage else { return nil }
            return CIContext().createCGImage(image, from: image.extent)
        }
    }

    /// A picture of a questionnaire, where it is on this phone.
    struct Picture: View {
        let file: URL?

        var body: some View {
            if let file, let picture = UIImage(contentsOfFile: file.path) {
                Image(uiImage: picture)
                    .resizable()
                    .scaledToFit()
                    .frame(maxWidth: .infinity, maxHeight: 240)
                    // The words beside it say what it shows.
                    .accessibilityHidden(true)
            }
        }
    }

    /// Plays a recording; not drawn where there is nothing to hear.
    struct ListenButton: View {
        let app: AppModel
        let sound: SoundView?
        let of: String

        var body: some View {
            if let sound, app.listening.canPlay(sound) {
                Button {
                    app.listening.play([sound])
                } label: {
                    Image(systemName: app.listening.playing == sound ? "speaker.wave.3.fill" : "speaker.wave.2")
                        .frame(minWidth: Size.target, minHeight: Size.target)
                }
                .buttonStyle(.bordered)
                .accessibilityLabel(Text("listen.again"))
                .accessibilityHint(Text(verbatim: of))
                if let fallback = sound.fallback { Text(verbatim: fallback).font(.footnote).foregroundStyle(.secondary) }
            }
        }
    }
#endif
