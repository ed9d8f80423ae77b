### Why something was not done, and what to do about it: by the code of src/error.rs. Programs are told the English of there.
### What is heard within a lesson stands in lesson.ftl, which browsers load.

refusal-disk_full = The server’s disk is full. The server starts by itself once there is room.
refusal-unavailable = This does not work right now. Please try again soon.
refusal-fault = Something went wrong on our side. Please try again.

## Programs that stream

refusal-stream_key_wrong = This stream key is for another lesson, or no longer valid.
refusal-stream_key_other = This stream key is for something else.
refusal-stream_keys_many = This lesson has the maximum number of stream keys. Delete one first.
refusal-stream_key_unknown = This stream key does not exist.
refusal-stream_kind_bad = A stream key must be for either "publish" or "view".
refusal-stream_unknown = This stream does not exist, or has ended.
refusal-offer_unfit = The offer has no Opus, VP8 or H.264 that fits: one track of sound or video to publish, or some to receive.
refusal-accept_unfit = The answer is application/sdp, but the request does not accept it.
refusal-content_unfit = An offer must be application/sdp, and a change to it application/trickle-ice-sdpfrag.
refusal-fragment_bad = This fragment of an offer could not be read.
refusal-tag_needed = If-Match must name the state of the stream.
refusal-tag_stale = The stream has changed since then.

## Signing in

refusal-sign_in_wrong = Wrong username, email address or password.
refusal-sign_in_needed = Please sign in first.
refusal-device_unknown = You are no longer signed in on that device.
refusal-awaits_approval = An administrator has not approved your account yet. You will get an email.
refusal-unconfirmed = Please confirm your email address first, with the link in our email.
refusal-too_many_sign_ins = Too many sign-in attempts. Please wait a minute and try again.
refusal-form_stale = This form has expired. Please try again.

## Planning

refusal-range_bad = The file does not have this part.
refusal-body_bad = The request could not be read.
refusal-key_bad = An Idempotency-Key must have 1 to 255 letters, digits or signs.
refusal-key_reused = This Idempotency-Key belongs to another request. Please use a new one.
refusal-body_too_big = This is too large.
refusal-page_unknown = There is nothing at this address.
refusal-method_unknown = This address does not support this method.
refusal-session_unknown = This lesson does not exist.
refusal-experience_unknown = This material does not exist.
refusal-experiences_many = A lesson can have only one material.
refusal-nothing_kept = The chat and the answers of this lesson are not kept.
refusal-search_too_long = Please search for at most 200 characters.
refusal-reopen_late = A lesson can be reopened for one hour after its end.
refusal-length_bad = A lesson can last from 5 minutes to 24 hours.
refusal-recurrence_bad = A lesson can repeat by day, week or month. Please check how it repeats.
refusal-recurrence_endless = Please say when the repetition ends.
refusal-recurrence_never = There is no lesson on any of these days. Please check how it repeats.
refusal-recurrence_long = A lesson can repeat up to 300 times, within two years.
refusal-scope_bad = This lesson does not repeat, or only it cannot repeat differently. Choose the lessons to change.
refusal-time_past = This time is in the past. Please check it, or confirm it below.
refusal-sessions_full = One person can have at most 2,000 lessons that have not ended. Delete some first.
refusal-session_live = The lesson is live. End it first.
refusal-title_empty = Please enter a title.
refusal-title_too_long = A title can have at most 200 characters.
refusal-description_too_long = A description can have at most 5,000 characters.
refusal-text_bad = Text cannot contain control characters.
refusal-time_bad = This date and time does not exist in this time zone.
refusal-time_zone_unknown = This time zone does not exist.
refusal-capacity_bad = The maximum number of students must be between 1 and 1,000.
refusal-series_too_long = The name of a series can have at most 60 characters.
refusal-retention_bad = The chat can be kept either "during session" or "keep".

## Content

refusal-caption_too_long = A caption or an answer can have at most 500 characters.
refusal-body_empty = Please write something.
refusal-quiz_bad = A quiz needs a question and two to eight answers. One answer must be correct.
refusal-experiences_full = One person can have at most 1,000 materials. Delete one first.
refusal-file_live = A live lesson shows this file from another material. End the lesson first.
refusal-experience_live = A live lesson uses this material. End the lesson first.

## Accounts

