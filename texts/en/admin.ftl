### The pages of those who look after the school.

## Mails

mails-title = Mails
mails-text = Those that wait, and those that were given up within the last month.
mails-queued = Queued { $hint }
mails-tried = tried { $count ->
    [one] { $count } time
   *[other] { $count } times
}
mails-next = next { $hint }
mails-given-up = Given up
mails-waiting = Waiting
mails-again = Try again now
mails-again-which = Try again now: { $subject }
mails-more = There are more of them, queued before these.
mails-none = All mails have been sent.
mails-confirm = Confirm an email address
mails-reset = Choose a new password
mails-changed = The password was changed
mails-invite = An invitation
mails-sent = Sent
mails-sent-text = No mail server was named where this one was started, so what is mailed lies as files in its data directory: the newest thousand, and here the newest first.
mails-sent-trial = This is for trying things out. The links in these mails make accounts and change passwords, for whoever opens them; it is noted who reads one here.
mails-sent-none = Nothing has been mailed yet.
mails-sent-elsewhere = What was sent is with the mail server, and is not kept here.
mails-all = All mails
mail-from = From
mail-to = To
mail-at = Written
mail-text = As text
mail-html = As a page
mail-html-title = The mail as a page

## People

people-title = People
people-search = Name, username or email address
people-role = Role
people-any = Any
people-only-blocked = Only those who are blocked
people-search-do = Search
people-blocked = blocked
people-not-confirmed = not confirmed
people-pages = Pages
people-before = Before
people-page = Page { $page } of { $pages }
people-next = Next
person-all = All people
person-username = Username
person-email = Email address
person-email-not-confirmed = (not confirmed)
person-since = Here since
person-blocked = Blocked
person-own = This is your own account. Another administrator can change its role, or block it.
person-role = Role
person-role-is = { $name } is
person-role-change = Change the role
person-access = Access
person-cannot = { $name } cannot sign in or join.
person-unblock = Let them in again
person-why = Why they are to be blocked
person-block-help = They are signed out everywhere at once, and leave the lesson that they are in.
person-block = Block
person-reset-text = If somebody else knows their password: it is no good any more, they are signed out everywhere, and are mailed a link to choose another.
person-reset = Reset their access
person-reset-do = Sign them out and mail them a link
person-held = What is held about them
person-held-text = Everyone may ask for it, and ask to be erased.
person-export = Export it
person-erase = Erase { $name }
person-erase-text = Everything that is held about them is deleted, with their lessons, their experiences and their files. A lesson of theirs that is live ends. In the lessons of others their name is taken away. This cannot be undone.
person-erase-do = Erase them for good

## The school at a glance

overview-tab = Overview
overview-present = { $count ->
    [one] { $count } person in lessons
   *[other] { $count } people in lessons
}
overview-none-live = No lesson at the moment
overview-teachers = { $count ->
    [one] { $count } teacher
   *[other] { $count } teachers
}
overview-students = { $count ->
    [one] { $count } student
   *[other] { $count } students
}
overview-administrators = { $count ->
    [one] { $count } administrator
   *[other] { $count } administrators
}
overview-blocked = { $count } blocked
overview-mails-waiting = { $count } waiting
overview-mails-failing = { $count } of them tried before
overview-mails-given-up = { $count } given up
overview-mails-none = All have been sent
overview-disk = Disk
overview-disk-free = free of { $all } · files { $files }, database { $database }
overview-disk-used = of files, and a database of { $database }
overview-backup = Last backup
overview-backup-none = None yet
overview-backup-soon = The server makes one soon.
overview-backup-say = Say at the server's start where they are to lie: { $variable }

## Lessons that are live

live-title = Live now
live-again = Look again
live-count = { $count ->
    [one] { $count } lesson at { $time }.
   *[other] { $count } lessons at { $time }.
}
live-records = { $count ->
    [one] { $count } record waits for the database.
   *[other] { $count } records wait for the database.
}
live-since = since { $date }, { $time }
live-people = People
live-waiting = + { $count } waiting
live-connections = Connections
live-peers = With sound
live-peers-how = { $count } with sound: how it travels in “{ $title }”
live-programs = Programs
live-unread = Not read yet
live-slowest = { $size } by the slowest
live-unwritten = Not written yet
live-answers = Room answers in
live-answers-in = { $count } ms
live-silent = The room does not answer.
live-end = End this lesson
live-end-text = Everyone in it is told that the lesson has ended, and its code stops working. This cannot be undone.
live-end-do = End it for all
live-end-which = End it for all: { $title }
live-none = No lesson is live.
sound-of = Sound in “{ $title }”
sound-round = there and back in { $ms } ms
sound-nobody = Nobody has sound right now.

