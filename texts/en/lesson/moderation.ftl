room-not-started = The lesson has not started.
room-waiting = { $count ->
    [0] Nobody waits yet.
    [one] One person waits.
   *[other] { $count } people wait.
}
room-start = Start the lesson
people-waiting = Waiting
people-let-all-in = Let all in
people-come-in = They come in when you start the lesson.
people-come-in-let = They come in when you start the lesson and let them in.
people-let-in = Let in
people-let-in-who = Let in { $name }
people-turn-away = Turn away
people-turn-away-who = Turn away { $name }
people-removed = Removed
people-readmit = Let in again
people-readmit-who = Let in again { $name }
news-knocks = { $names } would like to come in.
