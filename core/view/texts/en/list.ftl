# Today: the worklist.

list-title = Today
list-search = Search by name, place or number
list-new = New screening
list-empty = No cases yet.
# $words: what was searched for
list-nothing-found = Nothing found for “{ $words }”. Try fewer letters; marks do not matter.
list-group-now = Needs you now
list-group-now-empty = Nothing needs you now.
list-group-going = Under way
list-group-going-empty = Nothing is under way.
list-group-done = Done or waiting for others
list-group-done-empty = Nothing here yet.
# $shown, $total: whole numbers
list-more = The first { $shown } of { $total } cases. Search to find the others.
list-show-names = Show names
list-hide-names = Hide names
list-place-unknown = Place not recorded

# $number: the short number of a case
case-number = Case { $number }
case-child = Treat as a child

# Why a case stands where it does. $needs: names of needs. $count: a whole number. $unit: a unit
reason-urgent = Urgent: { $needs }
reason-urgent-more = Urgent: { $needs }; { $count } more
reason-conflicts = { $count ->
    [one] { $count } answer differs between colleagues
   *[other] { $count } answers differ between colleagues
}
reason-grounds = Signs of trafficking; a decision is needed
reason-grounds-waiting = Signs of trafficking; waiting for the supervisor's decision
reason-grounds-open = Signs of trafficking; to be spoken with again
reason-decide = A decision is needed
reason-waiting = Waiting for the supervisor's decision
reason-unfinished = The interview is not finished; it can be continued
reason-some-signs = Some signs; more questions would help
reason-too-little = Too little is known yet
reason-no-signs = No signs so far
reason-new = Not screened yet
reason-handed = Handed over to { $unit }; waiting for them
reason-handed-on = Handed over; waiting for the unit that received it
reason-decided = Decided
reason-closed = Closed
reason-newer = Made by a newer version of the app; it can only be read here
# $age: a length of time such as "5 days ago", or "today"
row-opened = Opened { $age }
