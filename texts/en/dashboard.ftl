### A teacher's lessons, materials and students.

## The list of lessons

lessons-title = Lessons
lessons-plan = Plan a lesson
lessons-none = No lessons yet
lessons-none-text = Plan your first lesson: give it a title and a time, and get a code for your students.
lessons-plan-first = Plan your first lesson
lessons-live = Live now
lessons-started = Started { $hint }
lessons-code = code
lessons-go = Go to the classroom
lessons-planned = Planned
lessons-nothing-planned = No lessons planned. <a>Plan a lesson</a>
lessons-ended = Ended
lessons-times = Times are in the time zone { $zone }.
lesson-late = planned for { $date }, { $time }
lesson-lasted = lasted { $time }
lesson-attendance = Who was there
lesson-join-code = Join code

## One lesson

lesson-all = All lessons
lesson-state-live = Live now
lesson-state-planned = Planned
lesson-state-ended = Ended
lesson-started = started { $hint }
lesson-settings = Settings
lesson-guests = Guests
lesson-guests-may = can join with the code
lesson-guests-not = cannot join: students sign in
lesson-waiting-room = Waiting room
lesson-waiting-on = on: you let students in
lesson-waiting-off = off: students join directly
lesson-waiting-now = { $count ->
    [one] One person is waiting
   *[other] { $count } people are waiting
}
lesson-waiting-start = They are let in automatically when you start the lesson.
lesson-waiting-start-let = Start the lesson, then let them in.
lesson-waiting-let = Go to the classroom to let them in.
lesson-chat = Chat
lesson-keeps = Chat and answers
lesson-keeps-yes = kept
lesson-keeps-no = deleted when the lesson ends
lesson-keeps-deleted = deleted
lesson-scores = Scores in Progress
lesson-scores-yes = kept for your students with an account
lesson-scores-no = not kept
lesson-series-change = Change the series
lesson-series-add = Add to a series
lesson-room-for = Maximum number of students
lesson-students = { $count ->
    [one] { $count } student
   *[other] { $count } students
}
lesson-experience = Material
lesson-the = Lesson
lesson-end = End the lesson
lesson-end-text = Everyone leaves the room, and the code stops working.
lesson-end-keep = Keep them
lesson-end-keep-help = you find them on this page
lesson-end-drop = Delete them
lesson-end-drop-help = this cannot be undone
lesson-end-do = End for everyone
lesson-start = Start the lesson
lesson-look = Preview the classroom
lesson-delete = Delete this lesson
lesson-delete-ended = Its attendance list and your students’ results are deleted with it. This cannot be undone.
lesson-delete-planned = Its code stops working. This cannot be undone.
lesson-description = Description
lesson-there-now = Who is there
lesson-there-table = Attendance table
lesson-name = Name
lesson-came = Joined
lesson-left = Left
lesson-in-all = Total
lesson-tag-teacher = teacher
lesson-tag-guest = guest
lesson-still-there = still there
lesson-visits = { $count ->
    [one] in { $count } visit
   *[other] in { $count } visits
}
lesson-guests-number = Guests ({ $count })
lesson-guests-forgotten = Their names and times are deleted.
lesson-guests-forgotten-kept = Their times are deleted. Their names stay with what they wrote and answered.
lesson-nobody-yet = Nobody has joined yet. Give your students the code or the link.
lesson-nobody = Nobody joined.
lesson-invite = Invite your students
lesson-invite-go = Go to <strong>{ $page }</strong> and enter
lesson-invite-code = Code: { $code }
lesson-qr = QR code with the link to the lesson
lesson-invite-link = or share the link

## Planning

