### A teacher's lessons, experiences and students.

## The list of lessons

lessons-title = Lessons
lessons-plan = Plan a lesson
lessons-none = No lessons yet
lessons-none-text = Plan your first one: give it a title and a time, and you get a code that your students join with.
lessons-plan-first = Plan your first lesson
lessons-live = Live now
lessons-started = Started { $hint }
lessons-code = code
lessons-go = Go to the classroom
lessons-planned = Planned
lessons-nothing-planned = Nothing is planned. <a>Plan a lesson</a>
lessons-ended = Ended
lessons-times = Times are those of { $zone }.
lesson-late = was to start { $hint }
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
lesson-guests-may = may join with the code
lesson-guests-not = are refused: students sign in
lesson-waiting-room = Waiting room
lesson-waiting-on = on: you let students in
lesson-waiting-off = off: students enter by themselves
lesson-chat = Chat
lesson-chat-kept = is kept
lesson-chat-not = is deleted at the end
lesson-results = Quiz results
lesson-results-kept = are kept for each of your students
lesson-results-not = are forgotten at the end
lesson-series-change = Change the series
lesson-series-add = Add to a series
lesson-room-for = Room for
lesson-students = { $count ->
    [one] { $count } student
   *[other] { $count } students
}
lesson-experience = Experience
lesson-the = The lesson
lesson-end = End the lesson
lesson-end-text = Everyone is told and leaves the room, and the code stops working.
lesson-end-chat = The chat is deleted.
lesson-end-do = End it for everyone
lesson-start = Start the lesson
lesson-look = Look into the classroom
lesson-delete = Delete this lesson
lesson-delete-ended = The list of who was there is deleted with it, and how your students did. This cannot be undone.
lesson-delete-planned = Its code stops working. This cannot be undone.
lesson-description = Description
lesson-there-now = Who is there
lesson-there-table = Table of who was there
lesson-name = Name
lesson-came = Came
lesson-left = Left
lesson-in-all = In all
lesson-tag-teacher = teacher
lesson-tag-guest = guest
lesson-still-there = still there
lesson-visits = { $count ->
    [one] in { $count } visit
   *[other] in { $count } visits
}
lesson-nobody-yet = Nobody has come in yet. Give your students the code or the link.
lesson-nobody = Nobody came in.
lesson-invite = Invite your students
lesson-invite-go = Go to <strong>{ $page }</strong> and type
lesson-invite-code = Code: { $code }
lesson-qr = QR code of the link to the lesson
lesson-invite-link = or share the link

## Planning

plan-change-title = Change a lesson
plan-change = Change the lesson
plan-title = Title
plan-description-help = Students see it while they wait.
plan-when = When
plan-date = Date
plan-time = Time
plan-zone = Time zone
plan-live = The lesson is live, so its time stays as it is.
plan-no-experience = None
plan-public = Public
plan-experience-help = The content that the lesson is based on. <a>See or add experiences</a>
plan-who = Who comes in, and how
plan-guests = Guests may join
plan-guests-help = with the code and a name, without an account
plan-waiting-help = you let students in, one by one or all
plan-keep = Keep the chat
plan-keep-help = and what each one answered in quizzes; otherwise both are deleted when the lesson ends
plan-results = Keep quiz results
plan-results-help = how many answers each of your students with an account had right; otherwise that is forgotten when the lesson ends
plan-series-help = Lessons of one series belong together: you see how each student gets on over all of them.
plan-students = students
plan-do = Plan the lesson

## Programs that stream

streams-title = Programs that stream
streams-text = A program such as OBS can speak into this lesson, and players can listen to it. Give each one a key of its own: keys end with the lesson.
streams-speaks = speaks
streams-listens = listens
streams-delete = Delete the key of { $name }
streams-delete-text = Whoever uses this key is cut off at once.
streams-add = Add a stream key
streams-name = Name
streams-name-help = Who speaks is shown in the lesson by this name.
streams-program = The program
streams-listens-many = (WHEP), also many at once
streams-make = Make a key
streams-whip = Where programs speak (WHIP)
streams-whep = Where programs listen (WHEP)
stream-key-title = A stream key
stream-key-of = The key of { $name }
stream-key-copy = <strong>Copy it now: it is shown only this once.</strong> It is good until the lesson ends, or until you delete it.
stream-key-server = Server (WHIP)
stream-key-address = Address (WHEP)
stream-key-token = Bearer token
stream-key-key = Key (bearer token)
stream-key-obs = In OBS
stream-key-obs-1 = Open Settings, and there Stream.
stream-key-obs-2 = Choose the service WHIP.
stream-key-obs-3 = Paste the first of these into Server, and the second into Bearer Token.
stream-key-obs-4 = Start streaming once the lesson is live. { $name } is then in the list of people, where you can mute or remove it like anyone else.
stream-key-obs-note = Only the sound is taken; the picture is left out. It works with any program that knows WHIP.
stream-key-player = In a player
stream-key-player-text = Give these to any program that plays WHEP. It hears what everyone in the lesson hears, as soon as the lesson is live. One key serves up to a hundred players.
stream-key-back = Back to the lesson

