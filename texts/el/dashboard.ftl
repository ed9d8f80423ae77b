### Τα μαθήματα, τα υλικά και οι μαθητές ενός εκπαιδευτικού.

## Ο κατάλογος των μαθημάτων

lessons-title = Μαθήματα
lessons-plan = Νέο μάθημα
lessons-none = Κανένα μάθημα ακόμη
lessons-none-text = Προγραμματίστε το πρώτο μάθημα: δώστε του τίτλο και ώρα, και πάρτε έναν κωδικό για τους μαθητές σας.
lessons-plan-first = Προγραμματίστε το πρώτο μάθημα
lessons-live = Σε εξέλιξη
lessons-started = Ξεκίνησε { $hint }
lessons-code = κωδικός
lessons-go = Στην αίθουσα
lessons-planned = Προγραμματισμένα
lessons-nothing-planned = Κανένα προγραμματισμένο μάθημα. <a>Νέο μάθημα</a>
lessons-ended = Ολοκληρωμένα
lessons-times = Οι ώρες είναι στη ζώνη ώρας { $zone }.
lesson-late = προγραμματισμένο για { $date }, { $time }
lesson-lasted = κράτησε { $time }
lesson-attendance = Ποιοι ήταν εκεί
lesson-join-code = Κωδικός εισόδου

## Ένα μάθημα

lesson-all = Όλα τα μαθήματα
lesson-state-live = Σε εξέλιξη
lesson-state-planned = Προγραμματισμένο
lesson-state-ended = Ολοκληρωμένο
lesson-started = ξεκίνησε { $hint }
lesson-settings = Ρυθμίσεις
lesson-guests = Επισκέπτες
lesson-guests-may = μπαίνουν με τον κωδικό
lesson-guests-not = δεν μπαίνουν: οι μαθητές συνδέονται
lesson-waiting-room = Αίθουσα αναμονής
lesson-waiting-on = ναι: βάζετε εσείς τους μαθητές μέσα
lesson-waiting-off = όχι: οι μαθητές μπαίνουν απευθείας
lesson-waiting-now = { $count ->
    [one] Περιμένει ένα άτομο
   *[other] Περιμένουν { $count } άτομα
}
lesson-waiting-start = Μπαίνουν αυτόματα μόλις αρχίσετε το μάθημα.
lesson-waiting-start-let = Αρχίστε το μάθημα, και μετά βάλτε τους μέσα.
lesson-waiting-let = Πηγαίνετε στην αίθουσα για να τους βάλετε μέσα.
lesson-chat = Συνομιλία
lesson-keeps = Συνομιλία και απαντήσεις
lesson-keeps-yes = κρατιούνται
lesson-keeps-no = διαγράφονται όταν τελειώσει το μάθημα
lesson-keeps-deleted = διαγράφηκαν
lesson-scores = Βαθμολογία στην πρόοδο
lesson-scores-yes = κρατιέται για τους μαθητές σας με λογαριασμό
lesson-scores-no = δεν κρατιέται
lesson-series-change = Αλλαγή σειράς
lesson-series-add = Προσθήκη σε σειρά
lesson-room-for = Μέγιστος αριθμός μαθητών
lesson-students = { $count ->
    [one] { $count } μαθητής
   *[other] { $count } μαθητές
}
lesson-experience = Υλικό
lesson-the = Μάθημα
lesson-end = Τέλος μαθήματος
lesson-end-text = Βγαίνουν όλοι από την αίθουσα, και ο κωδικός παύει να ισχύει.
lesson-end-keep = Να κρατηθούν
lesson-end-keep-help = θα τις βρείτε σε αυτή τη σελίδα
lesson-end-drop = Να διαγραφούν
lesson-end-drop-help = δεν αναιρείται
lesson-end-do = Τέλος για όλους
lesson-start = Έναρξη μαθήματος
lesson-look = Προεπισκόπηση της αίθουσας
lesson-delete = Διαγραφή μαθήματος
lesson-delete-ended = Μαζί του διαγράφονται οι παρουσίες και τα αποτελέσματα των μαθητών σας. Αυτό δεν αναιρείται.
lesson-delete-planned = Ο κωδικός του παύει να ισχύει. Αυτό δεν αναιρείται.
lesson-description = Περιγραφή
lesson-there-now = Ποιοι είναι εκεί
lesson-there-table = Πίνακας παρουσιών
lesson-name = Όνομα
lesson-came = Μπήκε
lesson-left = Έφυγε
lesson-in-all = Σύνολο
lesson-tag-teacher = εκπαιδευτικός
lesson-tag-guest = επισκέπτης
lesson-still-there = ακόμη εκεί
lesson-visits = { $count ->
    [one] σε { $count } επίσκεψη
   *[other] σε { $count } επισκέψεις
}
lesson-guests-number = Επισκέπτες ({ $count })
lesson-guests-forgotten = Τα ονόματα και οι ώρες τους έχουν διαγραφεί.
lesson-guests-forgotten-kept = Οι ώρες τους έχουν διαγραφεί. Τα ονόματά τους μένουν σε όσα έγραψαν και απάντησαν.
lesson-nobody-yet = Δεν έχει μπει κανείς ακόμη. Δώστε στους μαθητές σας τον κωδικό ή τον σύνδεσμο.
lesson-nobody = Δεν μπήκε κανείς.
lesson-invite = Προσκαλέστε τους μαθητές σας
lesson-invite-go = Στη σελίδα <strong>{ $page }</strong> γράφουν
lesson-invite-code = Κωδικός: { $code }
lesson-qr = Κωδικός QR με τον σύνδεσμο για το μάθημα
lesson-invite-link = ή δώστε τους τον σύνδεσμο

