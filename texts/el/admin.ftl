### Οι σελίδες όσων φροντίζουν το σχολείο.

## Email

mails-title = Email
mails-text = Όσα περιμένουν, και όσα εγκαταλείφθηκαν τον τελευταίο μήνα.
mails-queued = Μπήκε στη σειρά { $hint }
mails-tried = { $count ->
    [one] { $count } προσπάθεια
   *[other] { $count } προσπάθειες
}
mails-next = επόμενη { $hint }
mails-given-up = Εγκαταλείφθηκε
mails-waiting = Περιμένει
mails-again = Νέα προσπάθεια τώρα
mails-again-which = Νέα προσπάθεια τώρα: { $subject }
mails-more = Υπάρχουν κι άλλα, που μπήκαν στη σειρά νωρίτερα.
mails-none = Όλα τα email έχουν σταλεί.
mails-confirm = Επιβεβαίωση διεύθυνσης email
mails-reset = Ορισμός νέου κωδικού πρόσβασης
mails-changed = Ο κωδικός πρόσβασης άλλαξε
mails-invite = Πρόσκληση
mails-sent = Απεσταλμένα
mails-sent-text = Στην εκκίνηση δεν ορίστηκε διακομιστής email, οπότε ό,τι στέλνεται μένει ως αρχείο στον φάκελο δεδομένων: τα χίλια νεότερα, εδώ με τα νεότερα πρώτα.
mails-sent-trial = Αυτό είναι για δοκιμές. Οι σύνδεσμοι σε αυτά τα email δημιουργούν λογαριασμούς και αλλάζουν κωδικούς πρόσβασης για όποιον τους ανοίξει· σημειώνεται ποιος διαβάζει κάποιο εδώ.
mails-sent-none = Δεν έχει σταλεί τίποτα ακόμη.
mails-sent-elsewhere = Όσα στάλθηκαν τα έχει ο διακομιστής email, και δεν φυλάσσονται εδώ.
mails-all = Όλα τα email
mail-from = Από
mail-to = Προς
mail-at = Γράφτηκε
mail-text = Ως κείμενο
mail-html = Ως σελίδα
mail-html-title = Το email ως σελίδα

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
person-since = Εδώ από
person-blocked = Αποκλεισμένος
person-own = Αυτός είναι ο δικός σας λογαριασμός. Άλλος διαχειριστής μπορεί να του αλλάξει ρόλο ή να τον αποκλείσει.
person-role = Ρόλος
person-role-is = Ρόλος για: { $name }
person-role-change = Αλλαγή ρόλου
person-access = Πρόσβαση
person-cannot = Ο λογαριασμός «{ $name }» δεν μπορεί να συνδεθεί ούτε να μπει σε μάθημα.
person-unblock = Άρση αποκλεισμού
person-why = Για ποιον λόγο αποκλείεται
person-block-help = Αποσυνδέεται αμέσως από παντού, και βγαίνει από το μάθημα στο οποίο βρίσκεται.
person-block = Αποκλεισμός
person-reset-text = Αν κάποιος άλλος ξέρει τον κωδικό πρόσβασης: δεν ισχύει πια, ο λογαριασμός αποσυνδέεται από παντού, και του στέλνεται email με σύνδεσμο για καινούργιο.
person-reset = Επαναφορά πρόσβασης
person-reset-do = Αποσύνδεση και αποστολή συνδέσμου
person-held = Τι φυλάσσεται γι’ αυτόν τον χρήστη
person-held-text = Ο καθένας μπορεί να το ζητήσει, και να ζητήσει να διαγραφεί.
person-export = Εξαγωγή
person-erase = Διαγραφή: { $name }
person-erase-text = Ό,τι φυλάσσεται γι’ αυτόν τον χρήστη διαγράφεται, μαζί με τα μαθήματα, τις ενότητες και τα αρχεία του. Αν ένα μάθημά του είναι σε εξέλιξη, τελειώνει. Από τα μαθήματα άλλων αφαιρείται το όνομά του. Αυτό δεν αναιρείται.
person-erase-do = Οριστική διαγραφή

