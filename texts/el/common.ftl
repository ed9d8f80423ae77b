### Ό,τι βρίσκεται σε κάθε σελίδα, και ό,τι λένε πολλές σελίδες.
###
### Γλωσσάρι, για να λέμε παντού τα ίδια πράγματα με τα ίδια λόγια:
###   lesson        μάθημα (live: σε εξέλιξη, planned: προγραμματισμένο, ended: ολοκληρωμένο)
###   code          κωδικός (με αυτόν μπαίνει κανείς στο μάθημα)
###   password      κωδικός πρόσβασης (πάντα ολόκληρο, για να μη συγχέεται με τον κωδικό του μαθήματος)
###   room          αίθουσα· waiting room: αίθουσα αναμονής
###   teacher       εκπαιδευτικός (ο/η)· student: μαθητής, μαθήτρια· guest: επισκέπτης
###   administrator διαχειριστής
###   material      υλικό, υλικά (αυτό που ετοιμάζει κανείς μία φορά για τα μαθήματά του)· item: στοιχείο
###   avatar        φιγούρα
###   chat          συνομιλία· message: μήνυμα
###   screen        οθόνη· microphone: μικρόφωνο· mute: σίγαση
###   sign in       σύνδεση· sign up: εγγραφή· sign out: αποσύνδεση
###   account       λογαριασμός· username: όνομα χρήστη· mail: email
###   stream key    κλειδί μετάδοσης
### Στους ανθρώπους μιλάμε στον πληθυντικό, με απλά λόγια.

## Γύρω από κάθε σελίδα

skip-to-content = Μετάβαση στο περιεχόμενο
nav-main = Κύριο μενού
nav-lessons = Μαθήματα
nav-experiences = Υλικά
nav-groups = Ομάδες
nav-students = Μαθητές
nav-administration = Διαχείριση
nav-people = Χρήστες
nav-mails = Email
nav-join = Συμμετοχή
nav-profile = Προφίλ
sign-in = Σύνδεση
sign-out = Αποσύνδεση
sign-out-hint = Σε αυτή τη συσκευή
sign-up = Εγγραφή
password-show = Εμφάνιση κωδικού
password-hide = Απόκρυψη κωδικού
save = Αποθήκευση
delete = Διαγραφή
delete-it = Οριστική διαγραφή
change = Επεξεργασία
cancel = Άκυρο
copy = Αντιγραφή
back = Πίσω
optional = (προαιρετικό)
copied = Αντιγράφηκε.
copied-not = Επιλέχθηκε. Αντιγράψτε το με το πληκτρολόγιο.

## Όταν κάτι πήγε στραβά

error-not-found = Δεν βρέθηκε
error-not-allowed = Δεν επιτρέπεται
error-fault = Κάτι πήγε στραβά
error-other = Αυτό δεν έγινε
error-home = Στην αρχική σελίδα
error-number = Αν ξανασυμβεί, δώστε στον διαχειριστή σας αυτόν τον αριθμό από το αρχείο καταγραφής:

## Ρόλοι

role-administrator = Διαχειριστής
role-teacher = Εκπαιδευτικός
role-student = Μαθητής

## Άτομα, με τον αριθμό τους

people-count = { $count ->
    [one] { $count } άτομο
   *[other] { $count } άτομα
}
somebody-erased = Διαγραμμένος λογαριασμός

## Ημέρες

