// Holds an interview and then waits to be killed: what an app is to a phone that runs out of battery.
//
//     nuong-until-killed FOLDER PASSPHRASE SCREENS
//     nuong-until-killed FOLDER PASSPHRASE TOUCHES RECORDINGS
//
// Unlocks the profile in FOLDER, answers so many screens of a new interview and prints `CASE INTERVIEW AT` when the last
// answer is on disk. With a folder of recordings it hands the phone over instead, touches so many shapes and prints
// `CASE INTERVIEW PATH...`. It ends by a signal only.
import Dispatch
import Foundation
import Nuong

let arguments = CommandLine.arguments
guard (4...5).contains(arguments.count), let times = Int(arguments[3]) else {
    FileHandle.standardError.write(Data("nuong-until-killed FOLDER PASSPHRASE TIMES [RECORDINGS]\n".utf8))
    exit(64)
}
let phone = Phone(directory: URL(fileURLWithPath: arguments[1]), language: .en)
try await phone.door.unlock(passphrase: arguments[2])
let said =
    arguments.count == 4
    ? try await held(phone, screens: times)
    : try await touched(phone, times, recordings: URL(fileURLWithPath: arguments[4]))
FileHandle.standardOutput.write(Data((said.joined(separator: " ") + "\n").utf8))
while true { try await Task.sleep(for: .seconds(3600)) }

func held(_ phone: Phone, screens: Int) async throws -> [String] {
    let interview = try await phone.interviews.begin("triage")
    for _ in 0..<screens {
        guard let view = await interview.screen else { break }
        for question in view.questions {
            if let choice = question.choices.first { try await interview.answer(question.path, choice.then) }
        }
        try await interview.forward(from: view.at)
    }
    let (of, at) = (interview.reference, await interview.screen?.at ?? 0)
    return [of.case, of.interview, String(at)]
}

func touched(_ phone: Phone, _ touches: Int, recordings: URL) async throws -> [String] {
    let of = try await phone.interviews.begin("self-answer").reference
    var said = [of.case, of.interview]
    var view = try await phone.alone.handOver(of, speaking: "vi", recordings: recordings)
    for _ in 0..<touches {
        guard let path = view.path else { break }
        view = try await phone.alone.touch(path, path.hasSuffix("overheard") ? .no : .yes)
        said.append(path)
    }
    return said
}