## Το σχολείο με μια ματιά

overview-tab = Επισκόπηση
overview-present = { $count ->
    [one] { $count } άτομο σε μαθήματα
   *[other] { $count } άτομα σε μαθήματα
}
overview-none-live = Κανένα μάθημα αυτή τη στιγμή
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
overview-mails-given-up = εγκαταλείφθηκαν: { $count }
overview-mails-none = Έχουν σταλεί όλα
overview-disk = Δίσκος
overview-disk-free = ελεύθερα από { $all } · αρχεία { $files }, βάση δεδομένων { $database }
overview-disk-used = αρχεία, και βάση δεδομένων { $database }
overview-backup = Τελευταίο αντίγραφο ασφαλείας
overview-backup-none = Κανένα ακόμη
overview-backup-soon = Ο διακομιστής θα φτιάξει σύντομα ένα.
overview-backup-say = Ορίστε στην εκκίνηση του διακομιστή πού θα βρίσκονται: { $variable }

## Μαθήματα σε εξέλιξη

live-title = Σε εξέλιξη τώρα
live-again = Νέα ματιά
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
live-peers-how = { $count } με ήχο: πώς ταξιδεύει στο «{ $title }»
live-programs = Προγράμματα
live-unread = Δεν διαβάστηκαν ακόμη
live-slowest = { $size } από τον πιο αργό
live-unwritten = Δεν γράφτηκαν ακόμη
live-answers = Η αίθουσα απαντά σε
live-answers-in = { $count } ms
live-silent = Η αίθουσα δεν απαντά.
live-end = Τέλος αυτού του μαθήματος
live-end-text = Όλοι μαθαίνουν ότι το μάθημα ολοκληρώθηκε, και ο κωδικός του παύει να ισχύει. Αυτό δεν αναιρείται.
live-end-do = Τέλος για όλους
live-end-which = Τέλος για όλους: { $title }
live-none = Κανένα μάθημα δεν είναι σε εξέλιξη.
sound-of = Ήχος στο «{ $title }»
sound-round = μετ’ επιστροφής σε { $ms } ms
sound-nobody = Κανείς δεν έχει ήχο αυτή τη στιγμή.

## Προσκλήσεις

invitations-title = Προσκλήσεις
invitations-text = Όσες έστειλαν οι εκπαιδευτικοί τον τελευταίο μήνα. Η καθεμία ισχύει μία φορά, για 7 ημέρες.
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
invitations-none = Δεν υπάρχει καμία.
pages-latest = Οι πιο πρόσφατες
pages-earlier = Παλαιότερες

## Ενότητες

library-title = Όλες οι ενότητες
library-search = Τίτλος ή κάτοχος
library-count = { $count ->
    [one] { $count } ενότητα
   *[other] { $count } ενότητες
}
library-school = Του σχολείου
library-parts = { $count ->
    [one] { $count } μέρος
   *[other] { $count } μέρη
}
library-public = δημόσια
library-live = σε μάθημα σε εξέλιξη
library-hide = Να γίνει ιδιωτική
library-hide-which = Να γίνει ιδιωτική: { $title }
library-delete-which = Διαγραφή: { $title }
library-delete-text = Μαζί της διαγράφεται και το περιεχόμενό της. Τα μαθήματα που τη χρησιμοποιούν μένουν χωρίς αυτή. Αυτό δεν αναιρείται.
library-delete-it-which = Οριστική διαγραφή: { $title }

## Ρυθμίσεις

