### Γιατί κάτι δεν έγινε, και τι να κάνει κανείς. Όσα ακούγονται μέσα στο μάθημα βρίσκονται στο lesson.ftl.

refusal-unavailable = Αυτό δεν γίνεται αυτή τη στιγμή. Δοκιμάστε ξανά σε λίγο.
refusal-fault = Κάτι πήγε στραβά από τη δική μας πλευρά. Δοκιμάστε ξανά.

## Προγράμματα που μεταδίδουν

refusal-stream_key_wrong = Αυτό το κλειδί μετάδοσης δεν είναι γι’ αυτό το μάθημα, ή δεν ισχύει πια.
refusal-stream_key_other = Αυτό το κλειδί μετάδοσης ισχύει για κάτι άλλο.
refusal-stream_keys_many = Αυτό το μάθημα έχει όσα κλειδιά μετάδοσης μπορεί να έχει. Διαγράψτε πρώτα ένα.
refusal-stream_key_unknown = Αυτό το κλειδί μετάδοσης δεν υπάρχει.
refusal-stream_kind_bad = Ένα κλειδί μετάδοσης είναι είτε για «publish» είτε για «view».
refusal-stream_unknown = Αυτή η μετάδοση δεν υπάρχει ή έχει τελειώσει.
refusal-offer_unfit = Η προσφορά χρειάζεται ήχο Opus: ένα κανάλι για μετάδοση, έως 64 για ακρόαση.
refusal-accept_unfit = Η απάντηση είναι application/sdp, που το αίτημα δεν δέχεται.
refusal-content_unfit = Η προσφορά είναι application/sdp, και ό,τι την αλλάζει application/trickle-ice-sdpfrag.
refusal-fragment_bad = Αυτό το μέρος της προσφοράς δεν διαβάζεται.
refusal-tag_needed = Πείτε στο If-Match ποια κατάσταση της μετάδοσης εννοείτε.
refusal-tag_stale = Η μετάδοση βρίσκεται πια σε άλλη κατάσταση.

## Σύνδεση

refusal-sign_in_wrong = Αυτό το όνομα χρήστη ή email και αυτός ο κωδικός πρόσβασης δεν ταιριάζουν.
refusal-sign_in_needed = Συνδεθείτε πρώτα.
refusal-unconfirmed = Επιβεβαιώστε πρώτα τη διεύθυνση email σας, με τον σύνδεσμο που σας στείλαμε.
refusal-too_many_sign_ins = Πάρα πολλές προσπάθειες σύνδεσης. Περιμένετε ένα λεπτό και δοκιμάστε ξανά.
refusal-form_stale = Αυτή η φόρμα είναι πολύ παλιά. Δοκιμάστε ξανά.

## Προγραμματισμός

refusal-body_bad = Το αίτημα δεν διαβάζεται.
refusal-body_too_big = Αυτό είναι πολύ μεγάλο.
refusal-page_unknown = Δεν υπάρχει τίποτα σε αυτή τη διεύθυνση.
refusal-method_unknown = Αυτή η διεύθυνση δεν δέχεται τέτοια αιτήματα.
refusal-session_unknown = Αυτό το μάθημα δεν υπάρχει.
refusal-experience_unknown = Αυτή η ενότητα δεν υπάρχει.
refusal-experiences_many = Ένα μάθημα έχει μία ενότητα.
refusal-session_live = Το μάθημα είναι σε εξέλιξη. Τελειώστε το πρώτα.
refusal-title_empty = Γράψτε έναν τίτλο.
refusal-title_too_long = Ένας τίτλος έχει το πολύ 200 χαρακτήρες.
refusal-description_too_long = Μια περιγραφή έχει το πολύ 5.000 χαρακτήρες.
refusal-text_bad = Το κείμενο δεν μπορεί να έχει χαρακτήρες ελέγχου.
refusal-time_bad = Αυτή η ημερομηνία και ώρα δεν υπάρχει σε αυτή τη ζώνη ώρας.
refusal-time_zone_unknown = Αυτή η ζώνη ώρας δεν υπάρχει.
refusal-capacity_bad = Μια αίθουσα χωράει από 1 έως 1.000 μαθητές.
refusal-retention_bad = Η συνομιλία κρατιέται είτε «during session» είτε «keep».

## Περιεχόμενο

