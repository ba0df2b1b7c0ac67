# An interview under way.

# Who is answering
who-person = The person is answering
who-interpreter = The person is answering through an interpreter
who-other = Someone who knows the person is answering
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

ending-heading = That was the last question
ending-text = Thank the person. Every answer is kept on this phone.
# $count: a whole number
ending-unanswered = { $count ->
    [one] { $count } screen was left without an answer. That is all right; you may go back to it.
   *[other] { $count } screens were left without an answer. That is all right; you may go back to them.
}
ending-first-unanswered = Go to the first one left
ending-none-unanswered = Nothing was left without an answer.
