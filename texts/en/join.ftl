### The front page, and the way in.

home-title = Live lessons, together
home-heading = One classroom,<br>wherever you are.
home-text = Your teacher opens a lesson. You join with a code of five letters and digits, see everyone in the room, walk around and talk.
home-aside = Nothing to install, and no account needed.
home-teach = Are you a teacher? <a>Sign in</a>
join-title = Join a lesson
join-code = Code
join-code-help = Your teacher has it. Capital or small letters, both work.
join-code-wrong = A code has five letters and digits, and never 0, O, 1, I or L. Please check it.
join-do = Join
join-unknown-title = Lesson not found
join-unknown = There is no lesson with the code <strong>{ $code }</strong>.
join-unknown-look = Please check the code. Perhaps one character is wrong.
join-ended-title = The lesson has ended
join-ended = The lesson with the code <strong>{ $code }</strong> has ended. If there is another one, your teacher has a new code for it.
join-another = Join with another code
join-guests-title = Please sign in first
join-guests = Only people with an account at this school can join this lesson.
join-sign-in = Sign in and join
join-wait-title = Please wait a moment
join-back = Back to the code
room-needs-script = A live lesson needs JavaScript. Please turn it on for this page, then reload the page.

## Personal links

link-dead-title = This link does not work
link-dead-code = Enter a code instead
limbo-title = Please wait
limbo-hello = Hello, { $name }!
limbo-text = Your next lesson opens here by itself.
limbo-none = No lesson is planned yet.
limbo-help = You can leave this page open.
limbo-lost = The connection was lost. Trying again…
limbo-look = Look again
join-group-title = This lesson is for another group