## Προγραμματισμός

plan-change-title = Επεξεργασία μαθήματος
plan-change = Επεξεργασία μαθήματος
plan-title = Τίτλος
plan-description-help = Τη βλέπουν οι μαθητές όσο περιμένουν.
plan-when = Πότε
plan-date = Ημερομηνία
plan-time = Ώρα
plan-zone = Ζώνη ώρας
plan-live = Το μάθημα είναι σε εξέλιξη, γι’ αυτό η ώρα του δεν αλλάζει.
plan-no-experience = Κανένα
plan-public = Δημόσια
plan-experience-help = Το περιεχόμενο του μαθήματος. <a>Δείτε ή προσθέστε υλικά</a>
plan-who = Ποιοι μπαίνουν, και πώς
plan-guests = Μπαίνουν και επισκέπτες
plan-guests-help = με τον κωδικό και ένα όνομα, χωρίς λογαριασμό
plan-waiting-help = βάζετε εσείς τους μαθητές μέσα, έναν έναν ή όλους μαζί
plan-keep = Να κρατηθούν η συνομιλία και οι απαντήσεις
plan-keep-help = τι έγραψε και τι απάντησε ο καθένας στα κουίζ και στις ψηφοφορίες· αλλιώς διαγράφονται όταν τελειώσει το μάθημα
plan-results = Να κρατηθεί η βαθμολογία για την πρόοδο
plan-results-help = πόσες σωστές απαντήσεις είχε κάθε μαθητής με λογαριασμό
plan-series-help = Τα μαθήματα μιας σειράς πάνε μαζί. Βλέπετε την πρόοδο κάθε μαθητή σε όλα.
plan-students = μαθητές
plan-do = Προγραμματισμός μαθήματος

## Προγράμματα που μεταδίδουν