## Invitations

invitations-title = Invitations
invitations-text = Those that teachers have sent within the last month. Each can be taken up once, for 7 days.
invitations-state = State
invitations-any = Any
invitations-show = Show
invitations-by = Invited by <a>{ $name }</a> { $hint }
invitations-open = Open
invitations-used = Taken up
invitations-expired = Too old
invitations-revoked = Taken back
invitations-revoke = Take back
invitations-revoke-which = Take back: { $email }
invitations-none = There are none.
pages-latest = The latest
pages-earlier = Earlier

## Experiences

library-title = All experiences
library-search = Title or owner
library-count = { $count ->
    [one] { $count } experience
   *[other] { $count } experiences
}
library-school = The school's
library-parts = { $count ->
    [one] { $count } part
   *[other] { $count } parts
}
library-public = public
library-live = in a live lesson
library-hide = Make private
library-hide-which = Make private: { $title }
library-delete-which = Delete: { $title }
library-delete-text = Its content is deleted with it. Lessons that were to use it go without. This cannot be undone.
library-delete-it-which = Delete it: { $title }

## Settings

settings-title = Settings
settings-school = The school
settings-name = Name
settings-name-help = It stands at the top of every page, and in mails.
settings-languages = Languages to choose from
settings-lessons = Lessons
settings-capacity = A lesson has room for
settings-capacity-unit = students, unless its teacher says otherwise
settings-highest = And for at most
settings-highest-unit = students
settings-empty = A lesson that is empty ends by itself after
settings-empty-unit = minutes
settings-empty-help = 0 is never.
settings-keep-chat = Keep the chat
settings-keep-chat-help = after a lesson, unless its teacher says otherwise
settings-files = Files
settings-upload = The largest file
settings-upload-unit = megabytes
settings-quota = All files of a teacher
settings-quota-unit = megabytes together
settings-keeping = How long things are kept
settings-attendance = Who was in a lesson
settings-attendance-unit = days after it
settings-attendance-help = Empty: for as long as the lesson is not deleted. What is older is deleted for good, within minutes.
settings-guests = The names of guests
settings-guests-help = After that they are nobody in particular, unless the teacher keeps what they wrote. How many were there stays known.
settings-audit = The audit trail
settings-gone = What is older is deleted for good, within minutes.
settings-days = days
settings-registrations = Accounts that nobody confirms
settings-fixed = This was set where the server is started, and can only be changed there.
settings-now = Now: { $value }
settings-save = Save the settings

## The audit trail

audit-title = Audit trail
audit-text = Who did what. Lines are only ever added, and go by themselves when their time is over.
audit-person = Person
audit-person-hint = Username, email address or name
audit-deed = What was done
audit-anything = Anything
audit-from = From
audit-until = Until
audit-show = Show
audit-address = from { $address }
audit-none = There is no such line.
audit-somebody = Somebody
audit-server = The server
audit-of-person = What the audit trail says of { $name }
audit-wrong-password = wrong password, or no such account
audit-blocked = the account is blocked
audit-unconfirmed = the email address is not confirmed yet

# What was done, to choose from.
deed-signed-in = Signed in
deed-sign-in-failed = Failed to sign in
deed-account-made = Account made
deed-profile-changed = Profile changed
deed-password-changed = Password changed
deed-role-changed = Role changed
deed-person-blocked = Person blocked
deed-person-unblocked = Person unblocked
deed-access-reset = Access reset
deed-person-exported = Data exported
deed-person-erased = Person erased
deed-session-created = Lesson planned
deed-session-changed = Lesson changed
deed-session-started = Lesson started
deed-session-ended = Lesson ended
deed-session-deleted = Lesson deleted
deed-experience-created = Experience made
deed-experience-changed = Experience changed
deed-experience-published = Experience made public
deed-experience-hidden = Experience made private
deed-experience-deleted = Experience deleted
deed-file-brought = File uploaded
deed-file-deleted = File deleted
deed-invitation-sent = Invitation sent
deed-invitation-accepted = Invitation taken up
deed-invitation-revoked = Invitation taken back
deed-stream-key-issued = Stream key made
deed-stream-key-revoked = Stream key deleted
deed-key-rotated = Secret key replaced
deed-setting-changed = Setting changed
deed-mail-retried = Mail tried again
deed-mail-read = Mail read
deed-backed-up = Backup made

