# Words used on every screen.

app-name = Nương
author-unknown = a device not known here
time-unknown = time not known
age-today = today
age-yesterday = yesterday
# $count: a whole number
age-days = { $count ->
    [one] { $count } day ago
   *[other] { $count } days ago
}
age-months = { $count ->
    [one] { $count } month ago
   *[other] { $count } months ago
}
age-years = { $count ->
    [one] { $count } year ago
   *[other] { $count } years ago
}

# $count: a whole number
unit-seconds = { $count ->
    [one] { $count } second
   *[other] { $count } seconds
}
unit-minutes = { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
}
unit-hours = { $count ->
    [one] { $count } hour
   *[other] { $count } hours
}
unit-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
}

answer-yes = Yes
answer-no = No
answer-does-not-know = Does not know
answer-does-not-want-to-say = Does not want to say
answer-cleared = Answer taken back

# How far a record has come. $when: a time. $name: a person.
sending-here = Saved on this phone
sending-carried = Carried by { $name } since { $when }
sending-hub = At the hub, { $when }
sending-read = Read by { $name }, { $when }
sending-received = Received; nothing of yours waits

role-officer = Border guard officer
role-outreach = Outreach worker
role-supervisor = Supervisor
role-administrator = Administrator
role-hub = Hub

profile-title = This phone
profile-units = Units
profile-device = Device number
# $date: a day
profile-valid = You can send and receive until { $date }.
# $date: a day
profile-ends-soon = Access ends on { $date }. Ask your administrator to renew it before then.
# $date: a day
profile-ended = Access ended on { $date }. What is on this phone stays. Ask your administrator to renew it.
profile-revoked = Access of this device was withdrawn. Speak with your administrator.
