### Ό,τι λέει όλο το μάθημα στον περιηγητή. Τα λόγια κάθε μέρους είναι στο lesson/, με το όνομα του φακέλου του στο client/src.

## Ό,τι λένε πολλά μέρη

you = εσείς
teacher = εκπαιδευτικός
guest = επισκέπτης
student = μαθητής
program = πρόγραμμα
language = Γλώσσα
leave = Έξοδος
cancel-it = Άκυρο
try-again = Δοκιμάστε ξανά
another-look = Αλλαγή φιγούρας
sound = Ήχος
check-sound = Έλεγχος ήχου
connection-lost = χάθηκε η σύνδεση
hand-raised = Σηκωμένο χέρι, με σειρά { $turn }
mute = Σίγαση
screen = Οθόνη

## Πριν από το μάθημα

join-going-in = Μπαίνετε…
waiting-title = Χαιρόμαστε που ήρθατε, { $name }
countdown-days = { $days ->
    [one] { $days } ημέρα
   *[other] { $days } ημέρες
} { $hours } ώ.
countdown-hours = { $hours } ώ. { $minutes } λ.
countdown-minutes = { $minutes } λ. { $seconds } δ.
countdown-seconds = { $seconds } δ.

## Η σύνδεση

link-restarting = Γίνεται επανεκκίνηση του διακομιστή.
link-lost = Η σύνδεση χάθηκε.
link-seat = Η θέση σας κρατιέται.
link-try = Δοκιμή τώρα
link-next = Επόμενη δοκιμή σε { $seconds } δ.
link-trying = Γίνεται δοκιμή…
link-restart-soon = Γίνεται επανεκκίνηση του διακομιστή. Θα επιστρέψετε σε λίγο.
refusal-offline = Είστε εκτός σύνδεσης. Δοκιμάστε ξανά σε λίγο.
refusal-timeout = Ο διακομιστής δεν απάντησε. Δοκιμάστε ξανά.
refusal-cut = Η σύνδεση χάθηκε.

## Η αίθουσα

room-classroom = Αίθουσα
room-live = Σε εξέλιξη
room-since = Χρόνος από την αρχή
room-planned = Δεν άρχισε
room-with = εκπαιδευτικός: { $teacher }
room-you-are = ως <strong>{ $name }</strong>
room-3d = Αίθουσα 3D
room-list = Λίστα
room-code = Κωδικός <strong>{ $code }</strong>
room-invite = Πρόσκληση
room-invite-title = Μπείτε στο μάθημα
room-invite-close = Κλείσιμο της πρόσκλησης
room-invite-go = Ανοίξτε το <strong>{ $page }</strong> και γράψτε
room-invite-code = Κωδικός: { $code }
room-invite-qr = Κωδικός QR με τον σύνδεσμο του μαθήματος
room-invite-link = ή με τον σύνδεσμο
room-invite-copy = Αντιγραφή
room-invite-copied = Αντιγράφηκε.
room-end = Τέλος
room-end-the = μαθήματος
room-end-title = Τέλος μαθήματος για όλους;
room-end-yes = Τέλος μαθήματος
room-end-text = Βγαίνουν όλοι και ο κωδικός παύει να ισχύει. Μπορείτε να ανοίξετε ξανά το μάθημα μέσα σε μία ώρα.
room-end-kept = Συνομιλία και απαντήσεις
room-end-keep = Να κρατηθούν
room-end-keep-help = Θα τις βρείτε στη σελίδα του μαθήματος.
room-end-drop = Να διαγραφούν
room-end-drop-help = Δεν αναιρείται.
room-kept-now = Ο εκπαιδευτικός κρατά τη συνομιλία και τις απαντήσεις του μαθήματος.
room-dropped-now = Η συνομιλία και οι απαντήσεις θα διαγραφούν όταν τελειώσει το μάθημα.
room-leave-title = Έξοδος από το μάθημα;
room-leave-ends = Το μάθημα συνεχίζεται χωρίς εσάς. Για να τελειώσει για όλους, διαλέξτε «Τέλος».
room-leave-text = Μπορείτε να ξαναμπείτε όσο διαρκεί.
room-no-3d = Αυτή η συσκευή δεν μπορεί να δείξει την αίθουσα 3D, γι’ αυτό βλέπετε όλους σε λίστα.
room-slow = Η αίθουσα 3D είναι αργή εδώ.
room-slow-close = Κλείσιμο της υπόδειξης
room-opening = Ανοίγει η αίθουσα…
room-as-list = Εμφάνιση όλων σε λίστα
room-walk = Περπατήστε με τα βελάκια ή με κλικ στο πάτωμα. Σύρετε για να κοιτάξετε γύρω.
room-walk-touch = Αγγίξτε το πάτωμα ή το χειριστήριο για να περπατήσετε. Σύρετε για να κοιτάξετε γύρω.
room-everyone = Όλοι στο μάθημα
room-canvas = Η αίθουσα σε 3D. Περπατήστε με τα βελάκια. Η λίστα δείχνει τα ίδια άτομα.
room-canvas-touch = Η αίθουσα σε 3D. Η λίστα δείχνει τα ίδια άτομα.