## Students

students-title = Students
students-text = Lessons need no accounts. Students who have one come in with their own name and avatar.
students-yours = Yours
students-none = You have none yet. Invite the first one with the form.
students-invite = Invite a student
students-email-help = They are mailed a link to sign up with, which can be used once, for 7 days.
students-send = Send the invitation

students-progress = How they get on

## How students get on

progress-title = Progress
progress-text = Your students in the lessons that have ended. Guests and others are counted, but not followed from lesson to lesson.
progress-series = Series
progress-all = All lessons
progress-show = Show
progress-download = Download as a table (CSV)
progress-none = No lesson has ended yet
progress-none-text = After a lesson you see here which of your students were there, for how long, and how they did.
progress-no-students = You have no students with an account yet. <a>Invite the first one</a>
progress-none-theirs = No lesson since they are your student
progress-of-lessons = { $lessons ->
    [one] { $attended } of { $lessons } lesson
   *[other] { $attended } of { $lessons } lessons
}
progress-time = { $time }, { $share } % of the time
progress-score = { $asked ->
    [one] { $correct } of { $asked } answer right
   *[other] { $correct } of { $asked } answers right
}
progress-mark-there = { $title }: { $time }
progress-mark-missed = { $title }: missed
progress-mark-before = { $title }: before they were your student
progress-mark-unknown = { $title }: not known any more
progress-lessons-title = The lessons
progress-latest = The latest { $count }.
progress-others = { $count ->
    [one] and { $count } guest or other
   *[other] and { $count } guests and others
}
progress-unknown = not known any more
progress-attended = Lessons attended
progress-lessons = Lessons
progress-minutes = Minutes there
progress-right = Right answers
progress-answered = Answers
progress-asked = Quizzes asked
student-since = your student since { $date }
student-together = All in all
student-lessons = Lessons
student-of = { $some } of { $all }
student-time = Time there
student-share = { $share } % of the time
student-right = Right answers
student-answered = { $count } answered
student-results-note = How a student did in quizzes is known of those lessons for which you chose to keep it.
student-by-lesson = Lesson by lesson
student-table = Table of the lessons
student-lesson = Lesson
student-there = There
student-missed = missed
student-before = before they were your student

## Experiences

experiences-title = Experiences
experiences-text = An experience is content that you prepare once and base lessons on: pictures, videos, presentations, texts and quizzes.
experiences-yours = Yours
experiences-none = You have none yet. Add your first one with the form.
experiences-public = Public
experiences-tag-public = public
experiences-first = The first
experiences-further = Further ones
experiences-more = There are more experiences than this list has.
experiences-add = Add an experience
experiences-add-do = Add
experience-title = Title
experience-description = Description
experience-public-help = every teacher may use it, and everyone may see it
experience-public = Public
experience-all = All experiences
experience-live = A live lesson uses this experience, so it stays as it is until the lesson ends.
experience-content = Content
experience-empty-own = Nothing yet. Add pictures, videos, presentations, texts and quizzes: in a lesson they are on the screen in this order.
experience-empty = There is nothing in it yet.
experience-about = About it
experience-delete = Delete this experience
experience-delete-text = Its content is deleted with it. Lessons that were to use it go without. This cannot be undone.
part-photo = Picture
part-video = Video
part-presentation = Presentation
part-text = Text
part-quiz = Quiz
part-up = Move part { $number } up
part-down = Move part { $number } down
part-gone = It is gone for good.
part-pdf = PDF, { $size }
part-pdf-look = Look at it here
part-pdf-before = Page before, of { $name }
part-pdf-after = Page after, of { $name }
part-pdf-loading = Loading …
part-pdf-failed = This presentation cannot be shown here. You can download it.
part-right = right
part-alternative = What one sees
part-alternative-help = (read to those who cannot)
part-caption = Caption
part-markdown = (Markdown)
quiz-question = Question
quiz-answers = Answers
quiz-answers-help = (mark the right one)
quiz-answer = Answer { $number }
quiz-answer-right = Answer { $number } is right
files-add = Add files
files-label = Pictures, videos, presentations (PDF)
files-limit = Up to { $size } each.
files-drop = You can also drop files here, or paste a picture.
files-used = You have used { $used } of { $quota }.
files-uploading = Uploading
files-upload = Upload
files-some = The files before it are there: load the page again to see them.
files-lost = The connection was lost. Please try again.
text-add = Add a text
text-help = Markdown: # a heading, **bold**, *leaning*, - a list.
text-add-do = Add the text
quiz-add = Add a quiz
quiz-add-do = Add the quiz
