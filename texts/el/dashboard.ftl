### Τα μαθήματα, οι ενότητες και οι μαθητές ενός εκπαιδευτικού.

## Ο κατάλογος των μαθημάτων

lessons-title = Μαθήματα
lessons-plan = Νέο μάθημα
lessons-none = Κανένα μάθημα ακόμη
lessons-none-text = Προγραμματίστε το πρώτο: δώστε του τίτλο και ώρα, και παίρνετε έναν κωδικό με τον οποίο μπαίνουν οι μαθητές σας.
lessons-plan-first = Προγραμματίστε το πρώτο μάθημα
lessons-live = Σε εξέλιξη
lessons-started = Ξεκίνησε { $hint }
lessons-code = κωδικός
lessons-go = Στην αίθουσα
lessons-planned = Προγραμματισμένα
lessons-nothing-planned = Δεν υπάρχει τίποτα προγραμματισμένο. <a>Νέο μάθημα</a>
lessons-ended = Ολοκληρωμένα
lessons-times = Οι ώρες είναι της ζώνης { $zone }.
lesson-late = θα ξεκινούσε { $hint }
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
lesson-waiting-off = όχι: οι μαθητές μπαίνουν μόνοι τους
lesson-chat = Συνομιλία
lesson-chat-kept = κρατιέται
lesson-chat-not = διαγράφεται στο τέλος
lesson-results = Αποτελέσματα κουίζ
lesson-results-kept = κρατιούνται για κάθε μαθητή σας
lesson-results-not = ξεχνιούνται στο τέλος
lesson-series-change = Αλλαγή σειράς
lesson-series-add = Προσθήκη σε σειρά
lesson-room-for = Χωράει
lesson-students = { $count ->
    [one] { $count } μαθητή
   *[other] { $count } μαθητές
}
lesson-experience = Ενότητα
lesson-the = Το μάθημα
lesson-end = Τέλος μαθήματος
lesson-end-text = Ενημερώνονται όλοι και βγαίνουν από την αίθουσα, και ο κωδικός παύει να ισχύει.
lesson-end-chat = Η συνομιλία διαγράφεται.
lesson-end-do = Τέλος για όλους
lesson-start = Έναρξη μαθήματος
lesson-look = Μια ματιά στην αίθουσα
lesson-delete = Διαγραφή μαθήματος
lesson-delete-ended = Μαζί του διαγράφεται ο κατάλογος όσων ήταν εκεί, και το πώς τα πήγαν οι μαθητές σας. Αυτό δεν αναιρείται.
lesson-delete-planned = Ο κωδικός του παύει να ισχύει. Αυτό δεν αναιρείται.
lesson-description = Περιγραφή
lesson-there-now = Ποιοι είναι εκεί
lesson-there-table = Πίνακας με όσους ήταν εκεί
lesson-name = Όνομα
lesson-came = Ήρθε
lesson-left = Έφυγε
lesson-in-all = Συνολικά
lesson-tag-teacher = εκπαιδευτικός
lesson-tag-guest = επισκέπτης
lesson-still-there = ακόμη εκεί
lesson-visits = { $count ->
    [one] σε { $count } επίσκεψη
   *[other] σε { $count } επισκέψεις
}
lesson-nobody-yet = Δεν έχει μπει κανείς ακόμη. Δώστε στους μαθητές σας τον κωδικό ή τον σύνδεσμο.
lesson-nobody = Δεν μπήκε κανείς.
lesson-invite = Καλέστε τους μαθητές σας
lesson-invite-go = Στη σελίδα <strong>{ $page }</strong> γράφουν
lesson-invite-code = Κωδικός: { $code }
lesson-qr = Κωδικός QR του συνδέσμου για το μάθημα
lesson-invite-link = ή δώστε τους τον σύνδεσμο

## Προγραμματισμός

