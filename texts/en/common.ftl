### What stands on every page, and what several pages say.
###
### The format is Project Fluent's (https://projectfluent.org). A new language is a copy of this folder, translated, and a line
### in src/texts.rs. Of markup there is <strong>, and <a> for a link whose address the page gives.

## Around every page

skip-to-content = Skip to the content
nav-main = Main
nav-lessons = Lessons
nav-experiences = Materials
nav-groups = Groups
nav-students = Students
nav-administration = Administration
nav-people = People
nav-mails = Emails
nav-join = Join
nav-profile = Profile
sign-in = Sign in
sign-out = Sign out
sign-out-hint = On this device
sign-up = Sign up
password-show = Show password
password-hide = Hide password
save = Save
delete = Delete
delete-it = Delete it
change = Edit
cancel = Cancel
copy = Copy
back = Back
optional = (optional)
copied = Copied.
copied-not = Selected. Copy it with your keyboard.

## When something went wrong

error-not-found = Not found
error-not-allowed = Not allowed
error-fault = Something went wrong
error-other = That did not work
error-home = To the front page
error-number = If this happens again, give your administrator this number from the log:

## Roles

role-administrator = Administrator
role-teacher = Teacher
role-student = Student

## People, counted

people-count = { $count ->
    [one] { $count } person
   *[other] { $count } people
}
somebody-erased = Deleted account

## Days

# $day is the number of the day, $weekday and $month are words.
date-today = today
date-tomorrow = tomorrow
date-yesterday = yesterday
date-this-year = { $weekday } { $day } { $month }
date-full = { $weekday } { $day } { $month } { $year }
weekday-1 = Monday
weekday-2 = Tuesday
weekday-3 = Wednesday
weekday-4 = Thursday
weekday-5 = Friday
weekday-6 = Saturday
weekday-7 = Sunday
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December
# As short as a sheet of a calendar has it.
month-alone-1 = January
month-alone-2 = February
month-alone-3 = March
month-alone-4 = April
month-alone-5 = May
month-alone-6 = June
month-alone-7 = July
month-alone-8 = August
month-alone-9 = September
month-alone-10 = October
month-alone-11 = November
month-alone-12 = December
month-short-1 = Jan
month-short-2 = Feb
month-short-3 = Mar
month-short-4 = Apr
month-short-5 = May
month-short-6 = Jun
month-short-7 = Jul
month-short-8 = Aug
month-short-9 = Sep
month-short-10 = Oct
month-short-11 = Nov
month-short-12 = Dec

## How far from now

in-a-moment = in a moment
just-now = just now
in-minutes = { $count ->
    [one] in { $count } minute
   *[other] in { $count } minutes
}
ago-minutes = { $count ->
    [one] { $count } minute ago
   *[other] { $count } minutes ago
}

## How long something lasted

lasted-moment = under 1 min
lasted-minutes = { $minutes } min
lasted-hours = { $hours } h
lasted-both = { $hours } h { $minutes } min

## How large a file is

size-bytes = { $count ->
    [one] { $count } byte
   *[other] { $count } bytes
}
size-kb = { $count } kB
size-mb = { $count } MB
size-gb = { $count } GB
size-mb-tenths = { $count }.{ $tenths } MB

## What was done, told by the next page

done-signed-out = You are signed out on this device.
done-signed-out-everywhere = You are signed out on all your devices.
done-device-signed-out = You are signed out on that device.
done-confirmed = Your email address is confirmed. You can sign in now.
done-sent-again = If you have signed up, we have sent the email again.
done-address-corrected = Address corrected. We have sent the email.
done-invited = Invitation sent.
done-signed-up = Welcome! You can sign in now.
done-invitation-accepted = You have joined your teacher’s class.
done-password-reset = Password changed. You can sign in with it now.
done-password-chosen = Your password is saved, and you are signed in.
done-password-changed = Password changed. All other devices are signed out.
done-feed-reset = The old address no longer works.
done-profile-saved = Profile saved.
done-avatar-saved = Avatar saved.
done-planned = Lesson planned. Give your students its code or link.
done-changed = Lesson saved.
done-series-set = Series saved.
done-deleted = Lesson deleted.
done-ended = The lesson has ended. See below who was there.
done-reopened = The lesson is live again, with the same code.
done-key-revoked = Stream key deleted. Programs that used it are disconnected.
done-experience-added = Material added. Add its content now. You can choose it for a lesson at any time.
done-experience-saved = Material saved.
done-experience-deleted = Material deleted.
done-content-added = Added at the end.
done-content-saved = Saved.
done-content-moved = Moved.
done-content-deleted = Deleted.
done-role-changed = Role changed.
done-person-blocked = Account blocked, and signed out everywhere.
done-person-unblocked = Account unblocked. They can sign in again.
done-access-reset = The old password no longer works. We have emailed them a link to choose a new one.
done-people-added = Done, and everyone gets an email. People without a name are under Invitations until they sign up.
done-person-changed = Details saved. They have to confirm a new address.
done-person-approved = Account approved. They get an email.
done-address-confirmed = Your new address is confirmed.
done-person-erased = Account deleted, with all its data.
done-account-erased = Your account is deleted, with all your data.
done-mail-hurried = The email is being sent again.
done-group-made = The group is ready. Print the links for its students.
done-group-changed = Saved.
done-group-archived = The group is archived.
done-group-restored = The group is back.
done-group-deleted = The group is deleted.
done-group-shared = The group is shared.
done-group-left = You no longer teach this group.
done-students-added = The students are in the group.
done-student-changed = Saved.
done-student-moved = The student is in the other group.
done-student-joined = The student and the account belong together now.
done-student-removed = The student is no longer in the group.
done-link-reset = The old link no longer works. Print the new one.
done-link-revoked = The link no longer works.
done-first-made = Welcome! Sign in to manage your school.
done-lesson-closed = Lesson ended. Everyone in it was told.
done-invitation-revoked = Invitation withdrawn. Its link no longer works.
done-experience-hidden = The material is private now. Only its owner sees it.
done-settings-saved = Settings saved. They apply from now on.

## The page of the API's description

docs-title = API
docs-text = What programs can ask of this server. Read it here, and try it out.
docs-script = This page needs JavaScript. You can also open <a>the description itself</a>.

## The school's own pages

school-pages = About this school
school-help = Help
school-privacy = Privacy
school-contact = Contact
