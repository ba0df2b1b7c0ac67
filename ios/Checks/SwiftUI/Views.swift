@_exported import Foundation
@_exported import UIKit
import CoreImage
import UniformTypeIdentifiers

public struct LocalizedStringKey: ExpressibleByStringLiteral {
    public init(stringLiteral value: String) { fatalError() }
}

public struct Text: Drawing {
    public init(verbatim content: String) { fatalError() }
    public init(_ key: LocalizedStringKey) { fatalError() }
    @_disfavoredOverload public init<S: StringProtocol>(_ content: S) { fatalError() }
}

public struct Image: Drawing {
    public enum Interpolation: Sendable { case none, low, medium, high }
    public init(systemName: String) { fatalError() }
    public init(uiImage: UIImage) { fatalError() }
    public init(decorative cgImage: CGImage, scale: CGFloat) { fatalError() }
    public func interpolation(_ interpolation: Interpolation) -> Image { fatalError() }
    public func resizable() -> Image { fatalError() }
}

// Two names of SwiftUI's that the core has too: code that uses either must say which.
public protocol Shape: View {}
public struct Group<Content: View>: Drawing {
    public init(@ViewBuilder content: () -> Content) { fatalError() }
}

public struct DatePickerComponents: OptionSet, Sendable {
    public let rawValue: UInt
    public init(rawValue: UInt) { self.rawValue = rawValue }
    public static var date: DatePickerComponents { fatalError() }
    public static var hourAndMinute: DatePickerComponents { fatalError() }
}
public struct DatePicker<Label: View>: Drawing {
    public init(
        selection: Binding<Date>, displayedComponents: DatePickerComponents = [.hourAndMinute, .date],
        @ViewBuilder label: () -> Label
    ) { fatalError() }
}

public struct Label<Title: View, Icon: View>: Drawing {
    public init(@ViewBuilder title: () -> Title, @ViewBuilder icon: () -> Icon) { fatalError() }
}
extension Label where Title == Text, Icon == Image {
    @_disfavoredOverload public init<S: StringProtocol>(_ title: S, systemImage name: String) { fatalError() }
}

public struct Button<Label: View>: Drawing {
    public init(action: @escaping @MainActor () -> Void, @ViewBuilder label: () -> Label) { fatalError() }
}
extension Button where Label == Text {
    @_disfavoredOverload public init<S: StringProtocol>(_ title: S, action: @escaping @MainActor () -> Void) { fatalError() }
}

public enum HorizontalAlignment: Sendable { case leading, center, trailing }
public enum VerticalAlignment: Sendable { case top, center, bottom, firstTextBaseline }
public struct Alignment: Sendable {
    public static var leading: Alignment { fatalError() }
    public static var center: Alignment { fatalError() }
}
public enum Axis: Sendable { case horizontal, vertical }
public enum VerticalEdge: Sendable { case top, bottom }

public struct VStack<Content: View>: Drawing {
    public init(alignment: HorizontalAlignment = .center, spacing: CGFloat? = nil, @ViewBuilder content: () -> Content) {
        fatalError()
    }
}
public struct LazyVStack<Content: View>: Drawing {
    public init(alignment: HorizontalAlignment = .center, spacing: CGFloat? = nil, @ViewBuilder content: () -> Content) {
        fatalError()
    }
}
public struct HStack<Content: View>: Drawing {
    public init(alignment: VerticalAlignment = .center, spacing: CGFloat? = nil, @ViewBuilder content: () -> Content) {
        fatalError()
    }
}
public struct ZStack<Content: View>: Drawing {
    public init(alignment: Alignment = .center, @ViewBuilder content: () -> Content) { fatalError() }
}
public struct ScrollView<Content: View>: Drawing {
    public init(@ViewBuilder content: () -> Content) { fatalError() }
}
public struct Spacer: Drawing { public init() { fatalError() } }

public struct ForEach<Items: RandomAccessCollection, ID: Hashable, Content: View>: Drawing {
    public init(_ data: Items, id: KeyPath<Items.Element, ID>, @ViewBuilder content: @escaping (Items.Element) -> Content) {
        fatalError()
    }
}

