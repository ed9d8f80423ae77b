### The pages of those who look after the school.

## Mails

mails-title = Emails
mails-text = Emails that are waiting, and emails that failed in the last month.
mails-queued = Queued { $hint }
mails-tried = tried { $count ->
    [one] { $count } time
   *[other] { $count } times
}
mails-next = next try { $hint }
mails-given-up = Failed
mails-waiting = Waiting
mails-again = Try again now
mails-again-which = Try again now: { $subject }
mails-more = There are more emails, queued before these.
mails-none = All emails have been sent.
mails-confirm = Confirm an email address
mails-reset = Choose a new password
mails-changed = Password changed
mails-invite = Invitation
mails-reminder = Reminder of a lesson
mails-sent = Sent
mails-sent-text = No mail server was set when this server started. It saves its emails as files in its data directory instead. Here are the latest 1,000, newest first.
mails-sent-trial = This is for testing only. With the links in these emails anyone can create accounts and change passwords. The audit trail records who reads an email here.
mails-sent-none = No emails have been sent yet.
mails-sent-elsewhere = Sent emails are on the mail server, and not kept here.
mails-all = All emails
mail-from = From
mail-to = To
mail-at = Written
mail-text = Plain text
mail-html = Formatted
mail-html-title = The formatted email

## People

people-title = People
people-search = Name, username or email address
people-role = Role
people-any = Any
people-only-blocked = Only blocked people
people-search-do = Search
people-blocked = blocked
people-not-confirmed = not confirmed
people-pages = Pages
people-before = Previous
people-page = Page { $page } of { $pages }
people-next = Next
person-all = All people
person-username = Username
person-email = Email address
person-email-not-confirmed = (not confirmed)
person-since = Member since
person-blocked = Blocked
person-own = This is your own account. Another administrator can change its role, or block it.
person-role = Role
person-role-is = Role of { $name }
person-role-change = Change role
person-access = Access
person-cannot = { $name } cannot sign in or join lessons.
person-unblock = Unblock
person-why = Reason for blocking
person-block-help = They are signed out everywhere at once, and leave the lesson they are in.
person-block = Block
person-reset-text = If somebody else knows their password: it stops working, they are signed out everywhere, and we email them a link to choose a new one.
person-reset = Reset access
person-reset-do = Sign out and email a link
person-held = Personal data
person-held-text = Everyone can ask for their data, and ask for it to be deleted.
person-export = Export data
person-erase = Delete { $name }
person-erase-text = This deletes everything about them, with their lessons, materials and files. If a lesson of theirs is live, it ends. Their name is removed from the lessons of others. This cannot be undone.
person-erase-do = Delete permanently

## The school at a glance

overview-tab = Overview
overview-present = { $count ->
    [one] { $count } person in lessons
   *[other] { $count } people in lessons
}
overview-none-live = No live lessons
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
overview-mails-given-up = { $count } failed
overview-mails-none = All have been sent
overview-disk = Disk
overview-disk-free = free of { $all } · files { $files }, database { $database }
overview-disk-used = of files, and a database of { $database }
overview-backup = Last backup
overview-backup-none = None yet
overview-backup-soon = The server will make one soon.
overview-backup-say = Set where backups are saved when you start the server: { $variable }

## Lessons that are live

live-title = Live now
live-again = Refresh
live-count = { $count ->
    [one] { $count } lesson at { $time }.
   *[other] { $count } lessons at { $time }.
}
live-records = { $count ->
    [one] { $count } record is waiting for the database.
   *[other] { $count } records are waiting for the database.
}
live-since = since { $date }, { $time }
live-people = People
live-waiting = + { $count } waiting
live-connections = Connections
live-peers = With sound
live-peers-how = { $count } with sound: connections in “{ $title }”
live-programs = Programs
live-unread = Send queue
live-slowest = { $size } for the slowest
live-unwritten = Not saved yet
live-answers = Latency
live-answers-in = { $count } ms
live-silent = The room does not respond.
live-end = End this lesson
live-end-text = The lesson ends for everyone in it, and its code stops working. This cannot be undone.
live-end-do = End for everyone
live-end-which = End for everyone: { $title }
live-none = No lesson is live.
sound-of = Sound in “{ $title }”
sound-round = delay { $ms } ms
sound-nobody = Nobody has sound right now.

