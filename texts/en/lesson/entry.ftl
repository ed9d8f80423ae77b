## Before the lesson

board-with = with <strong>{ $teacher }</strong>
join-come-in = Ready to join?
join-again = Welcome back
join-continue = Continue as { $name }
join-other = Join under another name
join-avatar = Your avatar
join-new-avatar = New avatar, number { $number }
join-name = Your name
join-name-help = Everyone in the lesson sees it.
join-kept = { $days ->
    [0] Your name is deleted when the lesson ends.
    [one] Your name is deleted { $days } day after the lesson.
   *[other] Your name is deleted { $days } days after the lesson.
}
join-kept-chat = But the teacher keeps what you write, with your name.
join-kept-may = If the teacher keeps the chat and the answers, your name stays with yours.
join-the-lesson = Join the lesson
join-account = Have an account? <a>Sign in</a> to use your name and avatar.
waiting-starts-in = starts in <strong>{ $left }</strong>
waiting-any-moment = Any moment now
waiting-live-title = Just a moment
waiting-live = The lesson has started. { $teacher } sees that you are here and will let you in.
waiting-text = You will be let in automatically when { $teacher } starts the lesson. Keep this page open.
waiting-text-let = { $teacher } will start the lesson and then let you in. Keep this page open.

## When it is over

over-ended = The lesson has ended
over-ended-text = Thank you for being here. You can close this page.
over-ended-kept = The teacher keeps the chat and the answers.
over-ended-dropped = The chat and the answers were deleted.
over-removed = You are no longer in this lesson
over-removed-text = The teacher has removed you. If this was a mistake, ask the teacher to let you in again.
over-turned_away = You were not let in
over-turned_away-text = The teacher has not let you in. If you belong in this lesson, ask the teacher and try again.
over-replaced = You joined somewhere else
over-replaced-text = The lesson is open in another window or on another device. You can be in it only once.
over-replaced-again = Continue here
over-left = You have left the lesson
over-left-text = You can come back while the lesson lasts.
over-come-back = Rejoin
over-room_full = The room is full
over-room_full-text = There is no free place right now. You can join when someone leaves.
over-guests_refused = Please sign in
over-guests_refused-text = Only people with an account can join this lesson.
over-sign-in = Sign in
over-blocked = Your account is blocked
over-blocked-text = You cannot join. If this is a mistake, please ask your administrator.
over-code_unknown = Lesson not found
over-code_unknown-text = The code may be wrong, or the lesson may have ended.
over-too_many_guesses = Please wait a minute
over-too_many_guesses-text = There were too many wrong codes. Wait a minute and try again.
over-join_timeout = That took too long
over-join_timeout-text = The server received nothing from this page.
over-abusive = The connection was closed
over-abusive-text = This page sent too much at once.
over-other = You are not in the lesson
over-to-page = See attendance and answers
over-another = Join another lesson
