# The unlock screen. It says nothing of what the app is for.

lock-heading = Enter your passphrase
lock-passphrase = Passphrase
lock-passphrase-hint = Capitals and marks count.
lock-unlock = Open
lock-cover = Hide the screen
# $number: which one, from 1
lock-profile = User { $number }
# $time: a length of time
lock-wait = Wait { $time }, then try again.
lock-not-set-up = This phone is not set up yet
lock-set-up-text = Your administrator sets it up with you. No network is needed.
lock-set-up = Set up this phone