## Invitations

invitations-title = Invitations
invitations-text = Invitations sent in the last month. Each one works once, for 7 days.
invitations-state = State
invitations-any = Any
invitations-show = Show
invitations-by = Invited by <a>{ $name }</a> { $hint }
invitations-open = Open
invitations-used = Accepted
invitations-expired = Expired
invitations-revoked = Withdrawn
invitations-revoke = Withdraw
invitations-revoke-which = Withdraw: { $email }
invitations-none = No invitations.
pages-latest = Latest
pages-earlier = Earlier

## Materials (experiences in code, routes and the API)

library-title = All materials
library-search = Title or owner
library-count = { $count ->
    [one] { $count } material
   *[other] { $count } materials
}
library-school = The school's
library-parts = { $count ->
    [one] { $count } item
   *[other] { $count } items
}
library-public = public
library-live = in a live lesson
library-hide = Make private
library-hide-which = Make private: { $title }
library-delete-which = Delete: { $title }
library-delete-text = Its content is deleted with it. Lessons that use it will have none. This cannot be undone.
library-delete-it-which = Delete it: { $title }

## Settings

settings-title = Settings
settings-school = School
settings-name = Name
settings-name-help = Shown at the top of every page, and in emails.
settings-languages = Available languages
settings-lessons = Lessons
settings-capacity = Maximum number of students
settings-capacity-unit = students, unless the teacher sets another number
settings-highest = Highest number a teacher can set
settings-highest-unit = students
settings-empty = An empty lesson ends automatically after
settings-empty-unit = minutes
settings-empty-help = 0 means never.
settings-keep-chat = Keep the chat
settings-keep-chat-help = after a lesson, unless the teacher chooses otherwise
settings-files = Files
settings-upload = Maximum file size
settings-upload-unit = megabytes
settings-quota = Storage for each teacher
settings-quota-unit = megabytes
settings-keeping = How long data is kept
settings-attendance = Attendance
settings-attendance-unit = days after the lesson
settings-attendance-help = Leave empty to keep it as long as the lesson. Older data is deleted within minutes, and cannot be restored.
settings-guests = Names of guests
settings-guests-help = After that their names, devices and times are deleted; 0 means when the lesson ends. The number of guests is kept, and names in a chat that the teacher keeps.
settings-audit = Audit trail
settings-addresses = IP addresses in the audit trail
settings-addresses-help = After that they are deleted, and the entries stay.
settings-gone = Older entries are deleted within minutes, and cannot be restored.
settings-days = days
settings-registrations = Unconfirmed accounts
settings-fixed = This is set in the server’s configuration and can only be changed there.
settings-now = Now: { $value }
settings-save = Save settings

## The audit trail

audit-title = Audit trail
audit-text = Who did what. Entries can only be added, and are deleted when their time is over.
audit-person = Person
audit-person-hint = Username, email address or name
audit-deed = Action
audit-anything = Any
audit-from = From
audit-until = Until
audit-show = Show
audit-address = from { $address }
audit-none = No entries found.
audit-somebody = Somebody
audit-server = The server
audit-of-person = Audit trail of { $name }
audit-wrong-password = wrong password, or no such account
audit-everywhere = On all devices
audit-blocked = the account is blocked
audit-unconfirmed = the email address is not confirmed yet

# What was done, to choose from.
deed-signed-in = Signed in
deed-sign-in-failed = Failed to sign in
deed-signed-out = Signed out
deed-account-made = Account created
deed-profile-changed = Profile changed
deed-password-changed = Password changed
deed-address-confirmed = Address confirmed
deed-role-changed = Role changed
deed-person-blocked = Person blocked
deed-person-unblocked = Person unblocked
deed-access-reset = Access reset
deed-person-exported = Data exported
deed-person-changed = Details changed
deed-person-approved = Account approved
deed-person-erased = Person deleted
deed-session-created = Lesson planned
deed-session-changed = Lesson changed
deed-session-started = Lesson started
deed-session-ended = Lesson ended
deed-session-reopened = Lesson reopened
deed-session-deleted = Lesson deleted
deed-session-participant-removed = Removed from a lesson
deed-experience-created = Material created
deed-experience-changed = Material changed
deed-experience-published = Material made public
deed-experience-hidden = Material made private
deed-experience-deleted = Material deleted
deed-file-brought = File uploaded
deed-file-deleted = File deleted
deed-invitation-sent = Invitation sent
deed-invitation-accepted = Invitation accepted
deed-invitation-revoked = Invitation withdrawn
deed-group-created = Group created
deed-group-changed = Group changed
deed-group-deleted = Group deleted
deed-link-reset = Link replaced
deed-stream-key-issued = Stream key created
deed-stream-key-revoked = Stream key deleted
deed-key-rotated = Secret key replaced
deed-setting-changed = Setting changed
deed-mail-retried = Email sent again
deed-mail-read = Email read
deed-backed-up = Backup made