refusal-username_bad = A username must have 2 to 40 Latin letters (a–z), digits, dots, hyphens or underscores.
refusal-email_bad = This is not an email address.
refusal-email_invisible = This email address contains an invisible character. Please type it instead of pasting it.
refusal-email_too_long = This email address is too long.
refusal-email_local_bad = The part before the @ has a character that it cannot have, or a dot in the wrong place.
refusal-email_domain_bad = The part after the @ is not a domain such as school.example.
refusal-phone_bad = A phone number must have 6 to 15 digits. It can start with +.
refusal-identifier_bad = Please enter a username or an email address.
refusal-password_too_short = A password must have at least 10 characters.
refusal-password_too_long = A password can have at most 72 bytes.
refusal-password_common = This password is too easy to guess. Please choose another.
refusal-password_wrong = This is not your password.
refusal-current_password_needed = Please enter your current password, too.
refusal-username_taken = This username is taken. Please choose another.
refusal-role_refused = Only teachers can sign up. Teachers invite their students.
refusal-link_dead = This link has been used or has expired. Please ask for a new one.
refusal-too_many_mails = Too many emails were requested. Please wait some minutes and try again.
refusal-sign_up_by_invitation = Teachers join this school by invitation. Please ask an administrator.
refusal-sign_up_by_domain = Please sign up with the email address that your school gave you.
refusal-people_bad = Please enter at least one person, and at most 200, one on each line.
refusal-school_text_bad = Each text of the school can have at most 3,000 characters.
refusal-sign_up_bad = Please choose who can become a teacher by signing up.
refusal-domains_bad = Please enter email domains such as school.example, at most 20.
refusal-account_exists = There is already an account with this username or email address.
refusal-language_unknown = This language is not available.
refusal-student_unknown = This person is not in your class.

## Looking after people

refusal-person_unknown = This person does not exist.
refusal-person_blocked = This person is blocked. Unblock them first.
refusal-own_account = You cannot do this to your own account. Please ask another administrator.
refusal-last_administrator = This is the last administrator. Give someone else this role first.
refusal-role_unknown = A role must be administrator, teacher or student.
refusal-mail_unknown = This email is no longer waiting.
refusal-mail_gone = This email is no longer available.
refusal-reason_bad = Please give a reason with at most 500 characters.
refusal-invitation_over = This invitation is not valid.
refusal-school_name_bad = The name of a school can have at most 60 characters, on one line.
refusal-languages_bad = Please choose at least one of the available languages.
refusal-capacities_bad = The highest number of students must be 1 to 1,000, and the usual number cannot be higher.
refusal-upload_limit_bad = The maximum file size must be between 1 and 10,000 megabytes.
refusal-holidays_bad = Please write the days without lessons like this: 2026-12-24 2027-01-06 Christmas.
refusal-quota_bad = The storage for each teacher must be between 1 and 1,000,000 megabytes.
refusal-empty_room_bad = An empty lesson can end after at most 10,080 minutes. 0 means never.
refusal-attendance_days_bad = Attendance can be kept for 1 to 3,650 days. Leave it empty to keep it as long as the lesson.
refusal-guest_days_bad = The names of guests can be kept for 0 to 3,650 days after a lesson.
refusal-audit_days_bad = The audit trail can be kept for 30 to 3,650 days.
refusal-address_days_bad = Addresses in the audit trail can be kept for 1 to 3,650 days.
refusal-registration_days_bad = Unconfirmed accounts can be kept for 1 to 365 days.
refusal-settings_changed = Somebody else has changed the settings. What you typed is still here, but not saved. Check the marked fields, then save.
refusal-capacity_too_high = This school allows fewer students in a lesson. Please enter a smaller number.
refusal-showing_rule_bad = Choose who may show a camera or a screen: nobody, on request, or everyone.
refusal-group_unknown = This group does not exist.
refusal-groups_full = One person can have at most 500 groups. Delete one first.
refusal-group_full = A group can have at most 500 students.
refusal-group_archived = This group is archived. Bring it back first.
refusal-group_teacher_last = You are the only teacher of this group. Share it with a colleague first, or archive it.
refusal-group_student_twice = This account is already in the group.
refusal-teacher_unknown = There is no teacher with this username or email address.
refusal-names_bad = Some lines cannot be used. Nothing was saved.
refusal-names_many = Please enter at least one name, and at most 500, one on each line.
refusal-table_bad = This is not a CSV file. In your spreadsheet, choose Save as and CSV.
refusal-audience_empty = Choose at least one group, or let everyone in who has the code.
refusal-audience_many = A lesson can be for at most 50 groups.
refusal-group_other = This lesson is for another group. Ask your teacher for the right link.
refusal-link_open = This link is open in two other places. Close one of them and try again.
refusal-link_unknown = This link does not work any more. Please ask your teacher for a new one.
refusal-sign_in_link_role = Only teachers can have a link to sign in.
