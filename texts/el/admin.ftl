### Οι σελίδες όσων φροντίζουν το σχολείο.

## Email

mails-title = Email
mails-text = Τα email που περιμένουν, και όσα απέτυχαν τον τελευταίο μήνα.
mails-queued = Μπήκε στη σειρά { $hint }
mails-tried = { $count ->
    [one] { $count } προσπάθεια
   *[other] { $count } προσπάθειες
}
mails-next = επόμενη προσπάθεια { $hint }
mails-given-up = Απέτυχε
mails-waiting = Περιμένει
mails-again = Νέα προσπάθεια τώρα
mails-again-which = Νέα προσπάθεια τώρα: { $subject }
mails-more = Υπάρχουν κι άλλα, που μπήκαν στη σειρά νωρίτερα.
mails-none = Όλα τα email έχουν σταλεί.
mails-confirm = Επιβεβαίωση διεύθυνσης email
mails-reset = Ορισμός νέου κωδικού πρόσβασης
mails-changed = Ο κωδικός πρόσβασης άλλαξε
mails-invite = Πρόσκληση
mails-reminder = Υπενθύμιση μαθήματος
mails-sent = Απεσταλμένα
mails-sent-text = Στην εκκίνηση δεν ορίστηκε διακομιστής email. Τα email αποθηκεύονται ως αρχεία στον φάκελο δεδομένων. Εδώ είναι τα 1.000 νεότερα, με τα νεότερα πρώτα.
mails-sent-trial = Αυτό είναι μόνο για δοκιμές. Με τους συνδέσμους σε αυτά τα email μπορεί ο καθένας να δημιουργήσει λογαριασμούς και να αλλάξει κωδικούς πρόσβασης. Το ιστορικό ενεργειών γράφει ποιος διαβάζει εδώ ένα email.
mails-sent-none = Δεν έχει σταλεί κανένα email ακόμη.
mails-sent-elsewhere = Τα απεσταλμένα email είναι στον διακομιστή email, και δεν φυλάσσονται εδώ.
mails-all = Όλα τα email
mail-from = Από
mail-to = Προς
mail-at = Γράφτηκε
mail-text = Απλό κείμενο
mail-html = Μορφοποιημένο
mail-html-title = Το μορφοποιημένο email

## Χρήστες

people-title = Χρήστες
people-search = Όνομα, όνομα χρήστη ή διεύθυνση email
people-role = Ρόλος
people-any = Όλοι
people-only-blocked = Μόνο όσοι έχουν αποκλειστεί
people-search-do = Αναζήτηση
people-blocked = αποκλεισμένος
people-not-confirmed = χωρίς επιβεβαίωση
people-pages = Σελίδες
people-before = Προηγούμενη
people-page = Σελίδα { $page } από { $pages }
people-next = Επόμενη
person-all = Όλοι οι χρήστες
person-username = Όνομα χρήστη
person-email = Διεύθυνση email
person-email-not-confirmed = (χωρίς επιβεβαίωση)
person-since = Μέλος από
person-blocked = Αποκλεισμένος
person-own = Αυτός είναι ο δικός σας λογαριασμός. Άλλος διαχειριστής μπορεί να του αλλάξει ρόλο ή να τον αποκλείσει.
person-role = Ρόλος
person-role-is = Ρόλος για: { $name }
person-role-change = Αλλαγή ρόλου
person-access = Πρόσβαση
person-cannot = Ο λογαριασμός «{ $name }» δεν μπορεί να συνδεθεί ούτε να μπει σε μαθήματα.
person-unblock = Άρση αποκλεισμού
person-why = Λόγος αποκλεισμού
person-block-help = Αποσυνδέεται αμέσως από παντού, και βγαίνει από το μάθημα στο οποίο βρίσκεται.
person-block = Αποκλεισμός
person-reset-text = Αν κάποιος άλλος ξέρει τον κωδικό πρόσβασης: ο κωδικός παύει να ισχύει, ο λογαριασμός αποσυνδέεται από παντού, και στέλνουμε email με σύνδεσμο για νέο.
person-reset = Επαναφορά πρόσβασης
person-reset-do = Αποσύνδεση και αποστολή συνδέσμου
person-held = Προσωπικά δεδομένα
person-held-text = Ο καθένας μπορεί να ζητήσει τα δεδομένα του, και να ζητήσει να διαγραφούν.
person-export = Εξαγωγή δεδομένων
person-erase = Διαγραφή: { $name }
person-erase-text = Διαγράφονται όλα τα δεδομένα αυτού του χρήστη, μαζί με τα μαθήματα, τα υλικά και τα αρχεία του. Αν ένα μάθημά του είναι σε εξέλιξη, τελειώνει. Από τα μαθήματα άλλων αφαιρείται το όνομά του. Αυτό δεν αναιρείται.
person-erase-do = Οριστική διαγραφή

