### What mails say. Each has a subject, a text that leads to a link, the words of the link, and what comes after it.

mail-hello = Hello { $name },
mail-hello-nobody = Hello,

## Signing up

mail-confirm-subject = Please confirm your email address
mail-confirm-text = someone, probably you, signed up with this email address as <strong>{ $username }</strong>. Please confirm that the address is yours within { $minutes ->
    [one] { $minutes } minute
   *[other] { $minutes } minutes
}:
mail-confirm-link = Confirm my email address
mail-confirm-after = Then you can sign in. If it was not you, ignore this email: without the link, no account is created.

## Signing up with an address that has an account

mail-taken-subject = You already have an account
mail-taken-text = someone, probably you, tried to sign up with this email address. You already have an account with it, and your username is <strong>{ $username }</strong>. You can sign in here:
mail-taken-link = Sign in
mail-taken-after = If it was not you, ignore this email. Nobody was told that you have an account.

## A forgotten password

mail-reset-subject = Choose a new password
mail-reset-text = someone, probably you, asked for a new password for your account <strong>{ $username }</strong>. You can choose one within { $minutes ->
    [one] { $minutes } minute
   *[other] { $minutes } minutes
}:
mail-reset-link = Choose a new password
mail-reset-after = If it was not you, ignore this email: your password stays the same.

## An invitation; it comes from $name

mail-invite-subject = { $name } has invited you to { $school }
mail-invite-text = { $name } has invited you to join their class at { $school }. You can sign up, or accept with an account you already have, within { $days ->
    [one] { $days } day
   *[other] { $days } days
}:
mail-invite-link = Open the invitation
mail-invite-after = If you do not know this person, ignore this email.

## A password that was changed

mail-changed-subject = Your password was changed
mail-changed-text = the password of your account <strong>{ $username }</strong> was changed, and all other devices were signed out. If it was not you, choose a new password right away:
mail-changed-link = Choose a new password
mail-changed-after = If it was you, you need do nothing.

## An invitation by an administrator

mail-join-subject = { $name } has invited you to { $school }
mail-join-text = { $name } has invited you to { $school }. You can sign up within { $days ->
    [one] { $days } day
   *[other] { $days } days
}:
mail-join-link = Open the invitation
mail-join-after = If you do not know this school, ignore this email.

## An invitation by an administrator to a teacher

mail-teach-subject = { $name } has invited you to teach at { $school }
mail-teach-text = { $name } has invited you to { $school } as a teacher. You can sign up within { $days ->
    [one] { $days } day
   *[other] { $days } days
}:
mail-teach-link = Open the invitation
mail-teach-after = If you do not know this school, ignore this email.

## An account that an administrator has made

mail-added-subject = Your account at { $school }
mail-added-text = an account was created for you at { $school }. Your username is <strong>{ $username }</strong>. Choose a password within { $days ->
    [one] { $days } day
   *[other] { $days } days
}:
mail-added-link = Choose a password
mail-added-after = Later you can get another link with “Forgot your password?” on the sign-in page.

## Another address

mail-address-subject = Please confirm your new address
mail-address-text = an administrator of { $school } has entered this address for your account <strong>{ $username }</strong>. Please confirm it within { $days ->
    [one] { $days } day
   *[other] { $days } days
}:
mail-address-link = Confirm this address
mail-address-after = Until then your previous address stays. If you do not know this school, ignore this email.

## An account that was approved

mail-approved-subject = Your account at { $school } is approved
mail-approved-text = an administrator has approved your account. You can sign in now:
mail-approved-link = Sign in
mail-approved-after = Have a good start.

## A reminder of a lesson

mail-reminder-subject = { $title }: { $date }, { $time }
mail-reminder-text = your lesson <strong>{ $title }</strong> with { $teacher } starts on { $date } at { $time } ({ $zone }). You can join it here:
mail-reminder-link = Join the lesson
mail-reminder-after = You get this because you are expected in this lesson. To get no more reminders, open { $unsubscribe }
