# A case.

# $name: who. $when: a time
case-opened = Opened by { $name }, { $when }
case-updated = Last written to by { $name }, { $when }
by-when = { $name }, { $when }

stage-new = Not screened yet
stage-screened = Spoken with; the interview was broken off
stage-needs-decision = Waiting for a decision
stage-decided = Decided
stage-handed-over = Handed over
stage-closed = Closed; it can be opened again

decision-proceed = Go on with identification, on reasonable grounds
decision-refer = Refer for support
decision-ask-more = Speak with the person again
decision-close = No further action for now
decision-reopen = Open the case again

case-continue = Go on with the interview
case-nothing-left = No interview was left half-way.
case-new-interview = New interview
case-add-note = Add a note
case-add-need = Add a need
case-consent = Consent
case-refer = Refer
case-decide = Decide
case-hand-over = Hand over

conflict-text = Colleagues wrote different answers. Choose the one to keep; all stay in the history.
# $value: an answer
conflict-choose = Keep: { $value }
fact-differs = Colleagues wrote different answers
manner-observed = Seen by the officer
manner-interpreter = Answered through an interpreter
manner-alone = Answered alone on the phone
manner-other = Told by somebody else
manner-officer = Answered by the officer
answer-not-counted = Kept, but not counted: another answer made this question fall away

field-name = Name
field-age = Age
field-birth-date = Date of birth
field-sex = Sex
field-ethnic-group = Ethnic group
field-ethnic-group-said = Ethnic group in the person's own words
field-other-name = Other name
field-absence-from = Away from home since
field-absence-to = Came back
field-absence-reason = Reason for being away
field-destination = Country of destination
field-found-with = Found together with
field-language = Language
field-phone = Telephone
field-nationality = Nationality
field-home = Home
field-child-apparent = Looks like a child
field-other = Other detail

purpose-interview = the interview
purpose-record = keeping a record
purpose-share = sharing the record
purpose-refer = referral for support
consent-given = Given
consent-refused = Refused
consent-withdrawn = Withdrawn
consent-text = Before asking, say in plain words what is written down, what for, and who will read it. The person may refuse, and may take it back at any time. Silence is not consent.
consent-purpose = Consent to what
consent-receiver = For whom
consent-receiver-hint = The name of a unit, a service or a person.
consent-give = The person agrees
consent-refuse = The person refuses
consent-withdraw = Take the consent back
consent-none-given = No consent stands here now.

# $to: a service. $purpose: what for. $receiver: to whom. $other: the number of a case
place-referral = Referral to { $to }
place-consent = Consent: { $purpose } — { $receiver }
place-custody = Unit that holds the case
place-link = Same person as: { $other }
place-decision = Decision
place-newer = Written by a newer version of the app; not understood here

# $name: the plain name of a questionnaire
interview-unknown = { $name } (its questions are not on this phone yet)
interview-missing = An interview not received yet
question-unknown = A question not on this phone yet
interview-going = Under way
# $name: who. $when: a time
interview-done = Finished: { $name }, { $when }
interview-left = Broken off: { $name }, { $when }

# $title: a questionnaire. $need, $to, $decision, $unit, $place: their names. $other: the number of a case
event-interview-started = Interview began: { $title }
event-interview-finished = Interview finished: { $title }
event-interview-left = Interview broken off: { $title }
event-need = Need recorded: { $need }
event-referred = Referred to { $to }
event-decided = Decided: { $decision }
event-consent-given = Consent given: { $purpose } — { $receiver }
event-consent-refused = Consent refused: { $purpose } — { $receiver }
event-consent-withdrawn = Consent withdrawn: { $purpose } — { $receiver }
event-handed-over = Handed over to { $unit }
event-resolved = Differing answers settled: { $place }
event-linked = Said to be the same person as: { $other }
event-unlinked = No longer said to be the same person as: { $other }