## Το σχολείο με μια ματιά

overview-tab = Επισκόπηση
overview-present = { $count ->
    [one] { $count } άτομο σε μαθήματα
   *[other] { $count } άτομα σε μαθήματα
}
overview-none-live = Κανένα μάθημα σε εξέλιξη
overview-teachers = { $count ->
    [one] { $count } εκπαιδευτικός
   *[other] { $count } εκπαιδευτικοί
}
overview-students = { $count ->
    [one] { $count } μαθητής
   *[other] { $count } μαθητές
}
overview-administrators = { $count ->
    [one] { $count } διαχειριστής
   *[other] { $count } διαχειριστές
}
overview-blocked = αποκλεισμένοι: { $count }
overview-mails-waiting = περιμένουν: { $count }
overview-mails-failing = από αυτά με προηγούμενη προσπάθεια: { $count }
overview-mails-given-up = απέτυχαν: { $count }
overview-mails-none = Έχουν σταλεί όλα
overview-disk = Δίσκος
overview-disk-free = ελεύθερα από { $all } · αρχεία { $files }, βάση δεδομένων { $database }
overview-disk-used = αρχεία, και βάση δεδομένων { $database }
overview-backup = Τελευταίο αντίγραφο ασφαλείας
overview-backup-none = Κανένα ακόμη
overview-backup-soon = Ο διακομιστής θα φτιάξει σύντομα ένα.
overview-backup-say = Ορίστε στην εκκίνηση του διακομιστή πού αποθηκεύονται: { $variable }

## Μαθήματα σε εξέλιξη

live-title = Σε εξέλιξη τώρα
live-again = Ανανέωση
live-count = { $count ->
    [one] { $count } μάθημα στις { $time }.
   *[other] { $count } μαθήματα στις { $time }.
}
live-records = { $count ->
    [one] { $count } εγγραφή περιμένει τη βάση δεδομένων.
   *[other] { $count } εγγραφές περιμένουν τη βάση δεδομένων.
}
live-since = από { $date }, { $time }
live-people = Άτομα
live-waiting = + { $count } σε αναμονή
live-connections = Συνδέσεις
live-peers = Με ήχο
live-peers-how = { $count } με ήχο: οι συνδέσεις στο «{ $title }»
live-programs = Προγράμματα
live-unread = Ουρά αποστολής
live-slowest = { $size } από τον πιο αργό
live-unwritten = Δεν αποθηκεύτηκαν ακόμη
live-answers = Καθυστέρηση
live-answers-in = { $count } ms
live-silent = Η αίθουσα δεν απαντά.
live-end = Τέλος αυτού του μαθήματος
live-end-text = Το μάθημα τελειώνει για όλους, και ο κωδικός του παύει να ισχύει. Αυτό δεν αναιρείται.
live-end-do = Τέλος για όλους
live-end-which = Τέλος για όλους: { $title }
live-none = Κανένα μάθημα δεν είναι σε εξέλιξη.
sound-of = Ήχος στο «{ $title }»
sound-round = καθυστέρηση { $ms } ms
sound-nobody = Κανείς δεν έχει ήχο αυτή τη στιγμή.