settings-title = Ρυθμίσεις
settings-school = Το σχολείο
settings-name = Όνομα
settings-name-help = Βρίσκεται στην κορυφή κάθε σελίδας, και στα email.
settings-languages = Γλώσσες για επιλογή
settings-lessons = Μαθήματα
settings-capacity = Ένα μάθημα χωράει
settings-capacity-unit = μαθητές, εκτός αν ο εκπαιδευτικός ορίσει κάτι άλλο
settings-highest = Και το πολύ
settings-highest-unit = μαθητές
settings-empty = Ένα άδειο μάθημα τελειώνει μόνο του μετά από
settings-empty-unit = λεπτά
settings-empty-help = 0 σημαίνει ποτέ.
settings-keep-chat = Η συνομιλία κρατιέται
settings-keep-chat-help = μετά το μάθημα, εκτός αν ο εκπαιδευτικός ορίσει κάτι άλλο
settings-files = Αρχεία
settings-upload = Το μεγαλύτερο αρχείο
settings-upload-unit = MB
settings-quota = Όλα τα αρχεία ενός εκπαιδευτικού
settings-quota-unit = MB μαζί
settings-keeping = Πόσο κρατιούνται τα στοιχεία
settings-attendance = Ποιοι ήταν σε ένα μάθημα
settings-attendance-unit = ημέρες μετά από αυτό
settings-attendance-help = Κενό: όσο δεν διαγράφεται το μάθημα. Ό,τι είναι παλαιότερο διαγράφεται οριστικά, μέσα σε λίγα λεπτά.
settings-guests = Τα ονόματα των επισκεπτών
settings-guests-help = Ύστερα είναι ανώνυμοι, εκτός αν ο εκπαιδευτικός κρατά όσα έγραψαν. Το πόσοι ήταν παραμένει γνωστό.
settings-audit = Το ιστορικό ενεργειών
settings-gone = Ό,τι είναι παλαιότερο διαγράφεται οριστικά, μέσα σε λίγα λεπτά.
settings-days = ημέρες
settings-registrations = Λογαριασμοί που δεν επιβεβαιώνονται
settings-fixed = Ορίστηκε εκεί όπου ξεκινά ο διακομιστής, και μόνο εκεί αλλάζει.
settings-now = Τώρα: { $value }
settings-save = Αποθήκευση ρυθμίσεων

## Το ιστορικό ενεργειών

audit-title = Ιστορικό ενεργειών
audit-text = Ποιος έκανε τι. Γραμμές μόνο προστίθενται, και φεύγουν μόνες τους όταν περάσει ο χρόνος τους.
audit-person = Άτομο
audit-person-hint = Όνομα χρήστη, διεύθυνση email ή όνομα
audit-deed = Τι έγινε
audit-anything = Οτιδήποτε
audit-from = Από
audit-until = Έως
audit-show = Εμφάνιση
audit-address = από { $address }
audit-none = Δεν υπάρχει τέτοια γραμμή.
audit-somebody = Κάποιος
audit-server = Ο διακομιστής
audit-of-person = Τι λέει το ιστορικό για: { $name }
audit-wrong-password = λάθος κωδικός πρόσβασης, ή δεν υπάρχει τέτοιος λογαριασμός
audit-blocked = ο λογαριασμός είναι αποκλεισμένος
audit-unconfirmed = η διεύθυνση email δεν έχει επιβεβαιωθεί ακόμη

