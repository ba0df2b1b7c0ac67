import NuongKit