## Προσκλήσεις

invitations-title = Προσκλήσεις
invitations-text = Οι προσκλήσεις που στάλθηκαν τον τελευταίο μήνα. Η καθεμία ισχύει μία φορά, για 7 ημέρες.
invitations-state = Κατάσταση
invitations-any = Όλες
invitations-show = Εμφάνιση
invitations-by = Από: <a>{ $name }</a>, { $hint }
invitations-open = Ανοιχτή
invitations-used = Έγινε δεκτή
invitations-expired = Έληξε
invitations-revoked = Ανακλήθηκε
invitations-revoke = Ανάκληση
invitations-revoke-which = Ανάκληση: { $email }
invitations-none = Καμία πρόσκληση.
pages-latest = Οι πιο πρόσφατες
pages-earlier = Παλαιότερες

## Υλικά

library-title = Όλα τα υλικά
library-search = Τίτλος ή κάτοχος
library-count = { $count ->
    [one] { $count } υλικό
   *[other] { $count } υλικά
}
library-school = Του σχολείου
library-parts = { $count ->
    [one] { $count } στοιχείο
   *[other] { $count } στοιχεία
}
library-public = δημόσιο
library-live = σε μάθημα σε εξέλιξη
library-hide = Να γίνει ιδιωτικό
library-hide-which = Να γίνει ιδιωτικό: { $title }
library-delete-which = Διαγραφή: { $title }
library-delete-text = Μαζί του διαγράφεται και το περιεχόμενό του. Όσα μαθήματα το χρησιμοποιούν μένουν χωρίς υλικό. Αυτό δεν αναιρείται.
library-delete-it-which = Οριστική διαγραφή: { $title }

## Ρυθμίσεις

settings-title = Ρυθμίσεις
settings-school = Σχολείο
settings-name = Όνομα
settings-name-help = Φαίνεται στην κορυφή κάθε σελίδας, και στα email.
settings-languages = Διαθέσιμες γλώσσες
settings-lessons = Μαθήματα
settings-capacity = Μέγιστος αριθμός μαθητών
settings-capacity-unit = μαθητές, εκτός αν ο εκπαιδευτικός ορίσει κάτι άλλο
settings-highest = Μεγαλύτερος αριθμός που μπορεί να ορίσει ο εκπαιδευτικός
settings-highest-unit = μαθητές
settings-empty = Ένα άδειο μάθημα τελειώνει αυτόματα μετά από
settings-empty-unit = λεπτά
settings-empty-help = 0 σημαίνει ποτέ.
settings-keep-chat = Να κρατιέται η συνομιλία
settings-keep-chat-help = μετά το μάθημα, εκτός αν ο εκπαιδευτικός επιλέξει κάτι άλλο
settings-files = Αρχεία
settings-upload = Μέγιστο μέγεθος αρχείου
settings-upload-unit = MB
settings-quota = Χώρος για κάθε εκπαιδευτικό
settings-quota-unit = MB
settings-keeping = Πόσο κρατιούνται τα δεδομένα
settings-attendance = Παρουσίες
settings-attendance-unit = ημέρες μετά το μάθημα
settings-attendance-help = Αφήστε το κενό, για να κρατιούνται όσο υπάρχει το μάθημα. Τα παλαιότερα διαγράφονται οριστικά μέσα σε λίγα λεπτά.
settings-guests = Ονόματα επισκεπτών
settings-guests-help = Μετά διαγράφονται τα ονόματα, οι συσκευές και οι ώρες τους· 0 σημαίνει μόλις τελειώσει το μάθημα. Κρατιούνται ο αριθμός των επισκεπτών και τα ονόματα σε συνομιλία που κρατά ο εκπαιδευτικός.
settings-audit = Ιστορικό ενεργειών
settings-addresses = Διευθύνσεις IP στο ιστορικό ενεργειών
settings-addresses-help = Μετά διαγράφονται, και οι καταχωρίσεις μένουν.
settings-gone = Τα παλαιότερα διαγράφονται οριστικά μέσα σε λίγα λεπτά.
settings-days = ημέρες
settings-registrations = Ανεπιβεβαίωτοι λογαριασμοί
settings-fixed = Αυτό ορίζεται στη διαμόρφωση του διακομιστή, και αλλάζει μόνο εκεί.
settings-now = Τώρα: { $value }
settings-save = Αποθήκευση ρυθμίσεων

