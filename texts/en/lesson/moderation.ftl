room-not-started = The lesson has not started.
room-waiting = { $count ->
    [0] Nobody is waiting yet.
    [one] One person is waiting.
   *[other] { $count } people are waiting.
}
room-start = Start the lesson
people-waiting = Waiting
people-let-all-in = Let all in
people-come-in = They join when you start the lesson.
people-come-in-let = They join when you start the lesson and let them in.
people-let-in = Let in
people-let-in-who = Let in { $name }
people-turn-away = Decline
people-turn-away-title = Decline { $name }?
people-turn-away-text = { $name } cannot join until you let them in again.
people-turn-away-who = Decline { $name }
people-removed = Removed
people-readmit = Let in again
people-readmit-who = Let in again { $name }
news-knocks = { $names } would like to join.
