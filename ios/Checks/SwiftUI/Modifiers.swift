import Foundation
import UIKit
import UniformTypeIdentifiers

// What is done to a view.
extension View {
    public func padding() -> Changed<Self> { fatalError() }
    public func font(_ font: Font?) -> Changed<Self> { fatalError() }
    public func bold() -> Changed<Self> { fatalError() }
    public func italic() -> Changed<Self> { fatalError() }
    public func lineSpacing(_ lineSpacing: CGFloat) -> Changed<Self> { fatalError() }
    public func foregroundStyle<S: ShapeStyle>(_ style: S) -> Changed<Self> { fatalError() }
    public func background<S: ShapeStyle>(_ style: S) -> Changed<Self> { fatalError() }
    public func frame(
        minWidth: CGFloat? = nil, idealWidth: CGFloat? = nil, maxWidth: CGFloat? = nil, minHeight: CGFloat? = nil,
        idealHeight: CGFloat? = nil, maxHeight: CGFloat? = nil, alignment: Alignment = .center
    ) -> Changed<Self> { fatalError() }
    public func scaledToFit() -> Changed<Self> { fatalError() }
    public func ignoresSafeArea() -> Changed<Self> { fatalError() }
    public func safeAreaInset<V: View>(
        edge: VerticalEdge, alignment: HorizontalAlignment = .center, spacing: CGFloat? = nil, @ViewBuilder content: () -> V
    ) -> Changed<Self> { fatalError() }
    public func disabled(_ disabled: Bool) -> Changed<Self> { fatalError() }
    public func buttonStyle<S: PrimitiveButtonStyle>(_ style: S) -> Changed<Self> { fatalError() }
    public func textFieldStyle<S: TextFieldStyle>(_ style: S) -> Changed<Self> { fatalError() }
    public func textSelection<S: TextSelectability>(_ selectability: S) -> Changed<Self> { fatalError() }
    public func autocorrectionDisabled(_ disable: Bool = true) -> Changed<Self> { fatalError() }
    public func keyboardType(_ type: UIKeyboardType) -> Changed<Self> { fatalError() }
    public func focused(_ condition: FocusState<Bool>.Binding) -> Changed<Self> { fatalError() }
}

// What is said of it to who does not see it.
extension View {
    public func accessibilityLabel(_ label: Text) -> Changed<Self> { fatalError() }
    public func accessibilityHint(_ hint: Text) -> Changed<Self> { fatalError() }
    public func accessibilityHidden(_ hidden: Bool) -> Changed<Self> { fatalError() }
    public func accessibilityAddTraits(_ traits: AccessibilityTraits) -> Changed<Self> { fatalError() }
}

// What happens with it.
extension View {
    public func task(
        priority: TaskPriority = .userInitiated, @_inheritActorContext _ action: @escaping @Sendable () async -> Void
    ) -> Changed<Self> { fatalError() }
    public func task<T: Equatable>(
        id value: T, priority: TaskPriority = .userInitiated, @_inheritActorContext _ action: @escaping @Sendable () async -> Void
    ) -> Changed<Self> { fatalError() }
    public func onChange<V: Equatable>(
        of value: V, initial: Bool = false, _ action: @escaping @MainActor (_ oldValue: V, _ newValue: V) -> Void
    ) -> Changed<Self> { fatalError() }
    public func onSubmit(_ action: @escaping @MainActor () -> Void) -> Changed<Self> { fatalError() }
}

// Where it leads.
extension View {
    public func navigationTitle(_ title: Text) -> Changed<Self> { fatalError() }
    public func navigationBarBackButtonHidden(_ hidesBackButton: Bool = true) -> Changed<Self> { fatalError() }
    public func navigationDestination<D: Hashable, C: View>(
        for data: D.Type, @ViewBuilder destination: @escaping (D) -> C
    ) -> Changed<Self> { fatalError() }
    public func tabItem<V: View>(@ViewBuilder _ label: () -> V) -> Changed<Self> { fatalError() }
    public func sheet<Item: Identifiable, Content: View>(
        item: Binding<Item?>, onDismiss: (() -> Void)? = nil, @ViewBuilder content: @escaping (Item) -> Content
    ) -> Changed<Self> { fatalError() }
    @_disfavoredOverload
    public func alert<S: StringProtocol, A: View, M: View>(
        _ title: S, isPresented: Binding<Bool>, @ViewBuilder actions: () -> A, @ViewBuilder message: () -> M
    ) -> Changed<Self> { fatalError() }
    public func fileImporter(
        isPresented: Binding<Bool>, allowedContentTypes: [UTType],
        onCompletion: @escaping @MainActor (_ result: Result<URL, any Error>) -> Void
    ) -> Changed<Self> { fatalError() }
    public func fileMover(
        isPresented: Binding<Bool>, file: URL?, onCompletion: @escaping @MainActor (_ result: Result<URL, any Error>) -> Void
    ) -> Changed<Self> { fatalError() }
}