date-today = σήμερα
date-tomorrow = αύριο
date-yesterday = χθες
date-this-year = { $weekday } { $day } { $month }
date-full = { $weekday } { $day } { $month } { $year }
weekday-1 = Δευτέρα
weekday-2 = Τρίτη
weekday-3 = Τετάρτη
weekday-4 = Πέμπτη
weekday-5 = Παρασκευή
weekday-6 = Σάββατο
weekday-7 = Κυριακή
month-1 = Ιανουαρίου
month-2 = Φεβρουαρίου
month-3 = Μαρτίου
month-4 = Απριλίου
month-5 = Μαΐου
month-6 = Ιουνίου
month-7 = Ιουλίου
month-8 = Αυγούστου
month-9 = Σεπτεμβρίου
month-10 = Οκτωβρίου
month-11 = Νοεμβρίου
month-12 = Δεκεμβρίου
month-alone-1 = Ιανουάριος
month-alone-2 = Φεβρουάριος
month-alone-3 = Μάρτιος
month-alone-4 = Απρίλιος
month-alone-5 = Μάιος
month-alone-6 = Ιούνιος
month-alone-7 = Ιούλιος
month-alone-8 = Αύγουστος
month-alone-9 = Σεπτέμβριος
month-alone-10 = Οκτώβριος
month-alone-11 = Νοέμβριος
month-alone-12 = Δεκέμβριος
month-short-1 = Ιαν
month-short-2 = Φεβ
month-short-3 = Μαρ
month-short-4 = Απρ
month-short-5 = Μαΐ
month-short-6 = Ιουν
month-short-7 = Ιουλ
month-short-8 = Αυγ
month-short-9 = Σεπ
month-short-10 = Οκτ
month-short-11 = Νοε
month-short-12 = Δεκ

## Πόσο μακριά από τώρα

in-a-moment = σε λίγο
just-now = μόλις τώρα
in-minutes = { $count ->
    [one] σε { $count } λεπτό
   *[other] σε { $count } λεπτά
}
ago-minutes = { $count ->
    [one] πριν από { $count } λεπτό
   *[other] πριν από { $count } λεπτά
}

## Πόσο κράτησε κάτι

lasted-moment = κάτω από 1 λεπτό
lasted-minutes = { $minutes ->
    [one] { $minutes } λεπτό
   *[other] { $minutes } λεπτά
}
lasted-hours = { $hours ->
    [one] { $hours } ώρα
   *[other] { $hours } ώρες
}
lasted-both = { $hours } ώ. { $minutes } λ.

## Πόσο μεγάλο είναι ένα αρχείο

size-bytes = { $count } byte
size-kb = { $count } kB
size-mb = { $count } MB
size-gb = { $count } GB
size-mb-tenths = { $count },{ $tenths } MB

## Τι έγινε, όπως το λέει η επόμενη σελίδα

