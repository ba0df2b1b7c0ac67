# What belongs to the terminal alone. What people read about the domain is the core's.

passphrase = Passphrase
passphrase-new = Choose a passphrase (at least 8 characters; four words in a row are easy to keep in mind)
passphrase-again = Once more

# $vault: a directory. $device: a device's number
init-done = This device is ready: { $vault }
    Device number: { $device }
    Next: nuong enroll request --name 'YOUR NAME' --out request
# $device: a device's number
unlock-not-enrolled = The vault opens. This device belongs to no authority yet.
    Device number: { $device }
    Next: nuong enroll request --name 'YOUR NAME' --out request

# $authority: its number. $dir: a directory
authority-done = The authority is founded: { $authority }
    Its secrets are in { $dir }. Keep that off the network, and a copy in another place.
authority-no-devices = No device has been certified yet.
authority-revoked = revoked

# $file: a file. $fingerprint: digits to be read aloud
enroll-requested = Request written: { $file }
    Read these digits to the administrator: { $fingerprint }
# $person: who asked. $fingerprint: digits to be read aloud. $file: a file
enroll-approved = Certified: { $person }
    The digits on the other device must be { $fingerprint }. If they are others, do not give the grant away.
    Grant written: { $file }
# $file: a file
file-written = Written: { $file }

saved-here = Saved on this device.
conflicts-none = Nothing differs.
# $case: a case's first digits. $path: what differs
conflict-command = To settle it: nuong resolve { $case } { $path } NUMBER

# $sent, $received: bytes
sync-moved = … { $sent } bytes sent, { $received } received
# $parcels, $bytes: whole numbers. $file: a file
parcels-written = { $parcels ->
    [one] { $parcels } parcel, { $bytes } bytes, written to { $file }
   *[other] { $parcels } parcels, { $bytes } bytes, written to { $file }
}
# $parcels, $known, $cases: whole numbers
parcels-read = { $parcels ->
    [0] No new parcel
    [one] { $parcels } new parcel
   *[other] { $parcels } new parcels
}; { $known } held already; { $cases ->
    [0] no case has news
    [one] { $cases } case has news
   *[other] { $cases } cases have news
}.
# $count: a whole number
parcels-sealed = { $count ->
    [one] { $count } part is for others: it is carried along and cannot be read here.
   *[other] { $count } parts are for others: they are carried along and cannot be read here.
}

# $id, $version, $hash: of a questionnaire. $questions: a whole number
lint-ok = { $id } { $version } is sound: { $questions } questions.
    { $hash }

instrument-written = { $id } { $version } is in { $file }.
    { $hash }
instrument-installed = Installed: { $hash }
language-installed = Installed: the language { $language } of { $instrument }
language-written = The language { $language } of { $instrument } is written to { $file }
instrument-spread =
    { $parcels ->
        [one] It goes to all devices with the next exchange, in one parcel.
       *[other] It goes to all devices with the next exchange, in { $parcels } parcels.
    }
coverage-line = { $language }: { $texts } of { $all_texts } texts, { $audio } of { $all_audio } recordings
diff-same = They are the same.

key-enter = Enter
# $last: the highest number
screen-choose-number = Choose by a number from 1 to { $last }.
screen-only-one = Here only one answer can be chosen.
screen-several = Several: their numbers with spaces, such as 1 3
screen-order = Put in order: type a number to move it up, or all numbers in their order, such as 2 1 3
screen-who = Who is answering
screen-language = The language of the questions
screen-no-attachments = No file can be attached here; use the app on a phone, or type ? or -
screen-no-sound = A terminal plays no sound: the recordings are only named.
screen-take-back = Take the answer back
# $case: a case's first digits
screen-finished = Finished, and saved on this device. To see what the answers point to: nuong case { $case }
# $case: a case's first digits
screen-stopped = Stopped here; all answers are saved on this device. To go on: nuong screen --case { $case }

play-finished = Tried to the end; nothing was kept.
play-stopped = Stopped here; nothing was kept.

case-urgent = See to this first
case-points-to = What the answers point to
case-other-rules = By another rule, of the same answers:
case-signs = The signs, one by one
case-unasked = Not known yet, and would help
case-differs = Recorded differently
case-person = The person
case-needs = Needs
case-referrals = Referrals
case-consents = Consent
case-links = Same person
case-notes = Notes
case-history = What happened
# $count: a whole number
case-more-reasons = { $count ->
    [one] and { $count } more reason
   *[other] and { $count } more reasons
}
# $count: a whole number
case-answers = { $count ->
    [one] { $count } answer; shown with --answers
   *[other] { $count } answers; shown with --answers
}

error-passphrase-not_given = There is nobody here to ask for the passphrase.
    .todo = Give it by --passphrase-file FILE or by NUONG_PASSPHRASE.
error-authority-exists = This directory already holds an authority.
    .todo = Use it, or choose another directory. It was not touched.
error-authority-missing = This directory holds no authority.
    .todo = Check the directory, or found one: nuong authority init --dir DIR

error-day-not_empty = This directory is not empty.
    .todo = Choose another, or an empty one: a day is kept in a directory of its own.
error-day-no_scenarios = The scenarios of the day are not here.
    .todo = Name their directory: --scenarios DIR
error-day-no_hub_program = The hub's program is not beside this one.
    .todo = Build it, or name it: --hub-program FILE

day-founding = An authority is founded; it certifies a hub
# $person: who
day-enrolling = Enrolled: { $person }
day-carrying = Post A gives post B a case on a memory card
# $person: who
day-writing = { $person } adds to it, with no network
day-note-parents = The parents say on the telephone that she is 15: born in March 2011; the certificate is being fetched.
day-note-paper = The man passed here in the morning and showed a paper that gives her age as 18. The photograph is not of her.
day-hub = The hub starts, in the province
# $person: who
day-syncing = Exchanging with the hub: { $person }
day-cut = The line breaks in the middle; what went over is kept
# $person: who
day-deciding = { $person } goes through the list
day-reason = By her parents she is 15, and the paper does not show her. Reasonable grounds: protect her now.
day-checking = Looking at everything once more

day-title = A day at four places
day-list = What the supervisor's list says in the evening, once everything is together:
day-conflict = Recorded differently by two posts
day-decision = What the supervisor did, as post B reads it:
day-checks = What holds
day-fails = DOES NOT HOLD
# $copies: a whole number
day-equal = Every device holds the same documents ({ $copies } copies compared), each the cases meant for it and no other.
day-seen = Both posts see the decision, and nothing differs any more.
# $kept, $rest: whole numbers
day-continued = The line broke while the supervisor was receiving: { $kept ->
    [one] { $kept } parcel that had come was kept
   *[other] { $kept } parcels that had come were kept
}, and only the other { $rest } came afterwards.
# $names, $texts: whole numbers
day-clear = None of the { $names } names and { $texts } other things told is readable in the vaults, at the hub, in its log or in the parcel file.
day-reopened = Everything is there again after the vaults were closed and opened.
# $cases, $changes: whole numbers
day-amount = { $cases } cases, { $changes } changes
# $up, $down: bytes. $trips: a whole number
day-wire = { $up } bytes up and { $down } bytes down, TLS and HTTP included, in { $trips } round trips
# $cases: a whole number
day-holds = { $cases ->
    [one] holds { $cases } case
   *[other] holds { $cases } cases
}
day-further = To look further
day-not-kept = This day was not kept. To keep one, with its vaults and its hub, and look into it:
