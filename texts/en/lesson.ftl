### The lesson in the browser, which loads this file alone: one language, and no other.

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

board-with = with <strong>{ $teacher }</strong>
join-going-in = Going in…
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
waiting-title = Good to see you, { $name }
waiting-live = The lesson has started. { $teacher } sees that you are here and will let you in.
waiting-text = You will go in by yourself as soon as { $teacher } starts the lesson. You can leave this page open.
countdown-days = { $days ->
    [one] { $days } day
   *[other] { $days } days
} { $hours } h
countdown-hours = { $hours } h { $minutes } min
countdown-minutes = { $minutes } min { $seconds } s
countdown-seconds = { $seconds } s

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
room-not-started = The lesson has not started.
room-waiting = { $count ->
    [0] Nobody waits yet.
    [one] One person waits.
   *[other] { $count } people wait.
}
room-start = Start the lesson
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
dock-raise = Raise hand
dock-lower = Lower hand
dock-turn = number { $turn } in line
dock-people = People
dock-chat = Chat
dock-new = new
dock-unread = unread
panel-close-people = Close people
panel-close-chat = Close chat
reactions = React
reactions-menu = Reactions
reactions-counted = { $count ->
    [one] { $count } reaction
   *[other] { $count } reactions
}: { $which }
reaction-thumbs-up = Thumbs up
reaction-clap = Clapping
reaction-heart = Heart
reaction-laugh = Laughing
reaction-surprise = Surprised
reaction-celebrate = Celebrating
mic-forbidden = The teacher decides who speaks
mic-hold-title = Hold this, or the key M
mic-title = Key M
mic-speaking = Speaking
mic-hold = Hold to talk
mic-unmute = Unmute
mic-speak = Speak
mic-muted-by = { $teacher } muted your microphone.
mic-muted-by-hand = { $teacher } muted your microphone. Raise your hand to speak.

## People

people-find = Find a person
people-nobody = Nobody of that name is here.
people-mute-all = Mute all
people-unmuting = Students may unmute themselves
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
people-remove = Remove
people-remove-who = Remove { $name }
people-remove-title = Remove { $name }?
people-remove-text = { $name } leaves the lesson at once and cannot come back until you let them in again.
people-lower = Lower this hand
people-lower-who = Lower { $name }’s hand, number { $turn }
people-sound = Sound of { $name }
people-lost = Connection lost
people-speaks = speaks
people-mic-none = No microphone
people-mic-muted = Microphone off
people-mic-on = Microphone on
people-mute-who = Mute { $name }
people-let-speak = Let speak
people-let-speak-who = Let { $name } speak
people-volume = Volume
people-volume-who = Volume of { $name }
people-mute-others = Mute all but { $name }
travels-weak = weak connection
travels-bad = bad connection
travels-connection = Connection
travels-good-word = Good
travels-weak-word = Weak
travels-bad-word = Bad
travels-way = Way
travels-there-and-back = There and back
travels-speaking = Speaking
travels-hearing = Hearing
travels-nothing = nothing yet
travels-figures = { $packets ->
    [one] { $packets } packet
   *[other] { $packets } packets
}, { $lost } % lost, jitter { $jitter } ms
way-udp = Directly (UDP)
way-tcp = Directly (TCP)
way-relay = By the relay

## The chat

chat-lines = Chat lines
chat-loading = Loading…
chat-older = Older lines
chat-empty = No lines yet. Say hello!
chat-closed = The chat opens with the lesson.
chat-new = { $count } new
chat-newest = To the newest
chat-write = Write to everyone
chat-closed-short = The chat opens with the lesson
chat-send = Send
chat-too-many = { $count ->
    [one] { $count } letter too many
   *[other] { $count } letters too many
}
chat-left = { $count ->
    [one] { $count } letter left
   *[other] { $count } letters left
}
chat-you = You
chat-erased = Somebody who was erased
chat-edited = edited
chat-edited-at = Edited at { $time }
chat-edit = Edit
chat-edit-which = Edit “{ $start }”
chat-not-sent = Not sent: { $why }
chat-discard = Discard
chat-will-send = Will be sent when you are back
chat-sending = Sending…
chat-edit-line = Edit your line
chat-save = Save

## The screen