done-signed-out = Αποσυνδεθήκατε από αυτή τη συσκευή.
done-signed-out-everywhere = Αποσυνδεθήκατε από όλες τις συσκευές σας.
done-device-signed-out = Αποσυνδεθήκατε από εκείνη τη συσκευή.
done-confirmed = Η διεύθυνση email σας επιβεβαιώθηκε. Τώρα μπορείτε να συνδεθείτε.
done-sent-again = Αν έχετε κάνει εγγραφή, στείλαμε ξανά το email.
done-address-corrected = Η διεύθυνση διορθώθηκε. Στείλαμε το email.
done-invited = Η πρόσκληση στάλθηκε.
done-signed-up = Καλώς ήρθατε! Τώρα μπορείτε να συνδεθείτε.
done-invitation-accepted = Μπήκατε στην τάξη του εκπαιδευτικού σας.
done-password-reset = Ο κωδικός πρόσβασης άλλαξε. Τώρα μπορείτε να συνδεθείτε με τον νέο.
done-password-chosen = Ο κωδικός πρόσβασής σας αποθηκεύτηκε και έχετε συνδεθεί.
done-password-changed = Ο κωδικός πρόσβασης άλλαξε. Όλες οι άλλες συσκευές αποσυνδέθηκαν.
done-feed-reset = Η παλιά διεύθυνση δεν ισχύει πια.
done-profile-saved = Το προφίλ αποθηκεύτηκε.
done-avatar-saved = Η φιγούρα αποθηκεύτηκε.
done-planned = Το μάθημα προγραμματίστηκε. Δώστε στους μαθητές σας τον κωδικό ή τον σύνδεσμο.
done-changed = Το μάθημα αποθηκεύτηκε.
done-series-set = Η σειρά αποθηκεύτηκε.
done-deleted = Το μάθημα διαγράφηκε.
done-ended = Το μάθημα ολοκληρώθηκε. Παρακάτω βλέπετε ποιοι ήταν εκεί.
done-reopened = Το μάθημα είναι πάλι σε εξέλιξη, με τον ίδιο κωδικό.
done-key-revoked = Το κλειδί μετάδοσης διαγράφηκε. Όσα προγράμματα το χρησιμοποιούσαν αποσυνδέθηκαν.
done-experience-added = Το υλικό προστέθηκε. Προσθέστε τώρα το περιεχόμενό του. Μπορείτε να το επιλέξετε για ένα μάθημα όποτε θέλετε.
done-experience-saved = Το υλικό αποθηκεύτηκε.
done-experience-deleted = Το υλικό διαγράφηκε.
done-content-added = Προστέθηκε στο τέλος.
done-content-saved = Αποθηκεύτηκε.
done-content-moved = Μετακινήθηκε.
done-content-deleted = Διαγράφηκε.
done-role-changed = Ο ρόλος άλλαξε.
done-person-blocked = Ο λογαριασμός αποκλείστηκε και αποσυνδέθηκε από παντού.
done-person-unblocked = Ο αποκλεισμός έληξε. Ο λογαριασμός μπορεί να συνδεθεί ξανά.
done-access-reset = Ο παλιός κωδικός πρόσβασης δεν ισχύει πια. Στείλαμε email με έναν σύνδεσμο για να οριστεί νέος.
done-people-added = Έγινε, και όλοι θα λάβουν email. Όσοι δεν έχουν όνομα είναι στις Προσκλήσεις, μέχρι να εγγραφούν.
done-person-changed = Τα στοιχεία αποθηκεύτηκαν. Μια νέα διεύθυνση ισχύει μόλις επιβεβαιωθεί.
done-person-approved = Ο λογαριασμός εγκρίθηκε. Θα σταλεί email.
done-address-confirmed = Η νέα διεύθυνσή σας επιβεβαιώθηκε.
done-person-erased = Ο λογαριασμός διαγράφηκε, με όλα τα δεδομένα του.
done-account-erased = Ο λογαριασμός σας διαγράφηκε, με όλα τα δεδομένα σας.
done-mail-hurried = Το email στέλνεται ξανά τώρα.
done-group-made = Η ομάδα είναι έτοιμη. Εκτυπώστε τους συνδέσμους για τους μαθητές της.
done-group-changed = Αποθηκεύτηκε.
done-group-archived = Η ομάδα αρχειοθετήθηκε.
done-group-restored = Η ομάδα επανήλθε.
done-group-deleted = Η ομάδα διαγράφηκε.
done-group-shared = Η ομάδα είναι πλέον κοινή.
done-group-left = Δεν διδάσκετε πια αυτή την ομάδα.
done-students-added = Οι μαθητές μπήκαν στην ομάδα.
done-student-changed = Αποθηκεύτηκε.
done-student-moved = Ο μαθητής είναι στην άλλη ομάδα.
done-student-joined = Ο μαθητής και ο λογαριασμός είναι πλέον ένα.
done-student-removed = Ο μαθητής δεν είναι πια στην ομάδα.
done-link-reset = Ο παλιός σύνδεσμος δεν λειτουργεί πια. Εκτυπώστε τον νέο.
done-link-revoked = Ο σύνδεσμος δεν λειτουργεί πια.
done-first-made = Καλώς ήρθατε! Συνδεθείτε για να διαχειριστείτε το σχολείο σας.
done-lesson-closed = Το μάθημα ολοκληρώθηκε. Ενημερώθηκαν όλοι όσοι ήταν εκεί.
done-invitation-revoked = Η πρόσκληση ανακλήθηκε. Ο σύνδεσμός της δεν ισχύει πια.
done-experience-hidden = Το υλικό είναι πια ιδιωτικό. Το βλέπει μόνο ο κάτοχός του.
done-settings-saved = Οι ρυθμίσεις αποθηκεύτηκαν. Ισχύουν από εδώ και πέρα.

## The page of the API's description

docs-title = API
docs-text = Τι μπορούν να ζητήσουν προγράμματα από αυτόν τον διακομιστή, για ανάγνωση και δοκιμή. Η περιγραφή είναι στα αγγλικά.
docs-script = Αυτή η σελίδα χρειάζεται JavaScript. Μπορείτε να ανοίξετε και <a>την ίδια την περιγραφή</a>.

## Οι σελίδες του σχολείου

school-pages = Για το σχολείο
school-help = Βοήθεια
school-privacy = Απόρρητο
school-contact = Επικοινωνία
