# Setting a phone up, its settings, and words that stand on several screens.

setup-title = Set up this phone
setup-passphrase = A new passphrase
setup-passphrase-hint = At least 8 characters. Four words in a row are easy to remember.
setup-again = The same passphrase again
setup-caution = Nobody can find out a passphrase that was forgotten. Keep it to yourself.
setup-bound = The records will open on this phone only, with your passphrase.
setup-create = Set the passphrase

enrol-title = Join your unit
enrol-text = Make a request, bring it to your administrator, and take the answer back here. No network is needed.
enrol-enrolled = This phone has joined already. A newer answer of the same administrator renews its access.
enrol-person = Your name
enrol-person-hint = As colleagues know you. They will see it beside what you write.
enrol-make-request = Make the request
enrol-no-request = Make the request first.
enrol-fingerprint = Words to compare
enrol-fingerprint-hint = Read them to your administrator. They see the same words.
enrol-answer = The administrator’s answer
enrol-accept = Take the answer
enrol-accept-file = Take the answer from a file
enrol-write-file = Write the request to a file

settings-title = Settings
settings-enrol = Join a unit or renew access
settings-language = Language
settings-names = Hide names in the list
settings-names-hint = The list then shows numbers until you tap “Show names”.
settings-shown-name = Name shown before unlocking
settings-shown-name-hint = Anyone who picks up this phone can read it. Leave it empty to show none.
settings-lock = Close the records now
settings-lock-after = Close the records when the app is left
settings-lock-after-hint = After longer than this they have to be unlocked again. Every answer is kept.
settings-lock-at-once = At once

instruments-title = Choose a questionnaire
instruments-none = There is no questionnaire on this phone.
# $version: the version its author gave it
instruments-version = Version { $version }
units-text = The unit you choose receives the case with all that is in it and goes on with it. You can still read it.
units-none = No other unit is known here yet. Exchange with the hub first.

word-send = Send
word-save = Save
word-cancel = Cancel
word-close = Close
word-clear = Empty the field
word-more = Show more
word-opening = Opening the records…
word-working = One moment…
word-covered = Hidden
word-note = Note
word-reason = Reason
word-service = Service
word-urgent = See to this first
word-reasons = Why
word-unasked = Not yet known
word-conflicts = Differing answers
word-person = The person
word-timeline = What happened
word-notes = Notes
word-interviews = Interviews
word-listen = Listen
word-copy = Copy