# The same in a sentence: $by is who did it, and $about the person or thing it was done to.
did-signed-in = <a>{ $by }</a> signed in
did-sign-in-failed = <a>{ $by }</a> failed to sign in
did-signed-out = <a>{ $by }</a> signed out
did-account-made = <a>{ $by }</a> created the account of <strong>{ $about }</strong>
did-profile-changed = <a>{ $by }</a> changed their name or phone number
did-password-changed = <a>{ $by }</a> changed their password
did-address-confirmed = <a>{ $by }</a> confirmed a new email address
did-role-changed = <a>{ $by }</a> changed the role of <strong>{ $about }</strong>
did-person-blocked = <a>{ $by }</a> blocked <strong>{ $about }</strong>
did-person-unblocked = <a>{ $by }</a> unblocked <strong>{ $about }</strong>
did-access-reset = <a>{ $by }</a> reset the access of <strong>{ $about }</strong>
did-person-exported = <a>{ $by }</a> exported the data of <strong>{ $about }</strong>
did-person-changed = <a>{ $by }</a> changed the name or the address of <strong>{ $about }</strong>
did-person-approved = <a>{ $by }</a> approved the account of <strong>{ $about }</strong>
did-person-erased = <a>{ $by }</a> deleted <strong>{ $about }</strong>
did-session-created = <a>{ $by }</a> planned the lesson <strong>{ $about }</strong>
did-session-changed = <a>{ $by }</a> changed the lesson <strong>{ $about }</strong>
did-session-started = <a>{ $by }</a> started the lesson <strong>{ $about }</strong>
did-session-ended = <a>{ $by }</a> ended the lesson <strong>{ $about }</strong>
did-session-reopened = <a>{ $by }</a> reopened the lesson <strong>{ $about }</strong>
did-session-deleted = <a>{ $by }</a> deleted the lesson <strong>{ $about }</strong>
did-session-participant-removed = <a>{ $by }</a> removed <strong>{ $about }</strong> from a lesson
did-session-guest-removed = <a>{ $by }</a> removed a guest from the lesson <strong>{ $about }</strong>
did-experience-created = <a>{ $by }</a> created the material <strong>{ $about }</strong>
did-experience-changed = <a>{ $by }</a> changed the material <strong>{ $about }</strong>
did-experience-published = <a>{ $by }</a> made public the material <strong>{ $about }</strong>
did-experience-hidden = <a>{ $by }</a> made private the material <strong>{ $about }</strong>
did-experience-deleted = <a>{ $by }</a> deleted the material <strong>{ $about }</strong>
did-file-brought = <a>{ $by }</a> uploaded the file <strong>{ $about }</strong>
did-file-deleted = <a>{ $by }</a> deleted the file <strong>{ $about }</strong>
did-invitation-sent = <a>{ $by }</a> invited <strong>{ $about }</strong>
did-invitation-accepted = <a>{ $by }</a> accepted the invitation of <strong>{ $about }</strong>
did-invitation-revoked = <a>{ $by }</a> withdrew the invitation of <strong>{ $about }</strong>
did-group-created = <a>{ $by }</a> created the group <strong>{ $about }</strong>
did-group-changed = <a>{ $by }</a> changed the group <strong>{ $about }</strong>
did-group-deleted = <a>{ $by }</a> deleted the group <strong>{ $about }</strong>
did-link-reset = <a>{ $by }</a> replaced a personal link: <strong>{ $about }</strong>
did-stream-key-issued = <a>{ $by }</a> created a stream key for the lesson <strong>{ $about }</strong>
did-stream-key-revoked = <a>{ $by }</a> deleted a stream key of the lesson <strong>{ $about }</strong>
did-key-rotated = <a>{ $by }</a> replaced the secret key
did-setting-changed = <a>{ $by }</a> changed a setting: <strong>{ $about }</strong>
did-mail-retried = <a>{ $by }</a> sent an email again: <strong>{ $about }</strong>
did-mail-read = <a>{ $by }</a> read an email to <strong>{ $about }</strong>
did-backed-up = <a>{ $by }</a> made the backup <strong>{ $about }</strong>
did-sign-in-failed-as = <a>{ $by }</a> failed to sign in as <strong>{ $about }</strong>
did-account-made-itself = New account: <strong>{ $about }</strong>

