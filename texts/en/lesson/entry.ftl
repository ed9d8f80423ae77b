## Before the lesson

board-with = with <strong>{ $teacher }</strong>
join-come-in = Come in
join-avatar = Your avatar
join-new-avatar = New avatar, number { $number }
join-name = Your name
join-name-help = Everyone in the lesson sees it.
join-the-lesson = Join the lesson
join-account = Have an account? <a>Sign in</a> and your name and avatar come along.
waiting-starts-in = starts in <strong>{ $left }</strong>
waiting-any-moment = Any moment now
waiting-live-title = Just a moment
waiting-live = The lesson has started. { $teacher } sees that you are here and will let you in.
waiting-text = You will go in by yourself as soon as { $teacher } starts the lesson. You can leave this page open.

## When it is over

over-ended = The lesson has ended
over-ended-text = Thank you for being here. You can close this page.
over-removed = You are no longer in this lesson
over-removed-text = The teacher has removed you. If that was a mistake, ask the teacher to let you in again.
over-replaced = You came in somewhere else
over-replaced-text = The lesson is open in another window or on another device, and one place is enough.
over-replaced-again = Continue here
over-left = You have left the lesson
over-left-text = As long as it lasts you can come back.
over-come-back = Come back in
over-room_full = The room is full
over-room_full-text = There is no free place right now. When someone leaves, you can come in.
over-guests_refused = Please sign in
over-guests_refused-text = This lesson is for people with an account.
over-sign-in = Sign in
over-blocked = Your account is blocked
over-blocked-text = You cannot come in. If that was a mistake, please ask your administrator.
over-code_unknown = There is no such lesson
over-code_unknown-text = The code may be mistyped, or the lesson may be over.
over-too_many_guesses = Please wait a minute
over-too_many_guesses-text = There were too many wrong codes. Wait a minute and try again.
over-join_timeout = That took too long
over-join_timeout-text = The server heard nothing from this page.
over-abusive = The connection was closed
over-abusive-text = This page sent too much at once.
over-other = You are not in the lesson
over-to-page = To the lesson’s page
over-another = Join another lesson