plan-change-title = Edit lesson
plan-change = Edit lesson
plan-title = Title
plan-description-help = Students see it while they wait.
plan-when = When
plan-date = Date
plan-time = Time
plan-zone = Time zone
plan-live = The lesson is live, so its time cannot change.
plan-no-experience = None
plan-public = Public
plan-experience-help = The content of this lesson. <a>See or add materials</a>
plan-who = Who can join, and how
plan-guests = Guests can join
plan-guests-help = with the code and a name, without an account
plan-waiting-help = you let students in, one by one or all at once
plan-keep = Keep the chat and the answers
plan-keep-help = what everyone wrote and answered in quizzes and polls; otherwise deleted when the lesson ends
plan-results = Keep the scores for Progress
plan-results-help = how many answers of each student with an account were correct
plan-series-help = Lessons of one series belong together. You see the progress of each student over all of them.
plan-students = students
plan-do = Plan the lesson

## Programs that stream

streams-title = Streaming programs
streams-text = A program such as OBS can speak in this lesson, and players can listen to it. Give each one its own key. Keys work until the lesson ends.
streams-speaks = speaks
streams-listens = listens
streams-delete = Delete the key of { $name }
streams-delete-text = The program that uses this key is disconnected at once.
streams-add = Add a stream key
streams-name = Name
streams-name-help = The lesson shows a program that speaks under this name.
streams-program = Program
streams-listens-many = (WHEP), several at once
streams-make = Create a key
streams-whip = Address for programs that speak (WHIP)
streams-whep = Address for programs that listen (WHEP)
stream-key-title = Stream key
stream-key-of = Key of { $name }
stream-key-copy = <strong>Copy it now. It is shown only once.</strong> It works until the lesson ends or you delete it.
stream-key-server = Server (WHIP)
stream-key-address = Address (WHEP)
stream-key-token = Bearer token
stream-key-key = Key (bearer token)
stream-key-obs = In OBS
stream-key-obs-1 = Open Settings, then Stream.
stream-key-obs-2 = Choose the service WHIP.
stream-key-obs-3 = Paste the first value into Server, and the second into Bearer Token.
stream-key-obs-4 = Start streaming once the lesson is live. { $name } is then in the list of people. You can mute or remove it like anyone else.
stream-key-obs-note = The class hears its sound. Its picture is seen only in players so far. It works with every program that supports WHIP.
stream-key-player = In a player
stream-key-player-text = Enter these in any program that plays WHEP. It plays what everyone in the lesson hears, once the lesson is live. One key works for up to 100 players.
stream-key-back = Back to the lesson

## Students

students-title = Students
students-text = Students need no account for a lesson. Students with an account join with their own name and avatar.
students-yours = Your students
students-none = No students yet. Invite the first one with the form.
students-invite = Invite a student
students-email-help = We email them a link to sign up. It works once, for 7 days.
students-send = Send invitation

students-progress = Progress

## How students get on

progress-title = Progress
progress-text = Your students in lessons that have ended. Guests and others are counted, but not followed from lesson to lesson.
progress-series = Series
progress-all = All lessons
progress-show = Show
progress-download = Download as CSV
progress-none = No lesson has ended yet
progress-none-text = After a lesson you see here which of your students were there, for how long, and their quiz results.
progress-no-students = No students with an account yet. <a>Invite the first one</a>
progress-none-theirs = No lesson since they joined your class
progress-of-lessons = { $lessons ->
    [one] { $attended } of { $lessons } lesson
   *[other] { $attended } of { $lessons } lessons
}
progress-time = { $time }, { $share } % of the time
progress-score = { $asked ->
    [one] { $correct } of { $asked } answer correct
   *[other] { $correct } of { $asked } answers correct
}
progress-mark-there = { $title }: { $time }
progress-mark-missed = { $title }: missed
progress-mark-before = { $title }: before they joined your class
progress-mark-unknown = { $title }: no longer kept
progress-lessons-title = Lessons
progress-latest = The last { $count }.
progress-others = { $count ->
    [one] and { $count } guest or other
   *[other] and { $count } guests and others
}
progress-unknown = no longer kept
progress-attended = Lessons attended
progress-lessons = Lessons
progress-minutes = Minutes attended
progress-right = Correct answers
progress-answered = Answers
progress-asked = Quizzes asked
student-since = in your class since { $date }
student-together = Total
student-lessons = Lessons
student-of = { $some } of { $all }
student-time = Time attended
student-share = { $share } % of the time
student-right = Correct answers
student-answered = { $count } answered
student-results-note = Scores are shown for lessons for which you chose to keep them.
student-by-lesson = By lesson
student-table = Lessons table
student-lesson = Lesson
student-there = Attended
student-missed = missed
student-before = before they joined your class