# The same in a sentence: $by is who did it, and $about whom or what it was done to.
did-signed-in = <a>{ $by }</a> signed in
did-sign-in-failed = <a>{ $by }</a> failed to sign in
did-account-made = <a>{ $by }</a> made the account of <strong>{ $about }</strong>
did-profile-changed = <a>{ $by }</a> changed their name or phone number
did-password-changed = <a>{ $by }</a> chose another password
did-role-changed = <a>{ $by }</a> changed the role of <strong>{ $about }</strong>
did-person-blocked = <a>{ $by }</a> blocked <strong>{ $about }</strong>
did-person-unblocked = <a>{ $by }</a> unblocked <strong>{ $about }</strong>
did-access-reset = <a>{ $by }</a> reset the access of <strong>{ $about }</strong>
did-person-exported = <a>{ $by }</a> exported what is held about <strong>{ $about }</strong>
did-person-erased = <a>{ $by }</a> erased <strong>{ $about }</strong>
did-session-created = <a>{ $by }</a> planned the lesson <strong>{ $about }</strong>
did-session-changed = <a>{ $by }</a> changed the lesson <strong>{ $about }</strong>
did-session-started = <a>{ $by }</a> started the lesson <strong>{ $about }</strong>
did-session-ended = <a>{ $by }</a> ended the lesson <strong>{ $about }</strong>
did-session-deleted = <a>{ $by }</a> deleted the lesson <strong>{ $about }</strong>
did-experience-created = <a>{ $by }</a> made the experience <strong>{ $about }</strong>
did-experience-changed = <a>{ $by }</a> changed the experience <strong>{ $about }</strong>
did-experience-published = <a>{ $by }</a> made public the experience <strong>{ $about }</strong>
did-experience-hidden = <a>{ $by }</a> made private the experience <strong>{ $about }</strong>
did-experience-deleted = <a>{ $by }</a> deleted the experience <strong>{ $about }</strong>
did-file-brought = <a>{ $by }</a> uploaded the file <strong>{ $about }</strong>
did-file-deleted = <a>{ $by }</a> deleted the file <strong>{ $about }</strong>
did-invitation-sent = <a>{ $by }</a> invited <strong>{ $about }</strong>
did-invitation-accepted = <a>{ $by }</a> took up the invitation of <strong>{ $about }</strong>
did-invitation-revoked = <a>{ $by }</a> took back the invitation of <strong>{ $about }</strong>
did-stream-key-issued = <a>{ $by }</a> made a stream key for the lesson <strong>{ $about }</strong>
did-stream-key-revoked = <a>{ $by }</a> deleted a stream key of the lesson <strong>{ $about }</strong>
did-key-rotated = <a>{ $by }</a> replaced the secret key
did-setting-changed = <a>{ $by }</a> changed a setting: <strong>{ $about }</strong>
did-mail-retried = <a>{ $by }</a> tried a mail again: <strong>{ $about }</strong>
did-mail-read = <a>{ $by }</a> read a mail to <strong>{ $about }</strong>
did-backed-up = <a>{ $by }</a> made the backup <strong>{ $about }</strong>
did-sign-in-failed-as = <a>{ $by }</a> failed to sign in as <strong>{ $about }</strong>
did-account-made-itself = There is a new account: <strong>{ $about }</strong>

# What may be set, as a line of the trail names it.
setting-school_name = name of the school
setting-languages = languages
setting-capacity = usual room, in students
setting-highest_capacity = largest room, in students
setting-upload_mb = largest file, in MB
setting-quota_mb = files of a teacher, in MB
setting-empty_room_minutes = end of empty lessons, in minutes
setting-keep_chat = chat is kept
setting-attendance_days = who was in a lesson, in days
setting-guest_days = names of guests, in days
setting-audit_days = audit trail, in days
setting-registration_days = unconfirmed accounts, in days
