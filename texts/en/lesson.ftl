### What the whole lesson says in the browser. The words of a part stand in lesson/, named as its folder in client/src.

## What several views say

you = you
teacher = teacher
guest = guest
student = student
program = program
language = Language
leave = Leave
cancel-it = Cancel
try-again = Try again
another-look = Another look
sound = Sound
check-sound = Check your sound
connection-lost = connection lost
hand-raised = Hand raised, number { $turn }
mute = Mute
screen = Screen

## Before the lesson

join-going-in = Going in…
waiting-title = Good to see you, { $name }
countdown-days = { $days ->
    [one] { $days } day
   *[other] { $days } days
} { $hours } h
countdown-hours = { $hours } h { $minutes } min
countdown-minutes = { $minutes } min { $seconds } s
countdown-seconds = { $seconds } s

## The connection

link-restarting = The server restarts.
link-lost = The connection is lost.
link-seat = Your seat is kept.
link-try = Try now
link-next = Next try in { $seconds } s.
link-trying = Trying now…
link-restart-soon = The server restarts. You will be back in a moment.
refusal-offline = You are not connected right now. Please try again in a moment.
refusal-timeout = The server did not answer. Please try again.
refusal-cut = The connection was lost.

## The room

room-classroom = Classroom
room-live = Live
room-planned = Not started
room-with = with { $teacher }
room-you-are = you are <strong>{ $name }</strong>
room-3d = 3D room
room-list = List view
room-link-copied = The join link is copied.
room-link = The join link: { $link }
room-copy-link = Copy the join link
room-code = Code <strong>{ $code }</strong>
# The second is left out on a phone.
room-end = End
room-end-the = the lesson
room-end-title = End the lesson for all?
room-end-yes = End the lesson
room-end-text = Everyone is sent out and the code stops working. This cannot be undone.
room-leave-title = Leave the lesson?
room-leave-ends = The lesson goes on without you. To end it for all, choose “End” instead.
room-leave-text = You can come back as long as it lasts.
room-no-3d = The 3D room does not run on this device, so here is everyone as a list.
room-opening = Opening the classroom…
room-as-list = Show everyone as a list instead
room-walk = Walk with the arrow keys or by clicking on the floor. Drag to look around.
room-walk-touch = Tap the floor or use the stick to walk. Drag to look around.
room-everyone = Everyone in the lesson
room-canvas = The classroom in 3D. Walk with the arrow keys. The list view shows the same people.

## One's own buttons

dock = Your buttons

## People

way-udp = Directly (UDP)
way-tcp = Directly (TCP)
way-relay = By the relay

## What a screen reader says of the news

news-someone = Someone
news-started = The lesson has started.
news-in-classroom = You are in the classroom.
news-came = { $name } came in.
news-left = { $name } left.
news-removed = { $name } was removed.

## What the server refuses in a lesson

refusal-frame_bad = A frame is JSON with an event and its data.
refusal-event_unknown = There is no event of that name.
refusal-data_bad = The data does not fit the event.
refusal-pose_bad = A pose is ten bytes with a unit quaternion.
refusal-subprotocol_unknown = This server speaks the subprotocol lyceum.v1.
refusal-handshake_bad = That is no WebSocket handshake.
refusal-too_fast = That was too much at once. Please slow down.
refusal-busy = The server is busy. Please try again in a moment.
refusal-origin_foreign = This page may not speak to this server.
refusal-code_unknown = There is no lesson with this code. Please check it and try again.
refusal-too_many_guesses = Too many wrong codes. Please wait a minute and try again.
refusal-lesson_ended = The lesson has ended.
refusal-lesson_elsewhere = This lesson is on another server of the school. Please open its link again.
refusal-guests_refused = This lesson is for people with an account. Please sign in first.
refusal-room_full = The room is full.
refusal-removed = The teacher has removed you from this lesson.
refusal-resume_unknown = Your place in the lesson could not be found. Please join again.
refusal-not_joined = Join the lesson first.
refusal-already_joined = You have joined already.
refusal-waiting = You are not in the room yet. Please wait until the teacher lets you in.
refusal-name_empty = Please enter your name.
refusal-name_too_long = A name has at most 40 letters.
refusal-name_bad = A name cannot have control characters.
refusal-avatar_bad = That avatar has a part that does not exist.
refusal-not_allowed = You may not do that.
refusal-not_live = The lesson has not started yet.
refusal-already_live = The lesson has started already.
refusal-not_kept = This could not be saved. Please try again.
refusal-blocked = This account is blocked. Please ask your administrator.