## Materials (experiences in code, routes and the API)

experiences-title = Materials
experiences-text = Prepare a material once and use it in your lessons: pictures, videos, presentations, texts and quizzes.
experiences-yours = Your materials
experiences-none = No materials yet. Add your first one with the form.
experiences-public = Public
experiences-tag-public = public
experiences-first = First page
experiences-further = Next page
experiences-more = There are more materials than this list shows.
experiences-add = Add a material
experiences-add-do = Add
experience-title = Title
experience-description = Description
experience-public-help = every teacher can use it, and everyone can see it
experience-public = Public
experience-all = All materials
experience-live = A live lesson uses this material. You can change it when the lesson has ended.
experience-content = Content
experience-empty-own = No content yet. Add pictures, videos, presentations, texts and quizzes. The lesson shows them in this order.
experience-empty = No content yet.
experience-about = Details
experience-delete = Delete this material
experience-delete-text = Its content is deleted with it. Lessons that use it will have none. This cannot be undone.
part-photo = Picture
part-video = Video
part-presentation = Presentation
part-text = Text
part-quiz = Quiz
part-up = Move item { $number } up: { $title }
part-down = Move item { $number } down: { $title }
part-change = Edit: { $title }
part-delete = Delete: { $title }
part-gone = This cannot be undone.
part-pdf = PDF, { $size }
part-notes = My notes for this page. Nobody else sees them.
part-notes-lost = Your notes could not be loaded or saved. Check your connection.
part-pdf-look = View here
part-pdf-before = Previous page of { $name }
part-pdf-after = Next page of { $name }
part-pdf-loading = Loading…
part-pdf-password = This PDF needs a password. Save it without one first.
part-pdf-broken = This PDF cannot be opened. It may be damaged.
part-pdf-long = This PDF has more than 1,000 pages. Split it into parts first.
part-pdf-lost = This PDF could not be loaded. Check your connection, then open it again.
part-pdf-incomplete = Something on this page cannot be shown here. You can download the presentation to see it.
part-right = correct
part-alternative = Description for blind students
part-alternative-help = (read aloud by screen readers)
part-caption = Caption
part-markdown = (Markdown)
quiz-question = Question
quiz-answers = Answers
quiz-answers-help = (mark the correct one)
quiz-answer = Answer { $number }
quiz-answer-right = Answer { $number } is correct
quiz-right-missing = Choose the correct answer.
files-add = Add files
files-label = Pictures, videos, presentations (PDF)
files-limit = Up to { $size } each.
files-drop = You can also drop files here, or paste a picture.
files-used = { $used } of { $quota } used.
files-uploading = Uploading
files-upload = Upload
files-some = The files before it are uploaded. Reload the page to see them.
files-lost = Connection lost. Please try again.
text-add = Add a text
text-help = Markdown: # a heading, **bold**, *italic*, - a list.
text-add-do = Add the text
quiz-add = Add a quiz
quiz-add-do = Add the quiz
part-poll = Poll
poll-add = Add a poll
poll-add-do = Add poll
prepare-kind = Kind of question
prepare-kind-yesNo = Yes or no
prepare-kind-single = One choice
prepare-kind-multiple = Several choices
prepare-kind-scale = Scale
prepare-kind-text = Short text
prepare-kind-number = Number
prepare-kind-order = Order
prepare-choices = Options
prepare-choices-help = For choices and orders: one option on each line, two to ten. Put * before a correct one, or before all lines of a correct order.
prepare-right = Correct answer
prepare-right-help = For yes or no, scales, texts and numbers.
prepare-points = Points
prepare-steps = Highest number of a scale
prepare-seconds = Time limit in seconds
prepare-anonymous = Anonymous
prepare-anonymous-help = nobody can see who voted how

