public enum UIKeyboardType: Int, Sendable { case `default`, numberPad }