plan-change-title = Αλλαγή μαθήματος
plan-change = Αλλαγή μαθήματος
plan-title = Τίτλος
plan-description-help = Τη βλέπουν οι μαθητές όσο περιμένουν.
plan-when = Πότε
plan-date = Ημερομηνία
plan-time = Ώρα
plan-zone = Ζώνη ώρας
plan-live = Το μάθημα είναι σε εξέλιξη, γι’ αυτό η ώρα του μένει όπως είναι.
plan-no-experience = Καμία
plan-public = Δημόσιες
plan-experience-help = Το υλικό στο οποίο βασίζεται το μάθημα. <a>Δείτε ή προσθέστε ενότητες</a>
plan-who = Ποιοι μπαίνουν, και πώς
plan-guests = Μπαίνουν και επισκέπτες
plan-guests-help = με τον κωδικό και ένα όνομα, χωρίς λογαριασμό
plan-waiting-help = βάζετε εσείς τους μαθητές μέσα, έναν έναν ή όλους μαζί
plan-keep = Να κρατηθεί η συνομιλία
plan-keep-help = και τι απάντησε ο καθένας στα κουίζ· αλλιώς διαγράφονται και τα δύο όταν τελειώσει το μάθημα
plan-results = Να κρατηθούν τα αποτελέσματα των κουίζ
plan-results-help = πόσες σωστές απαντήσεις είχε κάθε μαθητής σας με λογαριασμό· αλλιώς ξεχνιέται όταν τελειώσει το μάθημα
plan-series-help = Τα μαθήματα μιας σειράς πάνε μαζί: βλέπετε πώς τα πάει κάθε μαθητής σε όλα.
plan-students = μαθητές
plan-do = Προγραμματισμός μαθήματος

## Προγράμματα που μεταδίδουν

streams-title = Προγράμματα που μεταδίδουν
streams-text = Ένα πρόγραμμα όπως το OBS μπορεί να μιλάει σε αυτό το μάθημα, και προγράμματα αναπαραγωγής να το ακούν. Δώστε στο καθένα δικό του κλειδί: τα κλειδιά λήγουν μαζί με το μάθημα.
streams-speaks = μιλάει
streams-listens = ακούει
streams-delete = Διαγραφή του κλειδιού «{ $name }»
streams-delete-text = Όποιο πρόγραμμα το χρησιμοποιεί αποσυνδέεται αμέσως.
streams-add = Νέο κλειδί μετάδοσης
streams-name = Όνομα
streams-name-help = Με αυτό το όνομα φαίνεται στο μάθημα όποιο μιλάει.
streams-program = Το πρόγραμμα
streams-listens-many = (WHEP), και πολλά μαζί
streams-make = Δημιουργία κλειδιού
streams-whip = Εκεί μιλούν τα προγράμματα (WHIP)
streams-whep = Εκεί ακούν τα προγράμματα (WHEP)
stream-key-title = Κλειδί μετάδοσης
stream-key-of = Το κλειδί «{ $name }»
stream-key-copy = <strong>Αντιγράψτε το τώρα: εμφανίζεται μόνο αυτή τη φορά.</strong> Ισχύει ώσπου να τελειώσει το μάθημα, ή ώσπου να το διαγράψετε.
stream-key-server = Διακομιστής (WHIP)
stream-key-address = Διεύθυνση (WHEP)
stream-key-token = Bearer token
stream-key-key = Κλειδί (bearer token)
stream-key-obs = Στο OBS
stream-key-obs-1 = Ανοίξτε τις Ρυθμίσεις (Settings), και εκεί τη Ροή (Stream).
stream-key-obs-2 = Διαλέξτε την υπηρεσία WHIP.
stream-key-obs-3 = Επικολλήστε το πρώτο στο πεδίο Server και το δεύτερο στο Bearer Token.
stream-key-obs-4 = Ξεκινήστε τη μετάδοση μόλις αρχίσει το μάθημα. Το «{ $name }» βρίσκεται τότε στον κατάλογο των ατόμων, όπου μπορείτε να το βάλετε σε σίγαση ή να το αφαιρέσετε όπως όλους.
stream-key-obs-note = Μεταδίδεται μόνο ο ήχος, όχι η εικόνα. Δουλεύει με κάθε πρόγραμμα που γνωρίζει το WHIP.
stream-key-player = Σε πρόγραμμα αναπαραγωγής
stream-key-player-text = Δώστε τα σε οποιοδήποτε πρόγραμμα παίζει WHEP. Ακούει ό,τι ακούνε όλοι στο μάθημα, μόλις αυτό αρχίσει. Ένα κλειδί φτάνει για έως εκατό προγράμματα.
stream-key-back = Πίσω στο μάθημα

