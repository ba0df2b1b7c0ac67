public enum UIKeyboardType: Int, Sendable { case `default`, numbersAndPunctuation, numberPad, decimalPad }

public final class UIImage {
    public init?(contentsOfFile path: String) { fatalError() }
}
