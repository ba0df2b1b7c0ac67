import Nuong
import XCTest

/// The error a call throws; fails where it throws none.
func assertThrows<T>(
    _ call: () async throws -> T, file: StaticString = #filePath, line: UInt = #line, _ look: (any Error) -> Void
) async {
    do {
        _ = try await call()
        XCTFail("nothing was refused", file: file, line: line)
    } catch {
        look(error)
    }
}

/// A call is refused with this stable code, and something to read and to do.
func assertRefused<T>(
    _ code: String, file: StaticString = #filePath, line: UInt = #line, _ call: () async throws -> T
) async {
    await assertThrows(call, file: file, line: line) { error in
        let problem = (error as? NuongError)?.problem
        XCTAssertEqual(problem?.code, code, "\(error)", file: file, line: line)
        XCTAssertFalse(problem?.text.isEmpty ?? true, file: file, line: line)
        XCTAssertFalse(problem?.todo.isEmpty ?? true, file: file, line: line)
    }
}

/// A call is refused because the phone was closed.
func assertClosed(file: StaticString = #filePath, line: UInt = #line, _ call: () async throws -> Void) async {
    await assertThrows(call, file: file, line: line) { error in
        XCTAssertTrue(error is PhoneClosed, "\(error)", file: file, line: line)
    }
}

func assertStanding(
    _ phone: Phone, _ expected: Standing, file: StaticString = #filePath, line: UInt = #line
) async throws {
    let standing = try await phone.door.standing()
    XCTAssertEqual(standing, expected, file: file, line: line)
}