## What is kept of a lesson

kept-find = Search the chat and the answers
kept-find-do = Search
kept-answers = Quiz answers
kept-correct = correct
kept-chosen = { $count ->
    [one] { $count } answer
   *[other] { $count } answers
}
kept-by-person = Answers by person
kept-polls = Polls
kept-votes = { $count ->
    [one] { $count } vote
   *[other] { $count } votes
}
kept-anonymous = anonymous
kept-average = average { $average }
kept-polls-download = Download the polls (CSV)
kept-poll-yes = Yes
kept-poll-no = No
kept-poll-points = { $count ->
    [one] { $count } point
   *[other] { $count } points
}
kept-boards = Whiteboards
kept-boards-scripts = Your browser needs JavaScript to draw them.
kept-board-number = Whiteboard { $count }
kept-board-page = page { $count }
kept-board-over-deleted = A page that was deleted
kept-board-texts = What is written on it
kept-board-as = Download { $format }
kept-board-download = Download { $format }: { $board }
kept-board-failed = This could not be loaded. Check your connection and reload the page.
kept-hand-ins = Hand-ins
kept-hand-ins-download = Download all hand-ins (ZIP)
kept-hand-ins-further = { $count ->
    [one] { $count } more is in the ZIP.
   *[other] { $count } more are in the ZIP.
}
kept-first-people = First people
kept-further-people = More people
kept-number = Question { $number }
kept-deleted = A question that was deleted
kept-none-found = Nothing found.
kept-no-answers = Nobody answered a quiz.
kept-no-messages = Nobody wrote in the chat.
kept-edited = (edited)
kept-removed = This message was deleted.
kept-first = First messages
kept-further = Later messages
kept-chat-download = Download the chat (CSV)
kept-answers-download = Download the answers (CSV)
kept-time = Time
kept-message = Message
kept-question = Question
kept-answer = Answer
kept-right = Correct
kept-yes = correct
kept-no = wrong

## Lessons without planning, and the length of a lesson

start-now = Start now
start-now-title = Lesson on { $date }, { $time }
plan-length = Length in minutes
plan-length-planned = Planned length
plan-past = Yes, I mean this time in the past
lesson-copy = Copy this lesson
lesson-see-answers = See the answers
lesson-reopen = Reopen the lesson
lesson-reopen-text = Ended by mistake? Within an hour it can go on, with the same code. What was deleted at its end stays deleted.

## A student's own lessons

my-lessons = My lessons
my-lessons-next = Coming up
my-lessons-none = No lesson is planned. Do you have a code? <a>Join a lesson</a>
my-lessons-join = Join { $title }
my-lessons-score = { $correct } of { $asked } correct

## Tables to download

attendance-download = Download the attendance (CSV)
csv-attendance = attendance
csv-chat = chat
csv-answers = answers
csv-polls = polls
csv-progress = progress
csv-visits = Visits
csv-student = student

## Groups