streams-title = Προγράμματα μετάδοσης
streams-text = Ένα πρόγραμμα όπως το OBS μπορεί να μιλάει σε αυτό το μάθημα, και προγράμματα αναπαραγωγής να το ακούν. Δώστε στο καθένα δικό του κλειδί. Τα κλειδιά ισχύουν ώσπου να τελειώσει το μάθημα.
streams-speaks = μιλάει
streams-listens = ακούει
streams-delete = Διαγραφή του κλειδιού «{ $name }»
streams-delete-text = Όποιο πρόγραμμα το χρησιμοποιεί αποσυνδέεται αμέσως.
streams-add = Νέο κλειδί μετάδοσης
streams-name = Όνομα
streams-name-help = Με αυτό το όνομα φαίνεται στο μάθημα ένα πρόγραμμα που μιλάει.
streams-program = Πρόγραμμα
streams-listens-many = (WHEP), και πολλά μαζί
streams-make = Δημιουργία κλειδιού
streams-whip = Διεύθυνση για προγράμματα που μιλούν (WHIP)
streams-whep = Διεύθυνση για προγράμματα που ακούν (WHEP)
stream-key-title = Κλειδί μετάδοσης
stream-key-of = Το κλειδί «{ $name }»
stream-key-copy = <strong>Αντιγράψτε το τώρα. Εμφανίζεται μόνο μία φορά.</strong> Ισχύει ώσπου να τελειώσει το μάθημα ή να το διαγράψετε.
stream-key-server = Διακομιστής (WHIP)
stream-key-address = Διεύθυνση (WHEP)
stream-key-token = Bearer token
stream-key-key = Κλειδί (bearer token)
stream-key-obs = Στο OBS
stream-key-obs-1 = Ανοίξτε τις Ρυθμίσεις (Settings) και μετά τη Ροή (Stream).
stream-key-obs-2 = Διαλέξτε την υπηρεσία WHIP.
stream-key-obs-3 = Επικολλήστε το πρώτο στο πεδίο Server και το δεύτερο στο Bearer Token.
stream-key-obs-4 = Ξεκινήστε τη μετάδοση μόλις αρχίσει το μάθημα. Το «{ $name }» βρίσκεται τότε στη λίστα των ατόμων. Μπορείτε να το βάλετε σε σίγαση ή να το απομακρύνετε όπως όλους.
stream-key-obs-note = Η τάξη ακούει τον ήχο του. Η εικόνα του φαίνεται προς το παρόν μόνο σε προγράμματα αναπαραγωγής. Λειτουργεί με κάθε πρόγραμμα που υποστηρίζει WHIP.
stream-key-player = Σε πρόγραμμα αναπαραγωγής
stream-key-player-text = Δώστε τα σε οποιοδήποτε πρόγραμμα παίζει WHEP. Παίζει ό,τι ακούνε όλοι στο μάθημα, μόλις αυτό αρχίσει. Ένα κλειδί φτάνει για έως 100 προγράμματα.
stream-key-back = Πίσω στο μάθημα

## Μαθητές

students-title = Μαθητές
students-text = Οι μαθητές δεν χρειάζονται λογαριασμό για ένα μάθημα. Όσοι έχουν, μπαίνουν με το δικό τους όνομα και τη δική τους φιγούρα.
students-yours = Οι μαθητές σας
students-none = Κανένας μαθητής ακόμη. Προσκαλέστε τον πρώτο με τη φόρμα.
students-invite = Πρόσκληση μαθητή
students-email-help = Στέλνουμε εκεί έναν σύνδεσμο για εγγραφή, που ισχύει μία φορά, για 7 ημέρες.
students-send = Αποστολή πρόσκλησης

students-progress = Πρόοδος

## Πώς τα πάνε οι μαθητές