public struct ProgressView: Drawing {
    public init() { fatalError() }
    @_disfavoredOverload public init<S: StringProtocol>(_ title: S) { fatalError() }
}

public struct TextField: Drawing {
    @_disfavoredOverload public init<S: StringProtocol>(_ title: S, text: Binding<String>) { fatalError() }
    @_disfavoredOverload public init<S: StringProtocol>(_ title: S, text: Binding<String>, axis: Axis) { fatalError() }
}
public struct SecureField: Drawing {
    @_disfavoredOverload public init<S: StringProtocol>(_ title: S, text: Binding<String>) { fatalError() }
}
public struct Toggle<Label: View>: Drawing {
    public init(isOn: Binding<Bool>, @ViewBuilder label: () -> Label) { fatalError() }
}

public struct TabView<Content: View>: Drawing {
    public init(@ViewBuilder content: () -> Content) { fatalError() }
}
public struct NavigationStack<Root: View>: Drawing {
    public init(@ViewBuilder root: () -> Root) { fatalError() }
    public init<Step: Hashable>(path: Binding<[Step]>, @ViewBuilder root: () -> Root) { fatalError() }
}

public struct Font: Sendable {
    public static var largeTitle: Font { fatalError() }
    public static var title: Font { fatalError() }
    public static var title2: Font { fatalError() }
    public static var title3: Font { fatalError() }
    public static var headline: Font { fatalError() }
    public static var footnote: Font { fatalError() }
    public func monospaced() -> Font { fatalError() }
}

public protocol ShapeStyle: Sendable {}
public struct Color: ShapeStyle {}
public struct Material: ShapeStyle {}
extension ShapeStyle where Self == Color {
    public static var red: Color { fatalError() }
    public static var orange: Color { fatalError() }
    public static var secondary: Color { fatalError() }
    public static var background: Color { fatalError() }
    public static var white: Color { fatalError() }
}
extension ShapeStyle where Self == Material {
    public static var bar: Material { fatalError() }
}

public struct AccessibilityTraits: SetAlgebra, Sendable {
    public static var isHeader: AccessibilityTraits { fatalError() }
    public static var isSelected: AccessibilityTraits { fatalError() }
    public init() { fatalError() }
    public func contains(_ member: AccessibilityTraits) -> Bool { fatalError() }
    public func union(_ other: AccessibilityTraits) -> AccessibilityTraits { fatalError() }
    public func intersection(_ other: AccessibilityTraits) -> AccessibilityTraits { fatalError() }
    public func symmetricDifference(_ other: AccessibilityTraits) -> AccessibilityTraits { fatalError() }
    public mutating func insert(_ new: AccessibilityTraits) -> (inserted: Bool, memberAfterInsert: AccessibilityTraits) {
        fatalError()
    }
    public mutating func remove(_ member: AccessibilityTraits) -> AccessibilityTraits? { fatalError() }
    public mutating func update(with new: AccessibilityTraits) -> AccessibilityTraits? { fatalError() }
    public mutating func formUnion(_ other: AccessibilityTraits) { fatalError() }
    public mutating func formIntersection(_ other: AccessibilityTraits) { fatalError() }
    public mutating func formSymmetricDifference(_ other: AccessibilityTraits) { fatalError() }
}

public protocol PrimitiveButtonStyle {}
public struct BorderedButtonStyle: PrimitiveButtonStyle {}
public struct BorderedProminentButtonStyle: PrimitiveButtonStyle {}
extension PrimitiveButtonStyle where Self == BorderedButtonStyle {
    public static var bordered: BorderedButtonStyle { fatalError() }
}
extension PrimitiveButtonStyle where Self == BorderedProminentButtonStyle {
    public static var borderedProminent: BorderedProminentButtonStyle { fatalError() }
}
public protocol TextFieldStyle {}
public struct RoundedBorderTextFieldStyle: TextFieldStyle {}
extension TextFieldStyle where Self == RoundedBorderTextFieldStyle {
    public static var roundedBorder: RoundedBorderTextFieldStyle { fatalError() }
}
public protocol TextSelectability {}
public struct EnabledTextSelectability: TextSelectability {}
extension TextSelectability where Self == EnabledTextSelectability {
    public static var enabled: EnabledTextSelectability { fatalError() }
}
