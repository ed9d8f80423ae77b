### Why something was not done, and what to do about it: by the code of src/error.rs. Programs are told the English of there.
### What is heard within a lesson stands in lesson.ftl, which browsers load.

refusal-unavailable = This does not work at the moment. Please try again soon.
refusal-fault = Something went wrong on our side. Please try again.

## Programs that stream

refusal-stream_key_wrong = This stream key is not for this lesson, or no longer good.
refusal-stream_key_other = This stream key is good for something else.
refusal-stream_keys_many = This lesson has as many stream keys as it may have. Delete one first.
refusal-stream_key_unknown = That stream key does not exist.
refusal-stream_kind_bad = A stream key is for either "publish" or "view".
refusal-stream_unknown = That stream does not exist, or is over.
refusal-offer_unfit = The offer needs sound in Opus: one track to publish, up to 64 to listen.
refusal-accept_unfit = The answer is application/sdp, which the request does not accept.
refusal-content_unfit = An offer is application/sdp, and what changes it application/trickle-ice-sdpfrag.
refusal-fragment_bad = This part of an offer could not be read.
refusal-tag_needed = Say in If-Match which state of the stream is meant.
refusal-tag_stale = The stream has another state by now.

## Signing in

refusal-sign_in_wrong = This username or email address and this password do not go together.
refusal-sign_in_needed = Please sign in first.
refusal-unconfirmed = Please confirm your email address first, with the link that we have mailed to you.
refusal-too_many_sign_ins = Too many attempts to sign in. Please wait a minute and try again.
refusal-form_stale = This form is too old. Please try again.

## Planning

refusal-range_bad = The file has no such part.
refusal-body_bad = The request could not be read.
refusal-body_too_big = That is too large.
refusal-page_unknown = There is nothing at this address.
refusal-method_unknown = This address cannot be asked in that way.
refusal-session_unknown = That lesson does not exist.
refusal-experience_unknown = That experience does not exist.
refusal-experiences_many = A lesson has one experience.
refusal-session_live = The lesson is live. End it first.
refusal-title_empty = Please enter a title.
refusal-title_too_long = A title has at most 200 letters.
refusal-description_too_long = A description has at most 5,000 letters.
refusal-text_bad = Text cannot have control characters.
refusal-time_bad = That date and time does not exist in that time zone.
refusal-time_zone_unknown = That time zone does not exist.
refusal-capacity_bad = A room is for 1 to 1,000 students.
refusal-series_too_long = The name of a series has at most 60 letters.
refusal-retention_bad = The chat is kept either "during session" or "keep".

## Content

refusal-upload_empty = Please choose a file.
refusal-upload_too_big = This file is larger than this school allows.
refusal-quota_full = You have no room for this file. Delete some that you no longer need.
refusal-storage_full = The server has no room left for files. Please tell your administrator.
refusal-file_kind_bad = Files can be pictures (JPEG, PNG, WebP, GIF), videos (MP4, WebM) and presentations (PDF).
refusal-picture_bad = This picture cannot be read. Perhaps it is damaged.
refusal-picture_too_large = This picture is too large: it may have 50 million pixels.
refusal-caption_too_long = A caption or an answer has at most 500 letters.
refusal-body_empty = Please write something.
refusal-body_too_long = A text has at most 5,000 letters.
refusal-quiz_bad = A quiz has a question, two to eight answers, and one of these is right.
refusal-content_bad = Content is photos, videos and presentations that you have uploaded, quizzes and texts.
refusal-content_many = An experience has at most 100 parts.
refusal-content_unknown = That part of the experience does not exist.
refusal-experiences_full = One person has at most 1,000 experiences. Delete one first.
refusal-file_live = A live lesson shows this file from another experience. End the lesson first.
refusal-experience_live = A live lesson uses this experience. End the lesson first.

## Accounts

refusal-username_bad = A username has 2 to 40 letters, digits, dots, hyphens or underscores.
refusal-email_bad = That is not an email address.
refusal-phone_bad = A phone number has 6 to 15 digits, perhaps with a + before them.
refusal-identifier_bad = Please enter a username or an email address.
refusal-password_too_short = A password has at least 10 letters.
refusal-password_too_long = A password has at most 72 bytes.
refusal-password_common = That password is one of the first that others would guess. Please choose another.
refusal-password_wrong = That is not your password.
refusal-username_taken = That username is taken. Please choose another.
refusal-role_refused = One signs up as a teacher. Students are invited by their teacher.
refusal-link_dead = This link has been used, or is too old. Please ask for a new one.
refusal-too_many_mails = Too many mails were asked for. Please wait some minutes and try again.
refusal-account_exists = There is an account with this username or email address already.
refusal-language_unknown = That language is not one of those that there are.
refusal-student_unknown = You have no such student.

## Looking after people

refusal-person_unknown = That person does not exist.
refusal-person_blocked = That person is blocked. Unblock them first.
refusal-own_account = You cannot do that to your own account. Please ask another administrator.
refusal-last_administrator = This is the last administrator. Make someone else one first.
refusal-role_unknown = A role is administrator, teacher or student.
refusal-mail_unknown = This mail is not waiting any more.
refusal-mail_gone = This mail is not kept, or not any more.
refusal-reason_bad = Please give a reason, of at most 500 letters.
refusal-invitation_over = This invitation cannot be used any more, or never was.
refusal-school_name_bad = A school's name has at most 60 letters, on one line.
refusal-languages_bad = Please offer one at least of the languages that there are.
refusal-capacities_bad = The largest room is for 1 to 1,000 students, and the usual one is no larger.
refusal-upload_limit_bad = A file may have 1 to 10,000 megabytes.
refusal-quota_bad = A teacher's files may have 1 to 1,000,000 megabytes together.
refusal-empty_room_bad = An empty lesson ends after at most 10,080 minutes, or with 0 never.
refusal-attendance_days_bad = Who was in a lesson is kept for 1 to 3,650 days; leave it empty for as long as the lesson.
refusal-guest_days_bad = Guests have a name for 1 to 3,650 days after a lesson.
refusal-audit_days_bad = The audit trail is kept for 30 to 3,650 days.
refusal-registration_days_bad = An account may wait for 1 to 365 days to be confirmed.
refusal-settings_changed = Somebody else has changed the settings since. What you have typed is still here, and not saved: look at what is marked, and then save.
refusal-capacity_too_high = Rooms of this school are not that large. Please let fewer students in.
