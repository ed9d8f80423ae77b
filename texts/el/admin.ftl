### Οι σελίδες όσων φροντίζουν το σχολείο.

## Email

mails-title = Email
mails-text = Όσα περιμένουν, και όσα εγκαταλείφθηκαν τον τελευταίο μήνα. Όσα στάλθηκαν δεν κρατιούνται.
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
mails-none = Όλα τα email έχουν σταλεί.
mails-confirm = Επιβεβαίωση διεύθυνσης email
mails-reset = Ορισμός νέου κωδικού πρόσβασης
mails-changed = Ο κωδικός πρόσβασης άλλαξε
mails-invite = Πρόσκληση

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
person-held = Τι φυλάσσεται γι’ αυτόν τον χρήστη
person-held-text = Ο καθένας μπορεί να το ζητήσει, και να ζητήσει να διαγραφεί.
person-export = Εξαγωγή
person-erase = Διαγραφή: { $name }
person-erase-text = Ό,τι φυλάσσεται γι’ αυτόν τον χρήστη διαγράφεται, μαζί με τα μαθήματα, τις ενότητες και τα αρχεία του. Αν ένα μάθημά του είναι σε εξέλιξη, τελειώνει. Από τα μαθήματα άλλων αφαιρείται το όνομά του. Αυτό δεν αναιρείται.
person-erase-do = Οριστική διαγραφή