refusal-upload_empty = Διαλέξτε ένα αρχείο.
refusal-upload_too_big = Αυτό το αρχείο είναι μεγαλύτερο από όσο επιτρέπει το σχολείο.
refusal-quota_full = Δεν έχετε χώρο γι’ αυτό το αρχείο. Διαγράψτε μερικά που δεν χρειάζεστε πια.
refusal-storage_full = Ο διακομιστής δεν έχει άλλο χώρο για αρχεία. Ενημερώστε τον διαχειριστή σας.
refusal-file_kind_bad = Τα αρχεία μπορεί να είναι εικόνες (JPEG, PNG, WebP, GIF), βίντεο (MP4, WebM) και παρουσιάσεις (PDF).
refusal-picture_bad = Αυτή η εικόνα δεν διαβάζεται. Ίσως είναι χαλασμένη.
refusal-picture_too_large = Αυτή η εικόνα είναι πολύ μεγάλη: μπορεί να έχει έως 50 εκατομμύρια εικονοστοιχεία.
refusal-caption_too_long = Μια λεζάντα ή μια απάντηση έχει το πολύ 500 χαρακτήρες.
refusal-body_empty = Γράψτε κάτι.
refusal-body_too_long = Ένα κείμενο έχει το πολύ 5.000 χαρακτήρες.
refusal-quiz_bad = Ένα κουίζ έχει μία ερώτηση και δύο έως οκτώ απαντήσεις, από τις οποίες μία είναι σωστή.
refusal-content_bad = Περιεχόμενο είναι εικόνες, βίντεο και παρουσιάσεις που έχετε ανεβάσει, κουίζ και κείμενα.
refusal-content_many = Μια ενότητα έχει το πολύ 100 μέρη.
refusal-content_unknown = Αυτό το μέρος της ενότητας δεν υπάρχει.
refusal-experience_live = Ένα μάθημα σε εξέλιξη χρησιμοποιεί αυτή την ενότητα. Τελειώστε πρώτα το μάθημα.

## Λογαριασμοί

refusal-username_bad = Ένα όνομα χρήστη έχει 2 έως 40 λατινικά γράμματα, ψηφία, τελείες, παύλες ή κάτω παύλες.
refusal-email_bad = Αυτή δεν είναι διεύθυνση email.
refusal-identifier_bad = Γράψτε ένα όνομα χρήστη ή μια διεύθυνση email.
refusal-password_too_short = Ο κωδικός πρόσβασης έχει τουλάχιστον 10 χαρακτήρες.
refusal-password_too_long = Ο κωδικός πρόσβασης έχει το πολύ 72 byte (36 ελληνικά γράμματα).
refusal-password_common = Αυτός ο κωδικός πρόσβασης είναι από τους πρώτους που θα μάντευε κανείς. Διαλέξτε άλλον.
refusal-password_wrong = Αυτός δεν είναι ο κωδικός πρόσβασής σας.
refusal-username_taken = Αυτό το όνομα χρήστη υπάρχει ήδη. Διαλέξτε άλλο.
refusal-role_refused = Εγγραφή κάνει κανείς ως εκπαιδευτικός. Τους μαθητές τους προσκαλεί ο εκπαιδευτικός τους.
refusal-link_dead = Αυτός ο σύνδεσμος έχει χρησιμοποιηθεί ή είναι πολύ παλιός. Ζητήστε καινούργιο.
refusal-too_many_mails = Ζητήθηκαν πάρα πολλά email. Περιμένετε λίγα λεπτά και δοκιμάστε ξανά.
refusal-account_exists = Υπάρχει ήδη λογαριασμός με αυτό το όνομα χρήστη ή αυτή τη διεύθυνση email.
refusal-language_unknown = Αυτή η γλώσσα δεν είναι μία από όσες υπάρχουν.

## Φροντίδα για τους χρήστες

refusal-person_unknown = Αυτός ο χρήστης δεν υπάρχει.
refusal-person_blocked = Αυτός ο χρήστης είναι αποκλεισμένος. Άρετε πρώτα τον αποκλεισμό.
refusal-own_account = Αυτό δεν γίνεται στον δικό σας λογαριασμό. Ζητήστε το από άλλον διαχειριστή.
refusal-last_administrator = Αυτός είναι ο τελευταίος διαχειριστής. Ορίστε πρώτα κάποιον άλλο.
refusal-role_unknown = Ο ρόλος είναι administrator, teacher ή student.
refusal-mail_unknown = Αυτό το email δεν περιμένει πια.
refusal-reason_bad = Γράψτε έναν λόγο, με το πολύ 500 χαρακτήρες.
