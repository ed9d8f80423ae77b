dock-people = People
dock-waiting = waiting
dock-hands = { $count ->
    [one] raised hand
   *[other] raised hands
}
people-students = { $count ->
    [0] no students
    [one] { $count } student
   *[other] { $count } students
}
people-teacher-lost = { $name } has lost the connection.
people-teacher-lost-wait = Please wait a moment.
panel-close-people = Close people
people-find = Find a person
people-nobody = Nobody with this name is here.
people-remove = Remove
people-remove-who = Remove { $name }
people-remove-title = Remove { $name }?
people-remove-text = { $name } leaves the lesson at once and cannot come back until you let them in again.
people-lower = Lower this hand
people-lower-who = Lower { $name }’s hand, number { $turn }
people-more = More for { $name }
people-lost = Connection lost
people-mic-none = Microphone off
people-mic-muted = Microphone off
people-mic-on = Microphone on
people-mute-who = Mute { $name }
people-unmute-who = Unmute { $name }
people-allow = Let { $name } unmute
people-volume = Volume
people-volume-who = Volume of { $name }
people-mute-others = Mute all but { $name }
travels-weak = weak connection
travels-bad = bad connection
travels-summary = Connection: { $quality }
travels-good-word = Good
travels-weak-word = Weak
travels-bad-word = Bad
travels-way = Connection
travels-there-and-back = Delay
travels-speaking = Speaking
travels-hearing = Hearing
travels-nothing = nothing yet
travels-figures = { $packets ->
    [one] { $packets } packet
   *[other] { $packets } packets
}, { $lost } % lost, jitter { $jitter } ms
refusal-participant_unknown = This person is not in this lesson.
