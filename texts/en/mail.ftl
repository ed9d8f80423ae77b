### What mails say. Each has a subject, a text that leads to a link, the words of the link, and what comes after it.

mail-hello = Hello { $name },
mail-hello-nobody = Hello,

## Whoever signs up

mail-confirm-subject = Please confirm your email address
mail-confirm-text = someone, most likely you, has signed up with this email address as <strong>{ $username }</strong>. Please confirm that it is yours within { $minutes ->
    [one] { $minutes } minute
   *[other] { $minutes } minutes
}:
mail-confirm-link = Confirm my email address
mail-confirm-after = Then you can sign in. If it was not you, do nothing: without this link the account does not come into being.

## Whoever signs up with an address that has an account

mail-taken-subject = You have an account already
mail-taken-text = someone, most likely you, has tried to sign up with this email address. There is an account with it already: yours, with the username <strong>{ $username }</strong>. You can sign in here:
mail-taken-link = Sign in
mail-taken-after = If it was not you, you need do nothing. Nobody was told that you have an account.

## A forgotten password

mail-reset-subject = Choose a new password
mail-reset-text = someone, most likely you, has asked for a new password for your account <strong>{ $username }</strong>. You can choose one within { $minutes ->
    [one] { $minutes } minute
   *[other] { $minutes } minutes
}:
mail-reset-link = Choose a new password
mail-reset-after = If it was not you, do nothing: your password stays as it is.

## An invitation; it comes from $name

mail-invite-subject = { $name } invites you to { $school }
mail-invite-text = { $name } would like you to be a student of theirs at { $school }. Within { $days ->
    [one] { $days } day
   *[other] { $days } days
} you can sign up, or say yes with the account that you have:
mail-invite-link = See the invitation
mail-invite-after = If you know nobody of that name, do nothing.

## A password that was changed

mail-changed-subject = Your password was changed
mail-changed-text = the password of your account <strong>{ $username }</strong> was changed, and whoever was signed in elsewhere is signed out. If it was not you, choose another one at once:
mail-changed-link = Choose another password
mail-changed-after = If it was you, there is nothing more to do.