## Τα δικά σας κουμπιά

dock = Τα χειριστήριά σας

## Άτομα

way-udp = Απευθείας (UDP)
way-tcp = Απευθείας (TCP)
way-relay = Με αναμετάδοση

## Τι λέει ένας αναγνώστης οθόνης για τα νέα

news-someone = Κάποιος
news-started = Το μάθημα άρχισε.
news-in-classroom = Είστε στην αίθουσα.
news-came = Μπήκε: { $name }.
news-left = Έφυγε: { $name }.
news-removed = Απομακρύνθηκε: { $name }.

## Τι αρνείται ο διακομιστής στο μάθημα

refusal-frame_bad = Ένα μήνυμα πρέπει να είναι JSON με ένα γεγονός και τα δεδομένα του.
refusal-event_unknown = Δεν υπάρχει γεγονός με αυτό το όνομα.
refusal-data_bad = Τα δεδομένα δεν ταιριάζουν στο γεγονός.
refusal-pose_bad = Μια στάση πρέπει να είναι δέκα byte με ένα μοναδιαίο τετραδόνιο.
refusal-subprotocol_unknown = Αυτός ο διακομιστής μιλάει το υποπρωτόκολλο lyceum.v1.
refusal-handshake_bad = Αυτή δεν είναι χειραψία WebSocket.
refusal-too_fast = Πάρα πολλά μαζί. Πιο αργά, παρακαλούμε.
refusal-busy = Ο διακομιστής είναι απασχολημένος. Δοκιμάστε ξανά σε λίγο.
refusal-origin_foreign = Αυτή η σελίδα δεν επιτρέπεται να χρησιμοποιήσει αυτόν τον διακομιστή.
refusal-code_unknown = Δεν υπάρχει μάθημα με αυτόν τον κωδικό. Ελέγξτε τον και δοκιμάστε ξανά.
refusal-too_many_guesses = Πάρα πολλοί λάθος κωδικοί. Περιμένετε ένα λεπτό και δοκιμάστε ξανά.
refusal-lesson_ended = Το μάθημα τελείωσε.
refusal-lesson_elsewhere = Αυτό το μάθημα γίνεται σε άλλον διακομιστή του σχολείου. Ανοίξτε ξανά τον σύνδεσμό του.
refusal-guests_refused = Σε αυτό το μάθημα μπαίνουν μόνο όσοι έχουν λογαριασμό. Συνδεθείτε πρώτα.
refusal-room_full = Η αίθουσα είναι γεμάτη.
refusal-removed = Ο εκπαιδευτικός σας έβγαλε από αυτό το μάθημα.
refusal-turned_away = Ο εκπαιδευτικός δεν σας έβαλε μέσα.
refusal-resume_unknown = Η θέση σας στο μάθημα δεν βρέθηκε. Μπείτε ξανά.
refusal-not_joined = Μπείτε πρώτα στο μάθημα.
refusal-already_joined = Έχετε ήδη μπει.
refusal-waiting = Δεν είστε ακόμη στην αίθουσα. Περιμένετε να σας βάλει μέσα ο εκπαιδευτικός.
refusal-name_empty = Γράψτε το όνομά σας.
refusal-name_too_long = Ένα όνομα μπορεί να έχει το πολύ 40 χαρακτήρες.
refusal-name_bad = Ένα όνομα δεν μπορεί να έχει χαρακτήρες ελέγχου.
refusal-avatar_bad = Αυτή η φιγούρα έχει ένα μέρος που δεν υπάρχει.
refusal-not_allowed = Αυτό δεν σας επιτρέπεται.
refusal-not_live = Το μάθημα δεν έχει αρχίσει ακόμη.
refusal-already_live = Το μάθημα έχει ήδη αρχίσει.
refusal-not_kept = Αυτό δεν αποθηκεύτηκε. Δοκιμάστε ξανά.
refusal-blocked = Αυτός ο λογαριασμός είναι αποκλεισμένος. Απευθυνθείτε στον διαχειριστή σας.
