// Holds an interview and then waits to be killed: what an app is to a phone that runs out of battery.
//
//     nuong-until-killed FOLDER PASSPHRASE SCREENS
//
// Unlocks the profile in FOLDER, answers so many screens of a new interview and prints `CASE INTERVIEW AT` when the last
// answer is on disk. It ends by a signal only.
import Dispatch
import Foundation
import Nuong

let arguments = CommandLine.arguments
guard arguments.count == 4, let screens = Int(arguments[3]) else {
    FileHandle.standardError.write(Data("nuong-until-killed FOLDER PASSPHRASE SCREENS\n".utf8))
    exit(64)
}
let phone = Phone(directory: URL(fileURLWithPath: arguments[1]), language: .en)
try await phone.door.unlock(passphrase: arguments[2])
let interview = try await phone.interviews.begin("triage")
for _ in 0..<screens {
    guard let view = await interview.screen else { break }
    for question in view.questions {
        if let choice = question.choices.first { try await interview.answer(question.path, choice.then) }
    }
    try await interview.forward(from: view.at)
}
let (of, at) = (interview.reference, await interview.screen?.at ?? 0)
FileHandle.standardOutput.write(Data("\(of.case) \(of.interview) \(at)\n".utf8))
while true { try await Task.sleep(for: .seconds(3600)) }