progress-title = Πρόοδος
progress-text = Οι μαθητές σας στα μαθήματα που έχουν τελειώσει. Επισκέπτες και άλλοι μετριούνται, αλλά δεν παρακολουθούνται από μάθημα σε μάθημα.
progress-series = Σειρά
progress-all = Όλα τα μαθήματα
progress-show = Προβολή
progress-download = Λήψη ως CSV
progress-none = Δεν έχει τελειώσει ακόμη κανένα μάθημα
progress-none-text = Μετά από ένα μάθημα βλέπετε εδώ ποιοι μαθητές σας ήταν εκεί, για πόση ώρα, και τα αποτελέσματά τους στα κουίζ.
progress-no-students = Κανένας μαθητής με λογαριασμό ακόμη. <a>Προσκαλέστε τον πρώτο</a>
progress-none-theirs = Κανένα μάθημα από τότε που μπήκε στην τάξη σας
progress-of-lessons = { $lessons ->
    [one] { $attended } από { $lessons } μάθημα
   *[other] { $attended } από { $lessons } μαθήματα
}
progress-time = { $time }, { $share } % του χρόνου
progress-score = { $asked ->
    [one] { $correct } από { $asked } απάντηση σωστή
   *[other] { $correct } από { $asked } απαντήσεις σωστές
}
progress-mark-there = { $title }: { $time }
progress-mark-missed = { $title }: απουσία
progress-mark-before = { $title }: πριν μπει στην τάξη σας
progress-mark-unknown = { $title }: δεν κρατιέται πια
progress-lessons-title = Μαθήματα
progress-latest = Τα τελευταία { $count }.
progress-others = { $count ->
    [one] και { $count } επισκέπτης ή άλλος
   *[other] και { $count } επισκέπτες και άλλοι
}
progress-unknown = δεν κρατιέται πια
progress-attended = Παρουσίες
progress-lessons = Μαθήματα
progress-minutes = Λεπτά παρουσίας
progress-right = Σωστές απαντήσεις
progress-answered = Απαντήσεις
progress-asked = Κουίζ που τέθηκαν
student-since = στην τάξη σας από: { $date }
student-together = Σύνολο
student-lessons = Μαθήματα
student-of = { $some } από { $all }
student-time = Χρόνος παρουσίας
student-share = { $share } % του χρόνου
student-right = Σωστές απαντήσεις
student-answered = απάντησε { $count }
student-results-note = Η βαθμολογία φαίνεται για όσα μαθήματα επιλέξατε να κρατηθεί.
student-by-lesson = Ανά μάθημα
student-table = Πίνακας μαθημάτων
student-lesson = Μάθημα
student-there = Παρουσία
student-missed = απουσία
student-before = πριν μπει στην τάξη σας

## Υλικά