## Το ιστορικό ενεργειών

audit-title = Ιστορικό ενεργειών
audit-text = Ποιος έκανε τι. Οι εγγραφές μόνο προστίθενται, και διαγράφονται όταν περάσει ο χρόνος τους.
audit-person = Άτομο
audit-person-hint = Όνομα χρήστη, διεύθυνση email ή όνομα
audit-deed = Ενέργεια
audit-anything = Όλες
audit-from = Από
audit-until = Έως
audit-show = Εμφάνιση
audit-address = από { $address }
audit-none = Δεν βρέθηκαν εγγραφές.
audit-somebody = Κάποιος
audit-server = Ο διακομιστής
audit-of-person = Ιστορικό ενεργειών: { $name }
audit-wrong-password = λάθος κωδικός πρόσβασης, ή δεν υπάρχει τέτοιος λογαριασμός
audit-everywhere = Σε όλες τις συσκευές
audit-blocked = ο λογαριασμός είναι αποκλεισμένος
audit-unconfirmed = η διεύθυνση email δεν έχει επιβεβαιωθεί ακόμη

# Τι έγινε, για επιλογή.
deed-signed-in = Σύνδεση
deed-sign-in-failed = Αποτυχία σύνδεσης
deed-signed-out = Αποσύνδεση
deed-account-made = Νέος λογαριασμός
deed-profile-changed = Αλλαγή προφίλ
deed-password-changed = Αλλαγή κωδικού πρόσβασης
deed-address-confirmed = Επιβεβαίωση διεύθυνσης
deed-role-changed = Αλλαγή ρόλου
deed-person-blocked = Αποκλεισμός
deed-person-unblocked = Άρση αποκλεισμού
deed-access-reset = Επαναφορά πρόσβασης
deed-person-exported = Εξαγωγή δεδομένων
deed-person-changed = Αλλαγή στοιχείων
deed-person-approved = Έγκριση λογαριασμού
deed-person-erased = Διαγραφή ατόμου
deed-session-created = Νέο μάθημα
deed-session-changed = Αλλαγή μαθήματος
deed-session-started = Έναρξη μαθήματος
deed-session-ended = Τέλος μαθήματος
deed-session-reopened = Μάθημα άνοιξε ξανά
deed-session-deleted = Διαγραφή μαθήματος
deed-session-participant-removed = Απομάκρυνση από μάθημα
deed-experience-created = Δημιουργία υλικού
deed-experience-changed = Αλλαγή υλικού
deed-experience-published = Δημοσίευση υλικού
deed-experience-hidden = Υλικό έγινε ιδιωτικό
deed-experience-deleted = Διαγραφή υλικού
deed-file-brought = Μεταφόρτωση αρχείου
deed-file-deleted = Διαγραφή αρχείου
deed-invitation-sent = Πρόσκληση
deed-invitation-accepted = Αποδοχή πρόσκλησης
deed-invitation-revoked = Ανάκληση πρόσκλησης
deed-group-created = Δημιουργία ομάδας
deed-group-changed = Αλλαγή ομάδας
deed-group-deleted = Διαγραφή ομάδας
deed-link-reset = Αντικατάσταση συνδέσμου
deed-stream-key-issued = Νέο κλειδί μετάδοσης
deed-stream-key-revoked = Διαγραφή κλειδιού μετάδοσης
deed-key-rotated = Αλλαγή μυστικού κλειδιού
deed-setting-changed = Αλλαγή ρύθμισης
deed-mail-retried = Νέα προσπάθεια για email
deed-mail-read = Ανάγνωση email
deed-backed-up = Αντίγραφο ασφαλείας