# Τι έγινε, για επιλογή.
deed-signed-in = Σύνδεση
deed-sign-in-failed = Αποτυχία σύνδεσης
deed-account-made = Νέος λογαριασμός
deed-profile-changed = Αλλαγή προφίλ
deed-password-changed = Αλλαγή κωδικού πρόσβασης
deed-role-changed = Αλλαγή ρόλου
deed-person-blocked = Αποκλεισμός
deed-person-unblocked = Άρση αποκλεισμού
deed-access-reset = Επαναφορά πρόσβασης
deed-person-exported = Εξαγωγή δεδομένων
deed-person-erased = Διαγραφή ατόμου
deed-session-created = Νέο μάθημα
deed-session-changed = Αλλαγή μαθήματος
deed-session-started = Έναρξη μαθήματος
deed-session-ended = Τέλος μαθήματος
deed-session-deleted = Διαγραφή μαθήματος
deed-experience-created = Δημιουργία ενότητας
deed-experience-changed = Αλλαγή ενότητας
deed-experience-published = Δημοσίευση ενότητας
deed-experience-hidden = Ενότητα έγινε ιδιωτική
deed-experience-deleted = Διαγραφή ενότητας
deed-file-brought = Μεταφόρτωση αρχείου
deed-file-deleted = Διαγραφή αρχείου
deed-invitation-sent = Πρόσκληση
deed-invitation-accepted = Αποδοχή πρόσκλησης
deed-invitation-revoked = Ανάκληση πρόσκλησης
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
did-account-made = <a>{ $by }</a>: νέος λογαριασμός για <strong>{ $about }</strong>
did-profile-changed = <a>{ $by }</a>: αλλαγή ονόματος ή τηλεφώνου
did-password-changed = <a>{ $by }</a>: αλλαγή κωδικού πρόσβασης
did-role-changed = <a>{ $by }</a>: αλλαγή ρόλου για <strong>{ $about }</strong>
did-person-blocked = <a>{ $by }</a>: αποκλεισμός για <strong>{ $about }</strong>
did-person-unblocked = <a>{ $by }</a>: άρση αποκλεισμού για <strong>{ $about }</strong>
did-access-reset = <a>{ $by }</a>: επαναφορά πρόσβασης για <strong>{ $about }</strong>
did-person-exported = <a>{ $by }</a>: εξαγωγή όσων φυλάσσονται για <strong>{ $about }</strong>
did-person-erased = <a>{ $by }</a>: διαγραφή: <strong>{ $about }</strong>
did-session-created = <a>{ $by }</a>: νέο μάθημα <strong>{ $about }</strong>
did-session-changed = <a>{ $by }</a>: αλλαγή στο μάθημα <strong>{ $about }</strong>
did-session-started = <a>{ $by }</a>: έναρξη του μαθήματος <strong>{ $about }</strong>
did-session-ended = <a>{ $by }</a>: τέλος του μαθήματος <strong>{ $about }</strong>
did-session-deleted = <a>{ $by }</a>: διαγραφή του μαθήματος <strong>{ $about }</strong>
did-experience-created = <a>{ $by }</a>: δημιουργία της ενότητας <strong>{ $about }</strong>
did-experience-changed = <a>{ $by }</a>: αλλαγή στην ενότητα <strong>{ $about }</strong>
did-experience-published = <a>{ $by }</a>: δημοσίευση της ενότητας <strong>{ $about }</strong>
did-experience-hidden = <a>{ $by }</a>: έγινε ιδιωτική η ενότητα <strong>{ $about }</strong>
did-experience-deleted = <a>{ $by }</a>: διαγραφή της ενότητας <strong>{ $about }</strong>
did-file-brought = <a>{ $by }</a>: μεταφόρτωση του αρχείου <strong>{ $about }</strong>
did-file-deleted = <a>{ $by }</a>: διαγραφή του αρχείου <strong>{ $about }</strong>
did-invitation-sent = <a>{ $by }</a>: πρόσκληση για <strong>{ $about }</strong>
did-invitation-accepted = <a>{ $by }</a>: αποδοχή της πρόσκλησης προς <strong>{ $about }</strong>
did-invitation-revoked = <a>{ $by }</a>: ανάκληση της πρόσκλησης για <strong>{ $about }</strong>
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
setting-capacity = συνηθισμένη αίθουσα, σε μαθητές
setting-highest_capacity = μεγαλύτερη αίθουσα, σε μαθητές
setting-upload_mb = μεγαλύτερο αρχείο, σε MB
setting-quota_mb = αρχεία ενός εκπαιδευτικού, σε MB
setting-empty_room_minutes = τέλος άδειων μαθημάτων, σε λεπτά
setting-keep_chat = η συνομιλία κρατιέται
setting-attendance_days = ποιοι ήταν σε ένα μάθημα, σε ημέρες
setting-guest_days = ονόματα επισκεπτών, σε ημέρες
setting-audit_days = ιστορικό ενεργειών, σε ημέρες
setting-registration_days = ανεπιβεβαίωτοι λογαριασμοί, σε ημέρες