experiences-title = Υλικά
experiences-text = Ετοιμάστε ένα υλικό μία φορά και χρησιμοποιήστε το στα μαθήματά σας: εικόνες, βίντεο, παρουσιάσεις, κείμενα και κουίζ.
experiences-yours = Τα υλικά σας
experiences-none = Κανένα υλικό ακόμη. Προσθέστε το πρώτο με τη φόρμα.
experiences-public = Δημόσια
experiences-tag-public = δημόσιο
experiences-first = Πρώτη σελίδα
experiences-further = Επόμενη σελίδα
experiences-more = Υπάρχουν περισσότερα υλικά από όσα δείχνει αυτή η λίστα.
experiences-add = Νέο υλικό
experiences-add-do = Προσθήκη
experience-title = Τίτλος
experience-description = Περιγραφή
experience-public-help = το χρησιμοποιεί κάθε εκπαιδευτικός και το βλέπουν όλοι
experience-public = Δημόσιο
experience-all = Όλα τα υλικά
experience-live = Ένα μάθημα σε εξέλιξη χρησιμοποιεί αυτό το υλικό. Μπορείτε να το αλλάξετε όταν τελειώσει το μάθημα.
experience-content = Περιεχόμενο
experience-empty-own = Κανένα περιεχόμενο ακόμη. Προσθέστε εικόνες, βίντεο, παρουσιάσεις, κείμενα και κουίζ. Το μάθημα τα δείχνει με αυτή τη σειρά.
experience-empty = Κανένα περιεχόμενο ακόμη.
experience-about = Στοιχεία
experience-delete = Διαγραφή υλικού
experience-delete-text = Μαζί του διαγράφεται και το περιεχόμενό του. Όσα μαθήματα το χρησιμοποιούν μένουν χωρίς υλικό. Αυτό δεν αναιρείται.
part-photo = Εικόνα
part-video = Βίντεο
part-presentation = Παρουσίαση
part-text = Κείμενο
part-quiz = Κουίζ
part-up = Μετακίνηση του στοιχείου { $number } προς τα πάνω: { $title }
part-down = Μετακίνηση του στοιχείου { $number } προς τα κάτω: { $title }
part-change = Επεξεργασία: { $title }
part-delete = Διαγραφή: { $title }
part-gone = Αυτό δεν αναιρείται.
part-pdf = PDF, { $size }
part-notes = Οι σημειώσεις μου για αυτή τη σελίδα. Κανείς άλλος δεν τις βλέπει.
part-notes-lost = Οι σημειώσεις σας δεν φορτώθηκαν ή δεν αποθηκεύτηκαν. Ελέγξτε τη σύνδεσή σας.
part-pdf-look = Προβολή εδώ
part-pdf-before = Προηγούμενη σελίδα, { $name }
part-pdf-after = Επόμενη σελίδα, { $name }
part-pdf-loading = Φόρτωση…
part-pdf-password = Αυτό το PDF χρειάζεται κωδικό. Αποθηκεύστε το πρώτα χωρίς κωδικό.
part-pdf-broken = Αυτό το PDF δεν ανοίγει. Μπορεί να έχει καταστραφεί.
part-pdf-long = Αυτό το PDF έχει πάνω από 1.000 σελίδες. Χωρίστε το πρώτα σε μέρη.
part-pdf-lost = Αυτό το PDF δεν φορτώθηκε. Ελέγξτε τη σύνδεσή σας και ανοίξτε το ξανά.
part-pdf-incomplete = Κάτι σε αυτή τη σελίδα δεν μπορεί να εμφανιστεί εδώ. Μπορείτε να κατεβάσετε την παρουσίαση για να το δείτε.
part-right = σωστό
part-alternative = Περιγραφή για τυφλούς μαθητές
part-alternative-help = (τη διαβάζουν οι αναγνώστες οθόνης)
part-caption = Λεζάντα
part-markdown = (Markdown)
quiz-question = Ερώτηση
quiz-answers = Απαντήσεις
quiz-answers-help = (σημειώστε τη σωστή)
quiz-answer = Απάντηση { $number }
quiz-answer-right = Η απάντηση { $number } είναι η σωστή
quiz-right-missing = Επιλέξτε τη σωστή απάντηση.
files-add = Προσθήκη αρχείων
files-label = Εικόνες, βίντεο, παρουσιάσεις (PDF)
files-limit = Έως { $size } το καθένα.
files-drop = Μπορείτε και να σύρετε αρχεία εδώ, ή να επικολλήσετε μια εικόνα.
files-used = Χρησιμοποιούνται { $used } από { $quota }.
files-uploading = Ανεβαίνει
files-upload = Ανέβασμα
files-some = Τα προηγούμενα αρχεία ανέβηκαν: φορτώστε ξανά τη σελίδα για να τα δείτε.
files-lost = Η σύνδεση χάθηκε. Δοκιμάστε ξανά.
text-add = Προσθήκη κειμένου
text-help = Markdown: # επικεφαλίδα, **έντονα**, *πλάγια*, - λίστα.
text-add-do = Προσθήκη κειμένου
quiz-add = Προσθήκη κουίζ
quiz-add-do = Προσθήκη κουίζ
part-poll = Ψηφοφορία
poll-add = Προσθήκη ψηφοφορίας
poll-add-do = Προσθήκη
prepare-kind = Είδος ερώτησης
prepare-kind-yesNo = Ναι ή όχι
prepare-kind-single = Μία επιλογή
prepare-kind-multiple = Πολλές επιλογές
prepare-kind-scale = Κλίμακα
prepare-kind-text = Σύντομο κείμενο
prepare-kind-number = Αριθμός
prepare-kind-order = Σειρά
prepare-choices = Επιλογές
prepare-choices-help = Για επιλογές και σειρές: μία επιλογή σε κάθε γραμμή, δύο έως δέκα. Βάλτε * πριν από τη σωστή, ή πριν από όλες τις γραμμές μιας σωστής σειράς.
prepare-right = Σωστή απάντηση
prepare-right-help = Για ναι ή όχι, κλίμακες, κείμενα και αριθμούς.
prepare-points = Πόντοι
prepare-steps = Μεγαλύτερος αριθμός κλίμακας
prepare-seconds = Χρονικό όριο σε δευτερόλεπτα
prepare-anonymous = Ανώνυμη
prepare-anonymous-help = κανείς δεν βλέπει ποιος ψήφισε τι

## Όσα κρατήθηκαν από ένα μάθημα