# Το ίδιο σε μια πρόταση: $by είναι ποιος το έκανε, και $about σε ποιον ή σε τι.
did-signed-in = <a>{ $by }</a>: σύνδεση
did-sign-in-failed = <a>{ $by }</a>: αποτυχία σύνδεσης
did-signed-out = <a>{ $by }</a>: αποσύνδεση
did-account-made = <a>{ $by }</a>: νέος λογαριασμός για <strong>{ $about }</strong>
did-profile-changed = <a>{ $by }</a>: αλλαγή ονόματος ή τηλεφώνου
did-password-changed = <a>{ $by }</a>: αλλαγή κωδικού πρόσβασης
did-address-confirmed = <a>{ $by }</a>: επιβεβαίωση νέας διεύθυνσης email
did-role-changed = <a>{ $by }</a>: αλλαγή ρόλου για <strong>{ $about }</strong>
did-person-blocked = <a>{ $by }</a>: αποκλεισμός για <strong>{ $about }</strong>
did-person-unblocked = <a>{ $by }</a>: άρση αποκλεισμού για <strong>{ $about }</strong>
did-access-reset = <a>{ $by }</a>: επαναφορά πρόσβασης για <strong>{ $about }</strong>
did-person-exported = <a>{ $by }</a>: εξαγωγή των δεδομένων για <strong>{ $about }</strong>
did-person-changed = <a>{ $by }</a>: αλλαγή ονόματος ή διεύθυνσης για <strong>{ $about }</strong>
did-person-approved = <a>{ $by }</a>: έγκριση λογαριασμού για <strong>{ $about }</strong>
did-person-erased = <a>{ $by }</a>: διαγραφή: <strong>{ $about }</strong>
did-session-created = <a>{ $by }</a>: νέο μάθημα <strong>{ $about }</strong>
did-session-changed = <a>{ $by }</a>: αλλαγή στο μάθημα <strong>{ $about }</strong>
did-session-started = <a>{ $by }</a>: έναρξη του μαθήματος <strong>{ $about }</strong>
did-session-ended = <a>{ $by }</a>: τέλος του μαθήματος <strong>{ $about }</strong>
did-session-reopened = <a>{ $by }</a>: το μάθημα <strong>{ $about }</strong> άνοιξε ξανά
did-session-deleted = <a>{ $by }</a>: διαγραφή του μαθήματος <strong>{ $about }</strong>
did-session-participant-removed = <a>{ $by }</a>: απομάκρυνση από μάθημα: <strong>{ $about }</strong>
did-session-guest-removed = <a>{ $by }</a>: απομάκρυνση επισκέπτη από το μάθημα <strong>{ $about }</strong>
did-experience-created = <a>{ $by }</a>: δημιουργία του υλικού <strong>{ $about }</strong>
did-experience-changed = <a>{ $by }</a>: αλλαγή στο υλικό <strong>{ $about }</strong>
did-experience-published = <a>{ $by }</a>: δημοσίευση του υλικού <strong>{ $about }</strong>
did-experience-hidden = <a>{ $by }</a>: έγινε ιδιωτικό το υλικό <strong>{ $about }</strong>
did-experience-deleted = <a>{ $by }</a>: διαγραφή του υλικού <strong>{ $about }</strong>
did-file-brought = <a>{ $by }</a>: μεταφόρτωση του αρχείου <strong>{ $about }</strong>
did-file-deleted = <a>{ $by }</a>: διαγραφή του αρχείου <strong>{ $about }</strong>
did-invitation-sent = <a>{ $by }</a>: πρόσκληση για <strong>{ $about }</strong>
did-invitation-accepted = <a>{ $by }</a>: αποδοχή της πρόσκλησης προς <strong>{ $about }</strong>
did-invitation-revoked = <a>{ $by }</a>: ανάκληση της πρόσκλησης για <strong>{ $about }</strong>
did-group-created = <a>{ $by }</a>: νέα ομάδα <strong>{ $about }</strong>
did-group-changed = <a>{ $by }</a>: αλλαγή της ομάδας <strong>{ $about }</strong>
did-group-deleted = <a>{ $by }</a>: διαγραφή της ομάδας <strong>{ $about }</strong>
did-link-reset = <a>{ $by }</a>: αντικατάσταση προσωπικού συνδέσμου: <strong>{ $about }</strong>
did-stream-key-issued = <a>{ $by }</a>: νέο κλειδί μετάδοσης για το μάθημα <strong>{ $about }</strong>
did-stream-key-revoked = <a>{ $by }</a>: διαγραφή κλειδιού μετάδοσης του μαθήματος <strong>{ $about }</strong>
did-key-rotated = <a>{ $by }</a>: αλλαγή του μυστικού κλειδιού
did-setting-changed = <a>{ $by }</a>: αλλαγή ρύθμισης: <strong>{ $about }</strong>
did-mail-retried = <a>{ $by }</a>: νέα προσπάθεια για email: <strong>{ $about }</strong>
did-mail-read = <a>{ $by }</a>: ανάγνωση email προς <strong>{ $about }</strong>
did-backed-up = <a>{ $by }</a>: αντίγραφο ασφαλείας <strong>{ $about }</strong>
did-sign-in-failed-as = <a>{ $by }</a>: αποτυχία σύνδεσης ως <strong>{ $about }</strong>
did-account-made-itself = Νέος λογαριασμός: <strong>{ $about }</strong>