# What may be set, as a line of the trail names it.
setting-school_name = name of the school
setting-languages = languages
setting-capacity = maximum number of students
setting-highest_capacity = highest number a teacher can set
setting-upload_mb = maximum file size, in MB
setting-quota_mb = storage for each teacher, in MB
setting-empty_room_minutes = end of empty lessons, in minutes
setting-keep_chat = chat is kept
setting-attendance_days = attendance, in days
setting-guest_days = names of guests, in days
setting-address_days = IP addresses in the audit trail, in days
setting-audit_days = audit trail, in days
setting-registration_days = unconfirmed accounts, in days

## Adding people

people-add = Add people
people-add-role = They become
people-add-lines = People, one on each line
people-add-help = “Name, address” creates the account at once, and they get an email to choose a password. Only the address sends them an invitation.
people-add-do = Add people
people-line = Line { $line }:
people-only-waiting = Only those waiting for approval
people-unapproved = waiting for approval
person-waits = { $name } is waiting for your approval
person-approve = Approve the account
person-details = Name and address
person-email-help = They get an email at the new address. It is theirs once they have confirmed it.
person-new-email = { $email } is not confirmed yet
overview-awaiting = { $count ->
    [one] { $count } account is waiting for approval
   *[other] { $count } accounts are waiting for approval
}

## Who may become a teacher

settings-sign-up = Signing up
settings-sign-up-who = Who can become a teacher by signing up?
settings-sign-up-invitation = Only people invited or added by administrators
settings-sign-up-approval = Everyone, after an administrator has approved the account
settings-sign-up-domain = Everyone with an address of these email domains
settings-sign-up-open = Everyone
settings-domains = Email domains
settings-domains-help = Separated by commas.
setting-sign_up = who can become a teacher
setting-sign_up_domains = email domains of teachers
audit-awaits-approval = not approved yet
settings-texts = The school's own pages
settings-texts-help = Linked at the bottom of every page. You can use Markdown. Leave a text empty to have no page for it.
setting-help_text = help page
setting-privacy_text = privacy page
setting-holidays = days without lessons
setting-contact_text = contact page
people-invited = Invited, not signed up yet
people-invited-when = Invited { $hint }
people-invited-all = All invitations
people-accounts = Accounts
overview-next = What comes next
overview-next-text = You are the only person here so far.
overview-next-invite = Invite teachers
settings-cameras = Students’ cameras in new lessons
settings-screens = Students’ screens in new lessons
settings-showing-nobody = Nobody
settings-showing-asked = On request
settings-showing-everyone = Everyone
settings-showing-help = Cameras are always off until their owner turns them on. Teachers can change this in a lesson.
setting-cameras = students’ cameras in new lessons
setting-screens = students’ screens in new lessons

## Links to sign in

sign-in-link-title = Link to sign in
sign-in-link-none = With such a link, a teacher signs in without a password.
sign-in-link-since = There is one since { $date }.
sign-in-link-make = Create a link
sign-in-link-replace = Replace the link
sign-in-link-revoke = Delete the link
sign-in-link-once = Give this link to { $name } only. You see it this once.
sign-in-link-label = The link
settings-holidays = Days without lessons
settings-holidays-name = Christmas
settings-holidays-help = A line for each holiday: the day, or the first and the last day, and its name. Lessons that repeat are not planned on these days.
