### The front page, and the way in.

home-title = Live lessons, together
home-heading = One classroom,<br>wherever you are.
home-text = Your teacher opens a lesson. You come in with a code of five letters and digits, see everyone in the room, walk about, and talk.
home-aside = Nothing to install, and no account needed to join.
home-teach = Do you teach? <a>Sign in</a>
join-title = Join a lesson
join-code = Code
join-code-help = Your teacher has it. Small letters are fine.
join-code-wrong = A code has five letters and digits, and never 0, O, 1, I or L. Please look at it again.
join-do = Join
join-unknown-title = No lesson has this code
join-unknown = There is no lesson with the code <strong>{ $code }</strong>.
join-unknown-look = Please look at the code again; perhaps a letter is different.
join-ended-title = The lesson has ended
join-ended = The lesson with the code <strong>{ $code }</strong> is over. If there is another one, your teacher has a new code for it.
join-another = Join with another code
join-guests-title = Please sign in first
join-guests = This lesson is for people with an account at this school.
join-sign-in = Sign in and join
join-wait-title = Please wait a moment
join-back = Back to the code
room-needs-script = A live lesson needs JavaScript: it draws the room and brings what the others say. Please switch it on for this page, then load the page again.
