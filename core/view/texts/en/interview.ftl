# An interview under way.

# Who is answering
who-person = The person is answering
who-interpreter = The person is answering through an interpreter
who-other = Someone who knows the person is answering
who-alone = The person is answering alone on the phone
who-saw = You answer this from what you saw
# Choosing who is answering
respondent-person = The person
respondent-interpreter = The person, through an interpreter
respondent-officer = Nobody is asked: you saw it yourself
respondent-other = Someone else who knows
who-officer = You answer this from what you see. Do not ask.
who-mixed = The person answers; where it says so, you answer from what you see
question-observed = What you see; do not ask

# $count: a whole number
interview-progress = { $count ->
    [0] this is the last one
    [one] about { $count } more
   *[other] about { $count } more
}
interview-progress-done = every screen has an answer
# $wanted, $shown: names of languages
interview-borrowed = Some of this is not there in { $wanted } yet and is shown in { $shown }.
interview-back = Back
interview-back-first = This is the first screen.
interview-skip = Skip
interview-continue = Continue
interview-finish = Finish
interview-stop = Stop here
interview-stop-text = You can stop at any time. Every answer is kept on this phone, and you can go on later.
interview-saved = Saved on this phone
interview-newer = This case was made by a newer version of the app; here it can only be read.
input-text = Write the answer
input-whole-number = Write a whole number
input-number = Write a number
input-date = Day/month/year
input-date-part = Day/month/year, month/year or only the year
choose-one = Choose one
choose-many = Choose all that apply
choose-rank = Put the most important first; tap a line to move it up
answer-acknowledged = Read, done
question-needed = This needs an answer; not knowing or not wanting to say is one
question-read-only = Filled in from other answers; not changed here
input-time = Hour and minutes, such as 7:30
input-date-time = Day/month/year and time, such as 01/03/2026 7:30
input-barcode = Scan the barcode or type the number
input-place = Latitude and longitude, such as 21.0285, 105.8542
input-places = Points one after another, each latitude and longitude, parted by semicolons
# $start, $end: the ends of the range
input-range = Write a number from { $start } to { $end }
attach-image = Take or choose a picture
attach-audio = Record or choose a sound
attach-video = Film or choose a video
attach-any = Choose a file

# Recordings. $wanted, $spoken: names of languages
sound-fallback = There is no recording in { $wanted } yet; this is { $spoken }.
language-vi = Vietnamese
language-en = English
language-zh = Chinese
language-lo = Lao
language-km = Khmer
language-th = Thai
language-my = Burmese

# Several people, several times. $name: the group's heading. $number, $count: whole numbers. $instance: heading with number. $told: what was told
repeat-instance = { $name } { $number }
repeat-instance-told = { $instance }: { $told }
repeat-count = { $count ->
    [0] None written down yet
   *[other] Written down: { $count }
}
repeat-add = Add another
repeat-remove = Take this away
repeat-full = No more can be written down.
repeat-counted = The number follows from another answer.

ending-heading = That was the last question
ending-text = Thank the person. Every answer is kept on this phone.
# $count: a whole number
ending-unanswered = { $count ->
    [one] { $count } screen was left without an answer. That is all right; you may go back to it.
   *[other] { $count } screens were left without an answer. That is all right; you may go back to them.
}
ending-first-unanswered = Go to the first one left
ending-none-unanswered = Nothing was left without an answer.
first-unanswered-here = This is the first one left.

# Answering alone. $language: the name of a language. $heard, $of: whole numbers
self-offer = Let the person answer alone
self-skip = Skip
self-stop = Stop
self-show-text = Show the words
self-hide-text = Hide the words
self-ended = Thank you. Please give the phone back to the officer.
self-take-back = The officer takes the phone back
self-not-heard = There is no recording of this in { $language } or any other language on this phone. The words can be shown, it can be skipped, or the phone given back.
self-not-suited = This questionnaire is not for answering alone: not everything in it is answered by yes or no.
self-no-recordings = This phone has no recordings in this language.
self-coverage = { $language }: { $heard } of { $of } sentences can be heard. For the others another language is played, and that is always said.
self-start = Hand over the phone, speaking { $language }
self-before = Find a private place and plug in the headphones. Tell the person: there are only four buttons, yes, no, skip and stop; stopping is always all right. To get the phone back you have to unlock it.
