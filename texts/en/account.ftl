### Signing in and up, the links of mails, invitations and the profile.

## Signing in

signin-identifier = Username or email address
signin-password = Password
signin-send-again = Send the email again
signin-forgot = Forgot your password?
signin-no-account = Are you a teacher without an account? <a>Sign up</a>
signin-lesson = Here for a lesson? <a>Join with a code</a>. No account needed.

## A new account

register-title = Sign up as a teacher
register-have = Already have an account? <a>Sign in</a>
account-name = Your name
account-name-help-teacher = Your students see this name.
account-name-help = Others see this name in lessons.
account-email = Email address
account-email-help = We email you a link to confirm this address.
account-email-help-invited = If you use the address of your invitation, you are signed in right away.
account-phone = Phone number
account-phone-help = With the country code, such as +30. Only administrators see it.
account-username = Username
account-username-help = You sign in with it. Latin letters (a–z), digits, dots, hyphens and underscores.
account-password = Password
account-password-help = At least 10 characters. A few words together are easy to remember and hard to guess.

## Confirming an email address

confirm-title = Confirm your email address
confirm-title-sent = Check your email
confirm-sent = We have sent you an email with a link. Open it within { $minutes ->
    [one] { $minutes } minute
   *[other] { $minutes } minutes
}, then sign in.
confirm-nothing = No email? Check your spam folder, or have it sent again.
confirm-wait = You can sign in after you open the link in our email. It works for { $minutes ->
    [one] { $minutes } minute
   *[other] { $minutes } minutes
}.
confirm-mistake = Wrong address? <a>Sign up again</a> with another username.
confirm-whose = { $email } becomes the email address of the account <strong>{ $username }</strong>.
confirm-do = Confirm
confirm-not-you = You did not sign up? Just close this page.
confirm-new-link = Send me a new link

## A forgotten password

forgot-title = Forgot your password?
forgot-asked = If this account exists, we have sent an email to its address. Use the link in it to choose a new password within { $minutes ->
    [one] { $minutes } minute
   *[other] { $minutes } minutes
}.
forgot-nothing = No email? Check your spam folder.
forgot-back = Back to sign-in
forgot-text = Enter your username or email address. We email you a link to choose a new password.
forgot-do = Email me a link
forgot-remember = Do you remember it? <a>Sign in</a>
reset-title = Choose a new password
reset-new-link = Email me a new link
reset-whose = For the account <strong>{ $username }</strong>. This signs the account out on all other devices.
reset-password = New password
reset-do = Save password

## An invitation

invitation-title = Invitation
invitation-dead = This invitation has been used or has expired. Please ask your teacher for a new one.
invitation-from = { $teacher } has invited you
invitation-teacher = You will be a teacher at { $school }. Sign up to plan your first lesson.
invitation-student = Join the class of { $teacher } with the account you are signed in with?
invitation-yes = Join the class
invitation-have = Already have an account? <a>Sign in</a> to accept.

## The profile

profile-title = Your profile
profile-about = About you
profile-sign-in-as = You sign in with <strong>{ $username }</strong> or { $email }.
profile-language-title = Language
profile-language = Pages and emails
profile-language-browser = Browser language
profile-language-do = Save language
profile-look = Your avatar
profile-another-look = Change avatar
profile-skin = Skin
profile-eyes = Eyes
profile-eyes-size = Eye size
profile-eyes-apart = Eye distance
profile-hair = Hair
profile-hair-colour = Hair colour
profile-mouth = Mouth
profile-mouth-colour = Mouth colour
profile-mouth-size = Mouth size
profile-mouth-height = Mouth height
profile-mouth-leans = Mouth tilt
profile-hat = Hat
profile-glasses = Glasses
profile-wear = Save avatar
profile-password-title = Password
profile-password-now = Current password
profile-password-new = New password
profile-password-elsewhere = This signs you out on all other devices.
profile-password-change = Change password
profile-zone = Your time zone
profile-zone-label = Times are shown in
profile-zone-do = Save time zone
profile-devices = Where you are signed in
profile-devices-text = Only “Sign out everywhere” or a changed password ends the others, too.
profile-devices-end = Sign out everywhere
profile-device-unknown = A program, or an unknown browser
profile-device-used = Last used { $date }, { $time }
profile-device-this = This device
profile-device-out = Sign out: { $device }
profile-held = Your data
profile-held-text = Your account, lessons and materials, the lessons you attended, and the messages and answers that were kept.
profile-held-download = Download my data
profile-erase = Delete my account
profile-erase-text = This deletes everything about you, with your lessons, materials and files. If a lesson of yours is live, it ends. Your name is removed from the lessons of others. This cannot be undone.
profile-erase-password = Your password
profile-erase-do = Delete permanently

# What there is to choose from.
hairstyle-none = None
hairstyle-short = Short
hairstyle-long = Long
hairstyle-curly = Curly
hairstyle-spiky = Spiky
hairstyle-bun = Bun
mouth-smile = Smile
mouth-line = Straight
mouth-open = Open
mouth-grin = Grin
hat-none = None
hat-cap = Cap
hat-beanie = Beanie
hat-wizard = Wizard
hat-crown = Crown
glasses-none = None
glasses-round = Round
glasses-square = Square
glasses-star = Star

## The first administrator

welcome-title = Set up your school
welcome-dead = This link has been used or has expired, or this school already has an administrator. As long as it has none, the server prints a new link at each start.
welcome-text = This school has no administrator yet. Sign up here to be the first: you assign roles and manage settings, lessons and emails.
welcome-name-help = Others see this name.
welcome-email-help = If you forget your password, we email a link to this address.
welcome-begin = Create the account

## Signing up where teachers are invited, and another address

register-closed = Teachers join this school by invitation. Please ask an administrator to invite you.
address-title = Confirm your new address
address-text = From now on you sign in and get emails at <strong>{ $email }</strong>.
address-do = Confirm this address
confirm-sent-to = We have sent a link to <strong>{ $email }</strong>. Open it within { $minutes ->
    [one] { $minutes } minute
   *[other] { $minutes } minutes
}, then sign in.
confirm-correct = Wrong address?
confirm-correct-do = Send the email there

# The calendar feed
feed-title = Calendar on your phone
feed-help = Add this address to your calendar, and it always shows your lessons. It is secret: whoever has it sees when your lessons are.
feed-address = Address
feed-reset = Get a new address
group-feed-title = Calendar of the group
group-feed-help = Add this address to a calendar, and it always shows the lessons of the group. It is secret: whoever has it sees when they are.

## Reminders

reminders-title = Reminders
reminders-by-mail = Remind me of my lessons by email
reminders-teaching = Remind my students before a lesson
reminders-week = a week
reminders-day = a day
reminders-hour = an hour
reminders-quarter = 15 minutes
reminders-do = Save reminders
unsubscribe-title = No more reminders?
unsubscribe-text = You will get no more emails before your lessons. You can change this in your profile.
unsubscribe-do = End reminders
unsubscribed-title = Reminders have ended
unsubscribed-text = You get no more emails before your lessons. You can change this in your profile.
unsubscribe-dead-title = This link has expired