# Τι ρυθμίζεται, όπως το λέει μια γραμμή του ιστορικού.
setting-school_name = όνομα του σχολείου
setting-languages = γλώσσες
setting-capacity = μέγιστος αριθμός μαθητών
setting-highest_capacity = μεγαλύτερος αριθμός που ορίζει εκπαιδευτικός
setting-upload_mb = μέγιστο μέγεθος αρχείου, σε MB
setting-quota_mb = χώρος για κάθε εκπαιδευτικό, σε MB
setting-empty_room_minutes = τέλος άδειων μαθημάτων, σε λεπτά
setting-keep_chat = η συνομιλία κρατιέται
setting-attendance_days = παρουσίες, σε ημέρες
setting-guest_days = ονόματα επισκεπτών, σε ημέρες
setting-address_days = διευθύνσεις IP στο ιστορικό ενεργειών, σε ημέρες
setting-audit_days = ιστορικό ενεργειών, σε ημέρες
setting-registration_days = ανεπιβεβαίωτοι λογαριασμοί, σε ημέρες

## Προσθήκη ατόμων

people-add = Προσθήκη ατόμων
people-add-role = Ρόλος
people-add-lines = Άτομα, ένα σε κάθε γραμμή
people-add-help = «Όνομα, διεύθυνση»: ο λογαριασμός δημιουργείται αμέσως, και στέλνεται email για να ορίσουν κωδικό πρόσβασης. Μόνο η διεύθυνση: στέλνεται πρόσκληση.
people-add-do = Προσθήκη
people-line = Γραμμή { $line }:
people-only-waiting = Μόνο όσοι περιμένουν έγκριση
people-unapproved = περιμένει έγκριση
person-waits = Περιμένει την έγκρισή σας: { $name }
person-approve = Έγκριση του λογαριασμού
person-details = Όνομα και διεύθυνση
person-email-help = Στέλνεται email στη νέα διεύθυνση, και αυτή ισχύει μόλις επιβεβαιωθεί.
person-new-email = Η διεύθυνση { $email } δεν έχει επιβεβαιωθεί ακόμη
overview-awaiting = { $count ->
    [one] { $count } λογαριασμός περιμένει έγκριση
   *[other] { $count } λογαριασμοί περιμένουν έγκριση
}

