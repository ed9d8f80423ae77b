### Signing in and up, the links of mails, invitations and the profile.

## Signing in

signin-identifier = Username or email address
signin-password = Password
signin-send-again = Send the mail again
signin-forgot = Forgotten your password?
signin-no-account = Do you teach, and have no account yet? <a>Sign up</a>
signin-lesson = Here for a lesson? <a>Join with a code</a>, no account needed.

## A new account

register-title = Sign up as a teacher
register-have = You have an account? <a>Sign in</a>
account-name = Your name
account-name-help-teacher = As your students will see it.
account-name-help = As others see it in a lesson.
account-email = Email address
account-email-help = We mail you a link to it, to see that it is yours.
account-email-help-invited = With the one that you were invited by, you can sign in at once.
account-phone = Phone number
account-phone-help = With the country’s code, such as +30. Only those who look after the school see it.
account-username = Username
account-username-help = To sign in with. Letters, digits, dots, hyphens and underscores.
account-password = Password
account-password-help = At least 10 letters. A few words are easy to keep in mind and hard to guess.

## Confirming an email address

confirm-title = Confirm your email address
confirm-title-sent = One more step
confirm-sent = We have sent a mail to the address that you gave. It has a link: open it within { $minutes ->
    [one] { $minutes } minute
   *[other] { $minutes } minutes
}, and you can sign in.
confirm-nothing = Nothing there? Look among the unwanted mails, too, or have it sent again.
confirm-wait = You can sign in once you have opened the link that we mailed you. It can be used for { $minutes ->
    [one] { $minutes } minute
   *[other] { $minutes } minutes
}.
confirm-mistake = A mistake in the address? <a>Sign up again</a> with another username.
confirm-whose = { $email } becomes the address of the account <strong>{ $username }</strong>.
confirm-do = Confirm
confirm-not-you = You did not sign up? Then just close this page.
confirm-new-link = Send me a new link

## A forgotten password

forgot-title = Forgotten password
forgot-asked = If there is such an account, a mail is on its way to its address. It has a link with which you choose a new password, within { $minutes ->
    [one] { $minutes } minute
   *[other] { $minutes } minutes
}.
forgot-nothing = Nothing there? Look among the unwanted mails, too.
forgot-back = Back to signing in
forgot-text = Tell us who you are, and we mail you a link with which you can choose a new one.
forgot-do = Mail me a link
forgot-remember = You remember it? <a>Sign in</a>
reset-title = A new password
reset-new-link = Mail me a new link
reset-whose = For the account <strong>{ $username }</strong>. Whoever is signed in with it is signed out.
reset-password = New password
reset-do = Save the password

## An invitation

invitation-title = An invitation
invitation-dead = This invitation has been used, or is too old. Please ask your teacher for a new one.
invitation-from = { $teacher } invites you
invitation-student = Become a student of { $teacher } with the account that you are signed in with?
invitation-yes = Yes
invitation-have = You have an account? <a>Sign in</a>, and say yes with it.

## The profile

profile-title = Your profile
profile-about = About you
profile-sign-in-as = You sign in as <strong>{ $username }</strong> or with { $email }.
profile-language-title = Your language
profile-language = Pages and mails
profile-language-browser = The language of my browser
profile-language-do = Use this language
profile-look = How you look
profile-another-look = Another look
profile-skin = Skin
profile-eyes = Eyes
profile-eyes-size = Their size
profile-eyes-apart = How far apart
profile-hair = Hair
profile-hair-colour = Its colour
profile-mouth = Mouth
profile-mouth-colour = Its colour
profile-mouth-size = Its size
profile-mouth-height = How high
profile-mouth-leans = Which way it leans
profile-hat = Hat
profile-glasses = Glasses
profile-wear = Look like this
profile-password-title = Your password
profile-password-now = The one you have now
profile-password-new = The new one
profile-password-elsewhere = Wherever else you are signed in, you are signed out.
profile-password-change = Change the password
profile-devices = Where you are signed in
profile-devices-text = When you sign out, you are signed out everywhere: here, on every other device, and in the lesson that you are in.
profile-devices-end = End all sign-ins
profile-held = What is held about you
profile-held-text = Your account, your lessons and experiences, when you were in a lesson, and what you said and how you did there, if it was kept.
profile-held-download = Download what is held about me
profile-erase = Delete my account
profile-erase-text = Everything that is held about you is deleted, with your lessons, your experiences and their files. A lesson of yours that is live ends. In the lessons of others your name is taken away. This cannot be undone.
profile-erase-password = Your password
profile-erase-do = Delete it for good

# What there is to choose from.
hairstyle-none = None
hairstyle-short = Short
hairstyle-long = Long
hairstyle-curly = Curly
hairstyle-spiky = Spiky
hairstyle-bun = Bun
mouth-smile = Smile
mouth-line = Line
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

welcome-title = The first administrator
welcome-dead = This link has been used, or is too old, or somebody looks after this school already. While nobody does, the server prints a new link each time it is started.
welcome-text = Nobody looks after this school yet. Whoever signs up here does: they give others their roles, and see to settings, lessons and mails.
welcome-name-help = As others see it.
welcome-email-help = For a link, should you ever forget your password.
welcome-begin = Begin