kept-find = Αναζήτηση στη συνομιλία και στις απαντήσεις
kept-find-do = Αναζήτηση
kept-answers = Απαντήσεις στα κουίζ
kept-correct = σωστό
kept-chosen = { $count ->
    [one] { $count } απάντηση
   *[other] { $count } απαντήσεις
}
kept-by-person = Απαντήσεις ανά άτομο
kept-polls = Ψηφοφορίες
kept-votes = { $count ->
    [one] { $count } ψήφος
   *[other] { $count } ψήφοι
}
kept-anonymous = ανώνυμη
kept-average = μέσος όρος { $average }
kept-polls-download = Λήψη των ψηφοφοριών (CSV)
kept-poll-yes = Ναι
kept-poll-no = Όχι
kept-poll-points = { $count ->
    [one] { $count } πόντος
   *[other] { $count } πόντοι
}
kept-boards = Λευκοί πίνακες
kept-boards-scripts = Το πρόγραμμα περιήγησης χρειάζεται JavaScript για να τους σχεδιάσει.
kept-board-number = Λευκός πίνακας { $count }
kept-board-page = σελίδα { $count }
kept-board-over-deleted = Σελίδα που διαγράφηκε
kept-board-texts = Τι γράφει
kept-board-as = Λήψη { $format }
kept-board-download = Λήψη { $format }: { $board }
kept-board-failed = Δεν ήταν δυνατή η φόρτωση. Ελέγξτε τη σύνδεσή σας και ανανεώστε τη σελίδα.
kept-hand-ins = Παραδοτέα
kept-hand-ins-download = Λήψη όλων των παραδοτέων (ZIP)
kept-hand-ins-further = { $count ->
    [one] Ακόμη { $count } βρίσκεται στο ZIP.
   *[other] Ακόμη { $count } βρίσκονται στο ZIP.
}
kept-first-people = Τα πρώτα άτομα
kept-further-people = Περισσότερα άτομα
kept-number = Ερώτηση { $number }
kept-deleted = Ερώτηση που διαγράφηκε
kept-none-found = Δεν βρέθηκε τίποτα.
kept-no-answers = Κανείς δεν απάντησε σε κουίζ.
kept-no-messages = Κανείς δεν έγραψε στη συνομιλία.
kept-edited = (επεξεργασμένο)
kept-removed = Αυτό το μήνυμα διαγράφηκε.
kept-first = Πρώτα μηνύματα
kept-further = Επόμενα μηνύματα
kept-chat-download = Λήψη της συνομιλίας (CSV)
kept-answers-download = Λήψη των απαντήσεων (CSV)
kept-time = Ώρα
kept-message = Μήνυμα
kept-question = Ερώτηση
kept-answer = Απάντηση
kept-right = Σωστή
kept-yes = σωστή
kept-no = λάθος

## Μαθήματα χωρίς προγραμματισμό, και η διάρκεια ενός μαθήματος

start-now = Έναρξη τώρα
start-now-title = Μάθημα, { $date }, { $time }
plan-length = Διάρκεια σε λεπτά
plan-length-planned = Διάρκεια
plan-past = Ναι, εννοώ αυτή την ώρα στο παρελθόν
lesson-copy = Αντιγραφή του μαθήματος
lesson-see-answers = Δείτε τις απαντήσεις
lesson-reopen = Άνοιγμα του μαθήματος ξανά
lesson-reopen-text = Τελείωσε κατά λάθος; Μέσα σε μία ώρα μπορεί να συνεχιστεί, με τον ίδιο κωδικό. Όσα διαγράφηκαν στο τέλος του μένουν διαγραμμένα.

## Τα μαθήματα ενός μαθητή

my-lessons = Τα μαθήματά μου
my-lessons-next = Επόμενα
my-lessons-none = Δεν υπάρχει προγραμματισμένο μάθημα. Έχετε κωδικό; <a>Είσοδος σε μάθημα</a>
my-lessons-join = Είσοδος: { $title }
my-lessons-score = { $correct } από { $asked } σωστές

## Πίνακες για λήψη

attendance-download = Λήψη των παρουσιών (CSV)
csv-attendance = παρουσίες
csv-chat = συνομιλία
csv-answers = απαντήσεις
csv-polls = ψηφοφορίες
csv-progress = πρόοδος
csv-visits = Είσοδοι
csv-student = μαθητής

## Groups