screen-previous = Previous page
screen-next = Next page
screen-page-of = { $page } of { $pages }
screen-page = Page { $page } of { $pages }
screen-closer = Look closer
screen-answer = Answer
pdf-before = Page before, of { $name }
pdf-after = Page after, of { $name }
pdf-loading = Loading …
pdf-failed = This presentation cannot be shown here. You can download it.
quiz-send = Send my answer
quiz-send-another = Send another answer
quiz-yours = Your answer is { $letter }.
quiz-show = Show the right answer
quiz-so-far = { $count ->
    [one] { $count } answer so far
   *[other] { $count } answers so far
}
quiz-count = { $count ->
    [one] { $count } answer
   *[other] { $count } answers
}
quiz-were-right = You were right: { $letter }.
quiz-were-wrong = You said { $letter }. Right is { $right }.
quiz-right = right
quiz-own = your answer
quiz-told = The right answer is: { $answer }
screen-close = Close the screen
screen-nothing = There is nothing on the screen any more.
screen-shows = The screen shows page { $page } of { $pages }: { $what }
screen-picture = a picture
screen-video = a video
screen-video-label = Video
screen-presentation = the presentation { $name }
screen-text = a text
screen-wall-video = A video
screen-wall-video-help = Look closer to watch it.
screen-wall-presentation = A presentation. Look closer to open it.

## Sound

sound-close = Close sound
sound-your-microphone = Your microphone
sound-microphone = Microphone
sound-noise = Background noise
sound-noise-off = Let it through (for music)
sound-noise-browser = Reduce it
sound-noise-strong = Remove it (RNNoise)
sound-echo = Echo cancellation
sound-echo-help = Off only with headphones.
sound-gain = Automatic loudness
sound-hold = Hold to talk
sound-hold-help = You are heard while you hold the button or the key M.
sound-hear = What you hear
sound-speaker = Speaker
sound-spatial = Spatial sound
sound-spatial-help = Everyone is heard from where they stand. Best with headphones.
sound-system = The system’s choice
sound-device = Number { $number }
sound-try = Try the microphone
sound-loud = How loud you are
sound-recording = Say something: three seconds are recorded.
sound-playing = This is how you sound.
sound-yourself = Hear yourself
sound-cannot-record = This browser cannot record you here.
sound-tone = Play a test tone
sound-tone-playing = Three rising tones are playing.
sound-network = Your network
sound-check = Check the connection
sound-checking = Trying each way, for a few seconds…
sound-check-failed = The check could not be made. Please try again.
sound-way-later = tried once you have joined
sound-way-works = works
sound-way-not = does not work
sound-path-best = Sound comes through, and by the best way.
sound-path-well = Sound comes through. On a busy network it may falter a little.
sound-path-later = Sound does not come through directly on this network. Whether it does in another way shows once you have joined; if not, try another network, such as a phone’s.
sound-path-not = Sound does not come through on this network. Try another one, such as a phone’s, switch a VPN off, or ask whoever runs the network to let this server’s port for sound through. You can still see and write.
sound-quiet = Your browser keeps quiet until you say so.
sound-hear-others = Hear the others
sound-needs-https = This browser gives pages a microphone over https only. You can still listen.
sound-denied = The browser does not allow the microphone. You can still listen; to be heard, allow it beside this page’s address and press the button again.
sound-no-microphone = No microphone was found. You can still listen.
sound-no-noise = This browser cannot suppress noise so strongly. You are heard as you are.
sound-microphone-gone = The microphone is gone.
sound-speaker-gone = That speaker is not there. You hear by the usual one.

## What a screen reader says of the news

news-someone = Someone
news-started = The lesson has started.
news-in-classroom = You are in the classroom.
news-came = { $name } came in.
news-left = { $name } left.
news-removed = { $name } was removed.
news-your-hand = Your hand is up.
news-hand = { $name } raised a hand.
news-your-hand-down = Your hand is down.
news-knocks = { $names } would like to come in.

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
refusal-message_empty = A message cannot be empty.
refusal-message_too_long = A message has at most 2,000 letters.
refusal-message_bad = A message cannot have control characters.
refusal-message_unknown = That message does not exist.
refusal-not_author = Only its author may change a message.
refusal-participant_unknown = That person is not in this lesson.
refusal-slide_unknown = The screen has no such page.
refusal-quiz_gone = That quiz is not on the screen any more.
refusal-quiz_over = The right answer has been shown already.
refusal-choice_unknown = The quiz has no such answer.
refusal-offer_bad = This offer of sound cannot be answered.
refusal-no_media = There is no sound yet. Please turn your microphone on first.
refusal-too_many_views = So many pictures cannot be seen at once: at most as many as were offered, and 49.
refusal-unmuting_forbidden = The teacher has muted you for now.
refusal-not_kept = This could not be saved. Please try again.
refusal-blocked = This account is blocked. Please ask your administrator.