## Μαθητές

students-title = Μαθητές
students-text = Για τα μαθήματα δεν χρειάζονται λογαριασμοί. Όσοι μαθητές έχουν, μπαίνουν με το δικό τους όνομα και τη δική τους φιγούρα.
students-yours = Οι δικοί σας
students-none = Δεν έχετε κανέναν ακόμη. Προσκαλέστε τον πρώτο με τη φόρμα.
students-invite = Πρόσκληση μαθητή
students-email-help = Στέλνουμε εκεί έναν σύνδεσμο για εγγραφή, που ισχύει μία φορά, για 7 ημέρες.
students-send = Αποστολή πρόσκλησης

students-progress = Πώς τα πάνε

## Πώς τα πάνε οι μαθητές

progress-title = Πρόοδος
progress-text = Οι μαθητές σας στα μαθήματα που έχουν τελειώσει. Επισκέπτες και άλλοι μετριούνται, αλλά κανείς δεν τους παρακολουθεί από μάθημα σε μάθημα.
progress-series = Σειρά
progress-all = Όλα τα μαθήματα
progress-show = Προβολή
progress-download = Λήψη ως πίνακα (CSV)
progress-none = Δεν έχει τελειώσει ακόμη κανένα μάθημα
progress-none-text = Μετά από ένα μάθημα βλέπετε εδώ ποιοι μαθητές σας ήταν εκεί, για πόση ώρα, και πώς τα πήγαν.
progress-no-students = Δεν έχετε ακόμη μαθητές με λογαριασμό. <a>Προσκαλέστε τον πρώτο</a>
progress-none-theirs = Κανένα μάθημα από τότε που είναι μαθητής σας
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
progress-mark-before = { $title }: πριν γίνει μαθητής σας
progress-mark-unknown = { $title }: δεν είναι πια γνωστό
progress-lessons-title = Τα μαθήματα
progress-latest = Τα τελευταία { $count }.
progress-others = { $count ->
    [one] και { $count } επισκέπτης ή άλλος
   *[other] και { $count } επισκέπτες και άλλοι
}
progress-unknown = δεν είναι πια γνωστό
progress-attended = Παρουσίες
progress-lessons = Μαθήματα
progress-minutes = Λεπτά εκεί
progress-right = Σωστές απαντήσεις
progress-answered = Απαντήσεις
progress-asked = Κουίζ που τέθηκαν
student-since = μαθητής σας από: { $date }
student-together = Συνολικά
student-lessons = Μαθήματα
student-of = { $some } από { $all }
student-time = Χρόνος εκεί
student-share = { $share } % του χρόνου
student-right = Σωστές απαντήσεις
student-answered = απάντησε { $count }
student-results-note = Το πώς τα πήγε ένας μαθητής στα κουίζ είναι γνωστό για όσα μαθήματα διαλέξατε να κρατηθεί.
student-by-lesson = Μάθημα προς μάθημα
student-table = Πίνακας των μαθημάτων
student-lesson = Μάθημα
student-there = Παρουσία
student-missed = απουσία
student-before = πριν γίνει μαθητής σας

## Ενότητες