## Ποιος μπορεί να γίνει εκπαιδευτικός

settings-sign-up = Εγγραφή
settings-sign-up-who = Ποιος μπορεί να γίνει εκπαιδευτικός με εγγραφή;
settings-sign-up-invitation = Μόνο όσοι προσκαλούνται ή προστίθενται από τη διαχείριση
settings-sign-up-approval = Όλοι, μετά από έγκριση του λογαριασμού από τη διαχείριση
settings-sign-up-domain = Όλοι με διεύθυνση σε αυτούς τους τομείς email
settings-sign-up-open = Όλοι
settings-domains = Τομείς email
settings-domains-help = Χωρισμένοι με κόμμα.
setting-sign_up = ποιος μπορεί να γίνει εκπαιδευτικός
setting-sign_up_domains = τομείς email των εκπαιδευτικών
audit-awaits-approval = δεν έχει εγκριθεί ακόμη
settings-texts = Οι σελίδες του σχολείου
settings-texts-help = Με σύνδεσμο στο κάτω μέρος κάθε σελίδας. Μπορείτε να χρησιμοποιήσετε Markdown. Ένα κενό κείμενο δεν έχει σελίδα.
setting-help_text = σελίδα βοήθειας
setting-privacy_text = σελίδα απορρήτου
setting-holidays = ημέρες χωρίς μαθήματα
setting-contact_text = σελίδα επικοινωνίας
people-invited = Προσκεκλημένοι που δεν έκαναν ακόμη εγγραφή
people-invited-when = Πρόσκληση: { $hint }
people-invited-all = Όλες οι προσκλήσεις
people-accounts = Λογαριασμοί
overview-next = Τι ακολουθεί
overview-next-text = Προς το παρόν είστε το μόνο άτομο εδώ.
overview-next-invite = Πρόσκληση εκπαιδευτικών
settings-cameras = Κάμερες μαθητών σε νέα μαθήματα
settings-screens = Οθόνες μαθητών σε νέα μαθήματα
settings-showing-nobody = Κανείς
settings-showing-asked = Κατόπιν αιτήματος
settings-showing-everyone = Όλοι
settings-showing-help = Οι κάμερες είναι πάντα κλειστές μέχρι να τις ανοίξει ο κάτοχός τους. Ο εκπαιδευτικός μπορεί να το αλλάξει στο μάθημα.
setting-cameras = κάμερες μαθητών σε νέα μαθήματα
setting-screens = οθόνες μαθητών σε νέα μαθήματα

## Links to sign in

sign-in-link-title = Σύνδεσμος εισόδου
sign-in-link-none = Με έναν τέτοιο σύνδεσμο, ένας εκπαιδευτικός συνδέεται χωρίς κωδικό πρόσβασης.
sign-in-link-since = Υπάρχει από { $date }.
sign-in-link-make = Δημιουργία συνδέσμου
sign-in-link-replace = Αντικατάσταση συνδέσμου
sign-in-link-revoke = Διαγραφή συνδέσμου
sign-in-link-once = Δώστε αυτόν τον σύνδεσμο μόνο στον χρήστη { $name }. Εμφανίζεται μόνο τώρα.
sign-in-link-label = Ο σύνδεσμος
settings-holidays = Ημέρες χωρίς μαθήματα
settings-holidays-name = Χριστούγεννα
settings-holidays-help = Μία γραμμή για κάθε αργία: η ημέρα, ή η πρώτη και η τελευταία, και το όνομά της. Τα μαθήματα που επαναλαμβάνονται δεν ορίζονται αυτές τις ημέρες.