groups-title = Ομάδες
groups-text = Μια ομάδα είναι ένα σύνολο μαθητών, όπως «Στ1». Δεν χρειάζονται λογαριασμό: καθένας παίρνει έναν προσωπικό σύνδεσμο.
groups-yours = Οι ομάδες σας
groups-none = Δεν έχετε ακόμα ομάδες.
groups-orphaned = Χωρίς εκπαιδευτικό
groups-orphaned-text = Κανείς δεν διδάσκει πια αυτές τις ομάδες. Ανοίξτε μία για να τη μοιραστείτε με εκπαιδευτικό.
groups-archived = Αρχειοθετημένες ομάδες
groups-students = { $count ->
    [one] { $count } μαθητής
   *[other] { $count } μαθητές
}
groups-new = Νέα ομάδα
groups-name = Όνομα της ομάδας
groups-name-example = Στ1
groups-list = Μαθητές
groups-list-help = Ένας σε κάθε γραμμή. Μπορείτε να επικολλήσετε από υπολογιστικό φύλλο, με email και τηλέφωνο.
groups-table = Ή ένα αρχείο CSV
groups-table-help = Όπως το αποθηκεύει το υπολογιστικό φύλλο. Βλέπετε τη λίστα πριν αποθηκευτεί.
groups-check = Έλεγχος της λίστας
list-title = Έλεγχος της λίστας
list-good = { $count ->
    [one] Ένας μαθητής.
   *[other] { $count } μαθητές.
}
list-doubtful = { $count ->
    [one] Μία γραμμή μοιάζει παράξενη.
   *[other] { $count } γραμμές μοιάζουν παράξενες.
}
list-bad = { $count ->
    [one] Μία γραμμή δεν μπορεί να χρησιμοποιηθεί. Διορθώστε την πρώτα.
   *[other] { $count } γραμμές δεν μπορούν να χρησιμοποιηθούν. Διορθώστε τις πρώτα.
}
list-empty = Η ομάδα δεν έχει ακόμα μαθητές. Μπορείτε να τους προσθέσετε αργότερα.
list-line = Γραμμή
list-reach = Επικοινωνία
list-note = Σημείωση
list-correct = Διόρθωση της λίστας
list-again = Νέος έλεγχος
list-add = { $count ->
    [one] Προσθήκη ενός μαθητή
   *[other] Προσθήκη { $count } μαθητών
}
list-make = Δημιουργία της ομάδας
list-doubt-twice = Το ίδιο όνομα υπάρχει δύο φορές.
list-doubt-known = Είναι ήδη στην ομάδα.
list-doubt-digits = Το όνομα έχει ψηφία.
list-doubt-several = Ίσως είναι πολλά ονόματα.
group-archived = Αρχειοθετημένη
group-start = Έναρξη μαθήματος τώρα
group-lesson-title = { $group }, { $date }, { $time }
group-next = Επόμενο:
group-links = Εκτύπωση συνδέσμων
group-plan = Προγραμματισμός μαθήματος
group-empty = Δεν υπάρχουν ακόμα μαθητές σε αυτή την ομάδα.
group-account = με λογαριασμό
group-phone = Τηλέφωνο
group-move = Μετακίνηση στην ομάδα
group-move-do = Μετακίνηση
group-join = Ο λογαριασμός τους
group-join-help = Όνομα χρήστη ή email ενός μαθητή σας. Όσα παρακολούθησαν μένουν δικά τους.
group-join-do = Σύνδεση
group-reset-help = Αν κάποιος άλλος έχει τον σύνδεσμο: ο παλιός παύει αμέσως να λειτουργεί.
group-reset = Νέος σύνδεσμος
group-remove-help = Ο σύνδεσμός τους παύει να λειτουργεί. Χωρίς λογαριασμό, το όνομά τους σβήνεται και από παλιά μαθήματα.
group-remove = Αφαίρεση από την ομάδα
group-add = Προσθήκη μαθητών
group-share = Εκπαιδευτικοί
group-share-with = Κοινή χρήση με συνάδελφο (όνομα χρήστη ή email)
group-share-do = Κοινή χρήση
group-leave = Αποχώρηση από την ομάδα
group-leave-text = Η ομάδα μένει στους συναδέλφους σας.
group-manage = Διαχείριση
group-rename = Μετονομασία
group-archive = Αρχειοθέτηση
group-archive-text = Οι σύνδεσμοι παύουν να λειτουργούν μέχρι να επαναφέρετε την ομάδα. Τίποτα δεν διαγράφεται.
group-restore = Επαναφορά
group-delete = Διαγραφή της ομάδας
group-delete-text = Οι σύνδεσμοι παύουν να λειτουργούν και τα ονόματα μαθητών χωρίς λογαριασμό διαγράφονται. Τα μαθήματα μένουν.
sheet-title = Σύνδεσμοι για { $group }
sheet-print = Εκτύπωση
sheet-text = Κάθε σύνδεσμος ανήκει σε έναν μαθητή. Οδηγεί στο μάθημα ή εκεί όπου το περιμένει.
sheet-cut = Για κόψιμο
sheet-list = Ως λίστα
sheet-lost = Δεν μπορεί να εμφανιστεί ξανά. Δώστε νέο σύνδεσμο.
group-progress-title = Πρόοδος: { $group }
group-progress-text = Τα μαθήματα αυτής της ομάδας, όλων των εκπαιδευτικών της.
group-progress-none = Τα μαθήματα αυτής της ομάδας εμφανίζονται εδώ αφού ολοκληρωθούν.
group-progress-chart = Πόσοι μαθητές παρακολούθησαν κάθε μάθημα
plan-groups = Για αυτές τις ομάδες
plan-groups-help = Οι μαθητές αυτών των ομάδων μπαίνουν με τον προσωπικό τους σύνδεσμο.
plan-groups-only = Μόνο αυτές οι ομάδες
plan-groups-only-help = Ο κωδικός μόνος του δεν αφήνει κανέναν να μπει.
room-title = Μάθημα
# Μαθήματα που επαναλαμβάνονται
repeat-title = Επανάληψη
repeat-never = Δεν επαναλαμβάνεται
repeat-daily = Κάθε ημέρα
repeat-weekly = Κάθε εβδομάδα
repeat-fortnightly = Κάθε δεύτερη εβδομάδα
repeat-monthly-date = Κάθε μήνα αυτή την ημερομηνία
repeat-monthly-day = Κάθε μήνα αυτή την ημέρα της εβδομάδας
repeat-other = Άλλος ρυθμός
repeat-days = Αυτές τις ημέρες
repeat-ends = Τελειώνει
repeat-until = Στις
repeat-count = Μετά από
repeat-count-unit = μαθήματα
repeat-help = Τα μαθήματα μένουν στην ίδια ώρα όταν αλλάζει η ώρα. Τις αργίες του σχολείου δεν έχει μάθημα.
repeats = Επαναλαμβάνεται
repeats-times = { $how }, { $count } φορές
repeats-until = { $how }, έως { $day }
scope-title = Τι θα αλλάξει
scope-one = Μόνο αυτό το μάθημα
scope-following = Αυτό και τα επόμενα μαθήματα
scope-all = Όλα τα μαθήματα που δεν έχουν αρχίσει
lesson-delete-scope = Τι θα διαγραφεί

# Το ημερολόγιο
calendar-title = Ημερολόγιο
calendar-months = Μήνες
calendar-before = Προηγούμενος μήνας
calendar-after = Επόμενος μήνας
calendar-none = Κανένα μάθημα αυτόν τον μήνα.
calendar-repeats = επαναλαμβάνεται
calendar-overlaps = άλλο μάθημα την ίδια ώρα
calendar-moved = Το μάθημα μετακινήθηκε.
calendar-failed = Το μάθημα δεν μπόρεσε να μετακινηθεί.
calendar-lost = Δεν υπάρχει σύνδεση με τον διακομιστή. Δοκιμάστε ξανά.
calendar-scope-title = Αυτό το μάθημα επαναλαμβάνεται. Ποια μαθήματα μετακινούνται;
calendar-keys = Σύρετε ένα μάθημα για να το μετακινήσετε ή πατήστε Shift και τα βελάκια.
lesson-overlaps = Έχετε και άλλο μάθημα αυτή την ώρα:
