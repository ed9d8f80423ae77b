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
another-look = Change avatar
sound = Sound
check-sound = Check your sound
connection-lost = connection lost
hand-raised = Hand raised, number { $turn }
mute = Mute
screen = Screen

## Before the lesson

join-going-in = Joining…
waiting-title = Good to see you, { $name }
countdown-days = { $days ->
    [one] { $days } day
   *[other] { $days } days
} { $hours } h
countdown-hours = { $hours } h { $minutes } min
countdown-minutes = { $minutes } min { $seconds } s
countdown-seconds = { $seconds } s

## The connection

link-restarting = The server is restarting.
link-lost = Connection lost.
link-seat = Your place is kept.
link-try = Try now
link-next = Next try in { $seconds } s.
link-trying = Trying now…
link-restart-soon = The server is restarting. You will be back in a moment.
refusal-offline = You are offline right now. Please try again in a moment.
refusal-timeout = The server did not answer. Please try again.
refusal-cut = The connection was lost.

## The room

room-classroom = Classroom
room-live = Live
room-since = Time since the start
room-planned = Not started
room-with = with { $teacher }
room-you-are = you are <strong>{ $name }</strong>
room-3d = 3D room
room-list = List view
room-code = Code <strong>{ $code }</strong>
room-invite = Invite
room-invite-title = Join this lesson
room-invite-close = Close the invitation
room-invite-go = Go to <strong>{ $page }</strong> and enter
room-invite-code = Code: { $code }
room-invite-qr = QR code with the link to the lesson
room-invite-link = or use the link
room-invite-copy = Copy
room-invite-copied = Copied.
# The second is left out on a phone.
room-end = End
room-end-the = the lesson
room-end-title = End the lesson for everyone?
room-end-yes = End the lesson
room-end-text = Everyone leaves the lesson, and the code stops working. You can reopen it within an hour.
room-end-kept = Chat and answers
room-end-keep = Keep them
room-end-keep-help = You find them on the lesson’s page.
room-end-drop = Delete them
room-end-drop-help = This cannot be undone.
room-kept-now = The teacher keeps the chat and the answers of this lesson.
room-dropped-now = The chat and the answers will be deleted when the lesson ends.
room-leave-title = Leave the lesson?
room-leave-ends = The lesson goes on without you. To end it for everyone, choose “End” instead.
room-leave-text = You can come back while the lesson lasts.
room-no-3d = This device cannot show the 3D room, so you see everyone as a list.
room-slow = 3D is slow on this device.
room-slow-close = Close this hint
room-opening = Opening the classroom…
room-as-list = Show everyone as a list instead
room-walk = Walk with the arrow keys or by clicking on the floor. Drag to look around.
room-walk-touch = Tap the floor or use the stick to walk. Drag to look around.
room-everyone = Everyone in the lesson
room-canvas = The classroom in 3D. Walk with the arrow keys. The list view shows the same people.
room-canvas-touch = The classroom in 3D. The list view shows the same people.

## One's own buttons

dock = Your controls

## People

way-udp = Direct (UDP)
way-tcp = Direct (TCP)
way-relay = Relayed

## What a screen reader says of the news

news-someone = Someone
news-started = The lesson has started.
news-in-classroom = You are in the classroom.
news-came = { $name } joined.
news-left = { $name } left.
news-removed = { $name } was removed.

## What the server refuses in a lesson

refusal-frame_bad = A frame must be JSON with an event and its data.
refusal-event_unknown = There is no event with this name.
refusal-data_bad = The data does not fit the event.
refusal-pose_bad = A pose must be ten bytes with a unit quaternion.
refusal-subprotocol_unknown = This server speaks the subprotocol lyceum.v1.
refusal-handshake_bad = This is not a WebSocket handshake.
refusal-too_fast = Too much at once. Please slow down.
refusal-busy = The server is busy. Please try again in a moment.
refusal-origin_foreign = This page is not allowed to use this server.
refusal-code_unknown = There is no lesson with this code. Please check it and try again.
refusal-too_many_guesses = Too many wrong codes. Please wait a minute and try again.
refusal-lesson_ended = The lesson has ended.
refusal-lesson_elsewhere = This lesson runs on another server of the school. Please open its link again.
refusal-guests_refused = Only people with an account can join this lesson. Please sign in first.
refusal-room_full = The room is full.
refusal-removed = The teacher has removed you from this lesson.
refusal-turned_away = The teacher has not let you in.
refusal-resume_unknown = Your place in the lesson was not found. Please join again.
refusal-not_joined = Join the lesson first.
refusal-already_joined = You have already joined.
refusal-waiting = You are not in the room yet. Please wait until the teacher lets you in.
refusal-name_empty = Please enter your name.
refusal-name_too_long = A name can have at most 40 characters.
refusal-name_bad = A name cannot contain control characters.
refusal-avatar_bad = This avatar has a part that does not exist.
refusal-not_allowed = You are not allowed to do this.
refusal-not_live = The lesson has not started yet.
refusal-already_live = The lesson has already started.
refusal-not_kept = This could not be saved. Please try again.
refusal-blocked = This account is blocked. Please ask your administrator.