groups-title = Groups
groups-text = A group is a set of students, such as “grade 6A”. They need no account: each gets a personal link.
groups-yours = Your groups
groups-none = You have no groups yet.
groups-orphaned = Without a teacher
groups-orphaned-text = Nobody teaches these groups any more. Open one to share it with a teacher.
groups-archived = Archived groups
groups-students = { $count ->
    [one] { $count } student
   *[other] { $count } students
}
groups-new = New group
groups-name = Name of the group
groups-name-example = Grade 6A
groups-list = Students
groups-list-help = One on each line. You can paste from a spreadsheet, with an email address and a phone number.
groups-table = Or a CSV file
groups-table-help = As your spreadsheet saves it. You see the list before it is saved.
groups-check = Check the list
list-title = Check the list
list-good = { $count ->
    [one] One student.
   *[other] { $count } students.
}
list-doubtful = { $count ->
    [one] One line looks odd.
   *[other] { $count } lines look odd.
}
list-bad = { $count ->
    [one] One line cannot be used. Correct it first.
   *[other] { $count } lines cannot be used. Correct them first.
}
list-empty = The group has no students yet. You can add them later.
list-line = Line
list-reach = Contact
list-note = Note
list-correct = Correct the list
list-again = Check again
list-add = { $count ->
    [one] Add one student
   *[other] Add { $count } students
}
list-make = Create the group
list-doubt-twice = The same name is there twice.
list-doubt-known = Already in the group.
list-doubt-digits = There are digits in the name.
list-doubt-several = This may be several names.
group-archived = Archived
group-start = Start a lesson now
group-lesson-title = { $group }, { $date }, { $time }
group-next = Next:
group-links = Print the links
group-plan = Plan a lesson
group-empty = There are no students in this group yet.
group-account = with an account
group-phone = Phone number
group-move = Move to
group-move-do = Move
group-join = Their account
group-join-help = Username or email address of one of your students. What they attended is theirs.
group-join-do = Connect
group-reset-help = If somebody else has the link: the old one stops working at once.
group-reset = New link
group-remove-help = Their link stops working. Without an account, their name goes from past lessons, too.
group-remove = Remove from the group
group-add = Add students
group-share = Teachers
group-share-with = Share with a colleague (username or email)
group-share-do = Share
group-leave = Leave the group
group-leave-text = The group stays with your colleagues.
group-manage = Manage
group-rename = Rename
group-archive = Archive
group-archive-text = The links stop working until you bring the group back. Nothing is deleted.
group-restore = Bring back
group-delete = Delete the group
group-delete-text = The links stop working, and the names of students without an account are deleted. The lessons stay.
sheet-title = Links for { $group }
sheet-print = Print
sheet-text = Each link belongs to one student. It leads into the lesson, or to where they wait for it.
sheet-cut = To cut out
sheet-list = As a list
sheet-lost = Cannot be shown again. Give a new link.
group-progress-title = Progress of { $group }
group-progress-text = The lessons of this group, of all its teachers.
group-progress-none = Lessons for this group appear here after they have ended.
group-progress-chart = How many students attended each lesson
plan-groups = For these groups
plan-groups-help = Students of these groups come in by their personal link.
plan-groups-only = Only these groups
plan-groups-only-help = The code alone lets nobody in.
room-title = Lesson
# Lessons that repeat
repeat-title = Repeat
repeat-never = Does not repeat
repeat-daily = Every day
repeat-weekly = Every week
repeat-fortnightly = Every other week
repeat-monthly-date = Every month on this date
repeat-monthly-day = Every month on this weekday
repeat-other = Another rhythm
repeat-days = On these days
repeat-ends = Ends
repeat-until = On
repeat-count = After
repeat-count-unit = lessons
repeat-help = The lessons keep their time of day when clocks change. There are none on the school's holidays.
repeats = Repeats
repeats-times = { $how }, { $count } times
repeats-until = { $how }, until { $day }
scope-title = What to change
scope-one = Only this lesson
scope-following = This and the following lessons
scope-all = All lessons that have not started
lesson-delete-scope = What to delete

# The calendar
calendar-title = Calendar
calendar-months = Months
calendar-before = Month before
calendar-after = Next month
calendar-none = No lessons in this month.
calendar-repeats = repeats
calendar-overlaps = another lesson at the same time
calendar-moved = The lesson is moved.
calendar-failed = The lesson could not be moved.
calendar-lost = The server could not be reached. Please try again.
calendar-scope-title = This lesson repeats. Which lessons are moved?
calendar-keys = Drag a lesson to move it, or use Shift and the arrow keys.
lesson-overlaps = You have another lesson at this time:
