# Send and receive. Being without a network is normal.

sync-title = Send and receive
sync-state-safe = No network is needed now. Everything is saved on this phone.
# $when: a time
sync-state-last = Last exchange with the hub: { $when }. Everything is saved on this phone.
sync-state-running = Exchanging with the hub. You can go on working.
# $cases: a whole number. $bytes: a size
sync-waiting = { $cases ->
    [0] Nothing waits to be sent.
    [one] { $cases } case waits to be sent, about { $bytes }.
   *[other] { $cases } cases wait to be sent, about { $bytes }.
}
# $count: a whole number
sync-carried = { $count ->
    [one] You carry { $count } parcel of colleagues; it goes along.
   *[other] You carry { $count } parcels of colleagues; they go along.
}
# $cases: a whole number
sync-arrived = { $cases ->
    [0] Nothing new arrived.
    [one] News for { $cases } case arrived.
   *[other] News for { $cases } cases arrived.
}
# $sent, $received: sizes
sync-bytes = Sent { $sent }, received { $received }.
# $count: a whole number
sync-trips = Round trips to the hub: { $count }.
# $done, $total: whole numbers
sync-progress-sent = { $done } of { $total } parcels sent.
# $count: a whole number
sync-progress-received = { $count ->
    [one] { $count } parcel received.
   *[other] { $count } parcels received.
}
# $count: a whole number
sync-aside = { $count ->
    [one] { $count } thing was kept aside and has no effect:
   *[other] { $count } things were kept aside and have no effect:
}
# $count: a whole number. $text: what happened
sync-aside-item = { $count } × { $text }
aside-not-allowed = A change whose author had no right to make it.
    .todo = It is kept and has no effect. Ask your supervisor if it should have been made.
sync-send = Exchange with the hub
sync-send-running = An exchange is under way.
sync-hub = Address of the hub
sync-hub-hint = Change it only when your administrator says so. A hub that is not your authority’s is never believed.
sync-stop = Stop
sync-stop-idle = No exchange is under way.
sync-write-file = Write a parcel file
sync-write-file-none = There is nothing to write: nothing waits to be sent.
sync-read-file = Read a parcel file
# $count: a whole number. $bytes: a size
sync-written = { $count ->
    [one] Written: { $count } parcel, { $bytes }.
   *[other] Written: { $count } parcels, { $bytes }.
}
# $count: a whole number
sync-sealed = { $count ->
    [one] { $count } part is not meant for this phone. You carry it for others.
   *[other] { $count } parts are not meant for this phone. You carry them for others.
}