experiences-title = Ενότητες
experiences-text = Ενότητα είναι υλικό που το ετοιμάζετε μία φορά και βασίζετε πάνω του μαθήματα: εικόνες, βίντεο, παρουσιάσεις, κείμενα και κουίζ.
experiences-yours = Οι δικές σας
experiences-none = Δεν έχετε καμία ακόμη. Προσθέστε την πρώτη με τη φόρμα.
experiences-public = Δημόσιες
experiences-tag-public = δημόσια
experiences-first = Οι πρώτες
experiences-further = Οι επόμενες
experiences-more = Υπάρχουν περισσότερες ενότητες από όσες έχει αυτή η λίστα.
experiences-add = Νέα ενότητα
experiences-add-do = Προσθήκη
experience-title = Τίτλος
experience-description = Περιγραφή
experience-public-help = τη χρησιμοποιεί κάθε εκπαιδευτικός και τη βλέπουν όλοι
experience-public = Δημόσια
experience-all = Όλες οι ενότητες
experience-live = Ένα μάθημα σε εξέλιξη χρησιμοποιεί αυτή την ενότητα, γι’ αυτό μένει όπως είναι ώσπου να τελειώσει.
experience-content = Περιεχόμενο
experience-empty-own = Τίποτα ακόμη. Προσθέστε εικόνες, βίντεο, παρουσιάσεις, κείμενα και κουίζ: στο μάθημα εμφανίζονται στην οθόνη με αυτή τη σειρά.
experience-empty = Δεν έχει τίποτα ακόμη.
experience-about = Στοιχεία
experience-delete = Διαγραφή ενότητας
experience-delete-text = Μαζί της διαγράφεται και το περιεχόμενό της. Όσα μαθήματα θα τη χρησιμοποιούσαν, θα γίνουν χωρίς αυτή. Αυτό δεν αναιρείται.
part-photo = Εικόνα
part-video = Βίντεο
part-presentation = Παρουσίαση
part-text = Κείμενο
part-quiz = Κουίζ
part-up = Μετακίνηση του μέρους { $number } προς τα πάνω
part-down = Μετακίνηση του μέρους { $number } προς τα κάτω
part-gone = Χάνεται οριστικά.
part-pdf = PDF, { $size }
part-pdf-look = Προβολή εδώ
part-pdf-before = Προηγούμενη σελίδα, { $name }
part-pdf-after = Επόμενη σελίδα, { $name }
part-pdf-loading = Φορτώνει …
part-pdf-failed = Αυτή η παρουσίαση δεν μπορεί να εμφανιστεί εδώ. Μπορείτε να την κατεβάσετε.
part-right = σωστό
part-alternative = Τι βλέπει κανείς
part-alternative-help = (διαβάζεται σε όσους δεν βλέπουν)
part-caption = Λεζάντα
part-markdown = (Markdown)
quiz-question = Ερώτηση
quiz-answers = Απαντήσεις
quiz-answers-help = (σημειώστε τη σωστή)
quiz-answer = Απάντηση { $number }
quiz-answer-right = Η απάντηση { $number } είναι η σωστή
files-add = Προσθήκη αρχείων
files-label = Εικόνες, βίντεο, παρουσιάσεις (PDF)
files-limit = Έως { $size } το καθένα.
files-drop = Μπορείτε και να σύρετε αρχεία εδώ, ή να επικολλήσετε μια εικόνα.
files-used = Χρησιμοποιείτε { $used } από { $quota }.
files-uploading = Ανεβαίνει
files-upload = Ανέβασμα
files-some = Τα προηγούμενα αρχεία ανέβηκαν: φορτώστε ξανά τη σελίδα για να τα δείτε.
files-lost = Η σύνδεση χάθηκε. Δοκιμάστε ξανά.
text-add = Προσθήκη κειμένου
text-help = Markdown: # επικεφαλίδα, **έντονα**, *πλάγια*, - κατάλογος.
text-add-do = Προσθήκη κειμένου
quiz-add = Προσθήκη κουίζ
quiz-add-do = Προσθήκη κουίζ
