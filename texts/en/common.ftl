### What stands on every page, and what several pages say.
###
### The format is Project Fluent's (https://projectfluent.org). A new language is a copy of this folder, translated, and a line
### in src/texts.rs. Of markup there is <strong>, and <a> for a link whose address the page gives.

## Around every page

skip-to-content = Skip to the content
nav-main = Main
nav-lessons = Lessons
nav-experiences = Experiences
nav-students = Students
nav-administration = Administration
nav-people = People
nav-mails = Mails
nav-join = Join
nav-profile = Profile
sign-in = Sign in
sign-out = Sign out
sign-out-hint = Here, and wherever else you are signed in
sign-up = Sign up
save = Save
delete = Delete
delete-it = Delete it
change = Change
cancel = Cancel
copy = Copy
back = Back
optional = (optional)
copied = It is copied.
copied-not = It is marked: copy it with your keyboard.

## When something went wrong

error-not-found = Not found
error-not-allowed = Not allowed
error-fault = Something went wrong
error-other = That did not work
error-home = To the front page
error-number = If it happens again, tell your administrator this number, by which the log knows it:

## Roles

role-administrator = Administrator
role-teacher = Teacher
role-student = Student

## People, counted

people-count = { $count ->
    [one] { $count } person
   *[other] { $count } people
}
somebody-erased = Somebody who was erased

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
in-hours = { $count ->
    [one] in { $count } hour
   *[other] in { $count } hours
}
in-days = { $count ->
    [one] in { $count } day
   *[other] in { $count } days
}
ago-minutes = { $count ->
    [one] { $count } minute ago
   *[other] { $count } minutes ago
}
ago-hours = { $count ->
    [one] { $count } hour ago
   *[other] { $count } hours ago
}
ago-days = { $count ->
    [one] { $count } day ago
   *[other] { $count } days ago
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

done-signed-out = You are signed out, here and wherever else you were signed in.
done-confirmed = Your email address is confirmed. You can sign in now.
done-sent-again = If you have signed up, the mail is on its way again.
done-invited = The invitation is on its way.
done-signed-up = Welcome. You can sign in now.
done-invitation-accepted = You are a student of your teacher now.
done-password-reset = Your password is changed. You can sign in with it now.
done-password-changed = Your password is changed. Wherever else you were signed in, you are signed out.
done-profile-saved = Your profile is saved.
done-avatar-saved = That is how you look from now on.
done-planned = The lesson is planned. Give your students its code or its link.
done-changed = The lesson is changed.
done-series-set = The series is saved.
done-deleted = The lesson is deleted.
done-started = The lesson is live. Students can come in now.
done-ended = The lesson has ended. Below is who was there.
done-key-revoked = The stream key is deleted. Whoever used it is cut off.
done-experience-added = The experience is added. Now fill it: you can choose it for a lesson at any time.
done-experience-saved = The experience is saved.
done-experience-deleted = The experience is deleted.
done-content-added = It is added at the end.
done-content-saved = It is saved.
done-content-moved = It is moved.
done-content-deleted = It is deleted.
done-role-changed = The role is changed.
done-person-blocked = They are blocked, and signed out everywhere.
done-person-unblocked = They can sign in again.
done-access-reset = Their password is no good any more. They are mailed a link to choose another.
done-person-erased = They are erased, with all that was held about them.
done-account-erased = Your account is deleted, with all that was held about you.
done-mail-hurried = The mail is tried again now.
done-first-made = Welcome. Sign in, and look after your school.
done-lesson-closed = The lesson has ended. Everyone in it was told.
done-invitation-revoked = The invitation is taken back. Its link does nothing any more.
done-experience-hidden = Only its owner sees it from now on.
done-settings-saved = The settings are saved. They hold from now on.

## The page of the API's description

docs-title = The API
docs-text = What programs may ask of this server: to be read, and to be tried out.
docs-script = This page needs JavaScript. There is <a>the description itself</a>, too.
