### The pages of those who look after the school.

## Mails

mails-title = Mails
mails-text = Those that wait, and those that were given up within the last month. What was sent is not kept.
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
mails-none = All mails have been sent.
mails-confirm = Confirm an email address
mails-reset = Choose a new password
mails-changed = The password was changed
mails-invite = An invitation

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
person-held = What is held about them
person-held-text = Everyone may ask for it, and ask to be erased.
person-export = Export it
person-erase = Erase { $name }
person-erase-text = Everything that is held about them is deleted, with their lessons, their experiences and their files. A lesson of theirs that is live ends. In the lessons of others their name is taken away. This cannot be undone.
person-erase-do = Erase them for good
