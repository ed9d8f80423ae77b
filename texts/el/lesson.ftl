### Το μάθημα στον περιηγητή, που φορτώνει μόνο αυτό το αρχείο: μία γλώσσα, και καμία άλλη.

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
another-look = Άλλη όψη
sound = Ήχος
check-sound = Έλεγχος ήχου
connection-lost = χάθηκε η σύνδεση
hand-raised = Σηκωμένο χέρι, με σειρά { $turn }
mute = Σίγαση
screen = Οθόνη

## Πριν από το μάθημα

board-with = με: <strong>{ $teacher }</strong>
join-going-in = Μπαίνετε…
join-come-in = Περάστε
join-avatar = Η φιγούρα σας
join-new-avatar = Νέα φιγούρα, αριθμός { $number }
join-name = Το όνομά σας
join-name-help = Το βλέπουν όλοι στο μάθημα.
join-the-lesson = Είσοδος στο μάθημα
join-account = Έχετε λογαριασμό; <a>Συνδεθείτε</a>, και το όνομα και η φιγούρα σας έρχονται μαζί.
waiting-starts-in = αρχίζει σε <strong>{ $left }</strong>
waiting-any-moment = Από στιγμή σε στιγμή
waiting-live-title = Μια στιγμή
waiting-title = Χαιρόμαστε που ήρθατε, { $name }
waiting-live = Το μάθημα άρχισε. Ο εκπαιδευτικός ({ $teacher }) βλέπει ότι είστε εδώ και θα σας βάλει μέσα.
waiting-text = Θα μπείτε αυτόματα μόλις ο εκπαιδευτικός ({ $teacher }) αρχίσει το μάθημα. Μπορείτε να αφήσετε αυτή τη σελίδα ανοιχτή.
countdown-days = { $days ->
    [one] { $days } ημέρα
   *[other] { $days } ημέρες
} { $hours } ώ.
countdown-hours = { $hours } ώ. { $minutes } λ.
countdown-minutes = { $minutes } λ. { $seconds } δ.
countdown-seconds = { $seconds } δ.

## Όταν τελειώσει

over-ended = Το μάθημα τελείωσε
over-ended-text = Ευχαριστούμε που ήσασταν εδώ. Μπορείτε να κλείσετε αυτή τη σελίδα.
over-removed = Δεν είστε πια σε αυτό το μάθημα
over-removed-text = Ο εκπαιδευτικός σας έβγαλε. Αν έγινε κατά λάθος, ζητήστε του να σας βάλει ξανά.
over-replaced = Μπήκατε από αλλού
over-replaced-text = Το μάθημα είναι ανοιχτό σε άλλο παράθυρο ή σε άλλη συσκευή, και μία θέση είναι αρκετή.
over-replaced-again = Συνέχεια εδώ
over-left = Βγήκατε από το μάθημα
over-left-text = Όσο διαρκεί, μπορείτε να ξαναμπείτε.
over-come-back = Είσοδος ξανά
over-room_full = Η αίθουσα είναι γεμάτη
over-room_full-text = Δεν υπάρχει ελεύθερη θέση αυτή τη στιγμή. Όταν φύγει κάποιος, μπορείτε να μπείτε.
over-guests_refused = Συνδεθείτε πρώτα
over-guests_refused-text = Αυτό το μάθημα είναι για όσους έχουν λογαριασμό.
over-sign-in = Σύνδεση
over-blocked = Ο λογαριασμός σας έχει αποκλειστεί
over-blocked-text = Δεν μπορείτε να μπείτε. Αν έγινε κατά λάθος, απευθυνθείτε στον διαχειριστή σας.
over-code_unknown = Δεν υπάρχει τέτοιο μάθημα
over-code_unknown-text = Ίσως ο κωδικός γράφτηκε λάθος, ή το μάθημα έχει τελειώσει.
over-too_many_guesses = Περιμένετε ένα λεπτό
over-too_many_guesses-text = Δόθηκαν πάρα πολλοί λάθος κωδικοί. Περιμένετε ένα λεπτό και δοκιμάστε ξανά.
over-join_timeout = Άργησε πολύ
over-join_timeout-text = Ο διακομιστής δεν άκουσε τίποτα από αυτή τη σελίδα.
over-abusive = Η σύνδεση έκλεισε
over-abusive-text = Αυτή η σελίδα έστειλε πάρα πολλά μαζί.
over-other = Δεν είστε στο μάθημα
over-to-page = Στη σελίδα του μαθήματος
over-another = Είσοδος σε άλλο μάθημα

## Η σύνδεση

link-restarting = Ο διακομιστής ξεκινά πάλι.
link-lost = Η σύνδεση χάθηκε.
link-seat = Η θέση σας κρατιέται.
link-try = Δοκιμή τώρα
link-next = Επόμενη δοκιμή σε { $seconds } δ.
link-trying = Γίνεται δοκιμή…
link-restart-soon = Ο διακομιστής ξεκινά πάλι. Θα επιστρέψετε σε λίγο.
refusal-offline = Δεν είστε συνδεδεμένοι αυτή τη στιγμή. Δοκιμάστε ξανά σε λίγο.
refusal-timeout = Ο διακομιστής δεν απάντησε. Δοκιμάστε ξανά.
refusal-cut = Η σύνδεση χάθηκε.

## Η αίθουσα

room-classroom = Αίθουσα
room-not-started = Το μάθημα δεν έχει αρχίσει.
room-waiting = { $count ->
    [0] Δεν περιμένει κανείς ακόμη.
    [one] Ένα άτομο περιμένει.
   *[other] { $count } άτομα περιμένουν.
}
room-start = Έναρξη μαθήματος
room-live = Σε εξέλιξη
room-planned = Δεν άρχισε
room-with = με: { $teacher }
room-you-are = είστε: <strong>{ $name }</strong>
room-3d = Αίθουσα 3D
room-list = Κατάλογος
room-link-copied = Ο σύνδεσμος εισόδου αντιγράφηκε.
room-link = Ο σύνδεσμος εισόδου: { $link }
room-copy-link = Αντιγραφή συνδέσμου εισόδου
room-code = Κωδικός <strong>{ $code }</strong>
room-end = Τέλος
room-end-the = μαθήματος
room-end-title = Τέλος μαθήματος για όλους;
room-end-yes = Τέλος μαθήματος
room-end-text = Βγαίνουν όλοι και ο κωδικός παύει να ισχύει. Αυτό δεν αναιρείται.
room-leave-title = Έξοδος από το μάθημα;
room-leave-ends = Το μάθημα συνεχίζεται χωρίς εσάς. Για να τελειώσει για όλους, διαλέξτε «Τέλος».
room-leave-text = Μπορείτε να ξαναμπείτε όσο διαρκεί.
room-no-3d = Η αίθουσα 3D δεν λειτουργεί σε αυτή τη συσκευή, γι’ αυτό βλέπετε όλους σε κατάλογο.
room-opening = Ανοίγει η αίθουσα…
room-as-list = Όλοι σε κατάλογο
room-walk = Περπατήστε με τα βελάκια ή με κλικ στο πάτωμα. Σύρετε για να κοιτάξετε γύρω.
room-walk-touch = Αγγίξτε το πάτωμα ή το χειριστήριο για να περπατήσετε. Σύρετε για να κοιτάξετε γύρω.
room-everyone = Όλοι στο μάθημα
room-canvas = Η αίθουσα σε 3D. Περπατήστε με τα βελάκια. Ο κατάλογος δείχνει τα ίδια άτομα.

## Τα δικά σας κουμπιά

dock = Τα κουμπιά σας
dock-raise = Χέρι πάνω
dock-lower = Χέρι κάτω
dock-turn = με σειρά { $turn }
dock-people = Άτομα
dock-chat = Συνομιλία
dock-new = νέα
dock-unread = αδιάβαστα
panel-close-people = Κλείσιμο ατόμων
panel-close-chat = Κλείσιμο συνομιλίας
reactions = Αντιδρώ
reactions-menu = Αντιδράσεις
reactions-counted = { $count ->
    [one] { $count } αντίδραση
   *[other] { $count } αντιδράσεις
}: { $which }
reaction-thumbs-up = Μπράβο
reaction-clap = Χειροκρότημα
reaction-heart = Καρδιά
reaction-laugh = Γέλιο
reaction-surprise = Έκπληξη
reaction-celebrate = Γιορτή
mic-forbidden = Ο εκπαιδευτικός αποφασίζει ποιος μιλάει
mic-hold-title = Κρατήστε το πατημένο, ή το πλήκτρο M
mic-title = Πλήκτρο M
mic-speaking = Μιλάτε
mic-hold = Πατώ και μιλώ
mic-unmute = Άρση σίγασης
mic-speak = Μιλώ
mic-muted-by = Ο εκπαιδευτικός ({ $teacher }) έκλεισε το μικρόφωνό σας.
mic-muted-by-hand = Ο εκπαιδευτικός ({ $teacher }) έκλεισε το μικρόφωνό σας. Σηκώστε το χέρι για να μιλήσετε.

## Άτομα

people-find = Αναζήτηση ατόμου
people-nobody = Δεν υπάρχει κανείς με αυτό το όνομα.
people-mute-all = Σίγαση όλων
people-unmuting = Οι μαθητές ανοίγουν μόνοι τους το μικρόφωνο
people-waiting = Περιμένουν
people-let-all-in = Όλοι μέσα
people-come-in = Μπαίνουν όταν αρχίσετε το μάθημα.
people-come-in-let = Μπαίνουν όταν αρχίσετε το μάθημα και τους βάλετε μέσα.
people-let-in = Μέσα
people-let-in-who = Να μπει μέσα: { $name }
people-turn-away = Όχι τώρα
people-turn-away-who = Να μη μπει: { $name }
people-removed = Βγήκαν από το μάθημα
people-readmit = Ξανά μέσα
people-readmit-who = Να ξαναμπεί: { $name }
people-remove = Απομάκρυνση
people-remove-who = Απομάκρυνση: { $name }
people-remove-title = Απομάκρυνση: { $name };
people-remove-text = Το άτομο «{ $name }» βγαίνει αμέσως από το μάθημα και δεν μπορεί να επιστρέψει ώσπου να το βάλετε ξανά.
people-lower = Κατέβασμα χεριού
people-lower-who = Κατέβασμα χεριού: { $name }, με σειρά { $turn }
people-sound = Ήχος: { $name }
people-lost = Χάθηκε η σύνδεση
people-speaks = μιλάει
people-mic-none = Χωρίς μικρόφωνο
people-mic-muted = Μικρόφωνο κλειστό
people-mic-on = Μικρόφωνο ανοιχτό
people-mute-who = Σίγαση: { $name }
people-let-speak = Να μιλήσει
people-let-speak-who = Να μιλήσει: { $name }
people-volume = Ένταση
people-volume-who = Ένταση: { $name }
people-mute-others = Σίγαση όλων εκτός: { $name }
travels-weak = αδύναμη σύνδεση
travels-bad = κακή σύνδεση
travels-connection = Σύνδεση
travels-good-word = Καλή
travels-weak-word = Αδύναμη
travels-bad-word = Κακή
travels-way = Δρόμος
travels-there-and-back = Πήγαινε-έλα
travels-speaking = Ομιλία
travels-hearing = Ακρόαση
travels-nothing = τίποτα ακόμη
travels-figures = { $packets ->
    [one] { $packets } πακέτο
   *[other] { $packets } πακέτα
}, { $lost } % χάθηκαν, διακύμανση { $jitter } ms
way-udp = Απευθείας (UDP)
way-tcp = Απευθείας (TCP)
way-relay = Μέσω αναμεταδότη

## Η συνομιλία

chat-lines = Μηνύματα συνομιλίας
chat-loading = Φορτώνουν…
chat-older = Παλαιότερα μηνύματα
chat-empty = Κανένα μήνυμα ακόμη. Πείτε ένα γεια!
chat-closed = Η συνομιλία ανοίγει μαζί με το μάθημα.
chat-new = { $count } νέα
chat-newest = Στα πιο νέα
chat-write = Γράψτε σε όλους
chat-closed-short = Ανοίγει μαζί με το μάθημα
chat-send = Αποστολή
chat-too-many = { $count ->
    [one] { $count } γράμμα παραπάνω
   *[other] { $count } γράμματα παραπάνω
}
chat-left = { $count ->
    [one] Απομένει { $count } γράμμα
   *[other] Απομένουν { $count } γράμματα
}
chat-you = Εσείς
chat-erased = Κάποιος που διαγράφηκε
chat-edited = διορθωμένο
chat-edited-at = Διορθώθηκε στις { $time }
chat-edit = Διόρθωση
chat-edit-which = Διόρθωση: «{ $start }»
chat-not-sent = Δεν στάλθηκε: { $why }
chat-discard = Απόρριψη
chat-will-send = Θα σταλεί μόλις επανέλθει η σύνδεση
chat-sending = Στέλνεται…
chat-edit-line = Διορθώστε το μήνυμά σας
chat-save = Αποθήκευση

## Η οθόνη

screen-previous = Προηγούμενη σελίδα
screen-next = Επόμενη σελίδα
screen-page-of = { $page } από { $pages }
screen-page = Σελίδα { $page } από { $pages }
screen-closer = Από κοντά
screen-answer = Απάντηση
pdf-before = Προηγούμενη σελίδα, { $name }
pdf-after = Επόμενη σελίδα, { $name }
pdf-loading = Φορτώνει …
pdf-failed = Αυτή η παρουσίαση δεν μπορεί να εμφανιστεί εδώ. Μπορείτε να την κατεβάσετε.
quiz-send = Αποστολή της απάντησής μου
quiz-send-another = Αποστολή άλλης απάντησης
quiz-yours = Η απάντησή σας είναι { $letter }.
quiz-show = Εμφάνιση της σωστής απάντησης
quiz-so-far = { $count ->
    [one] { $count } απάντηση ως τώρα
   *[other] { $count } απαντήσεις ως τώρα
}
quiz-count = { $count ->
    [one] { $count } απάντηση
   *[other] { $count } απαντήσεις
}
quiz-were-right = Σωστά: { $letter }.
quiz-were-wrong = Είπατε { $letter }. Σωστό είναι { $right }.
quiz-right = σωστό
quiz-own = η απάντησή σας
quiz-told = Η σωστή απάντηση είναι: { $answer }
screen-close = Κλείσιμο οθόνης
screen-nothing = Δεν υπάρχει πια τίποτα στην οθόνη.
screen-shows = Η οθόνη δείχνει τη σελίδα { $page } από { $pages }: { $what }
screen-picture = μια εικόνα
screen-video = ένα βίντεο
screen-video-label = Βίντεο
screen-presentation = η παρουσίαση { $name }
screen-text = ένα κείμενο
screen-wall-video = Ένα βίντεο
screen-wall-video-help = Για να το δείτε: «Από κοντά».
screen-wall-presentation = Μια παρουσίαση. Για να ανοίξει: «Από κοντά».

## Ήχος

sound-close = Κλείσιμο ήχου
sound-your-microphone = Το μικρόφωνό σας
sound-microphone = Μικρόφωνο
sound-noise = Θόρυβος γύρω σας
sound-noise-off = Να περνάει (για μουσική)
sound-noise-browser = Να μειώνεται
sound-noise-strong = Να αφαιρείται (RNNoise)
sound-echo = Ακύρωση ηχούς
sound-echo-help = Κλειστή μόνο με ακουστικά.
sound-gain = Αυτόματη ένταση
sound-hold = Πατώ και μιλώ
sound-hold-help = Ακούγεστε όσο κρατάτε πατημένο το κουμπί ή το πλήκτρο M.
sound-hear = Τι ακούτε
sound-speaker = Ηχείο
sound-spatial = Ήχος στον χώρο
sound-spatial-help = Ο καθένας ακούγεται από εκεί που στέκεται. Καλύτερα με ακουστικά.
sound-system = Όπως διαλέγει το σύστημα
sound-device = Αριθμός { $number }
sound-try = Δοκιμή μικροφώνου
sound-loud = Πόσο δυνατά ακούγεστε
sound-recording = Πείτε κάτι: γράφονται τρία δευτερόλεπτα.
sound-playing = Έτσι ακούγεστε.
sound-yourself = Ακούστε τη φωνή σας
sound-cannot-record = Αυτός ο περιηγητής δεν μπορεί να σας ηχογραφήσει εδώ.
sound-tone = Ήχος δοκιμής
sound-tone-playing = Ακούγονται τρεις νότες που ανεβαίνουν.
sound-network = Το δίκτυό σας
sound-check = Έλεγχος σύνδεσης
sound-checking = Δοκιμάζεται κάθε δρόμος, για λίγα δευτερόλεπτα…
sound-check-failed = Ο έλεγχος δεν έγινε. Δοκιμάστε ξανά.
sound-way-later = δοκιμάζεται μόλις μπείτε
sound-way-works = λειτουργεί
sound-way-not = δεν λειτουργεί
sound-path-best = Ο ήχος περνάει, και από τον καλύτερο δρόμο.
sound-path-well = Ο ήχος περνάει. Σε φορτωμένο δίκτυο ίσως κομπιάζει λίγο.
sound-path-later = Ο ήχος δεν περνάει απευθείας σε αυτό το δίκτυο. Αν περνάει με άλλον τρόπο θα φανεί μόλις μπείτε· αν όχι, δοκιμάστε άλλο δίκτυο, για παράδειγμα από ένα κινητό.
sound-path-not = Ο ήχος δεν περνάει σε αυτό το δίκτυο. Δοκιμάστε άλλο, για παράδειγμα από ένα κινητό, κλείστε το VPN, ή ζητήστε από όποιον φροντίζει το δίκτυο να επιτρέψει τη θύρα ήχου αυτού του διακομιστή. Μπορείτε πάντως να βλέπετε και να γράφετε.
sound-quiet = Ο περιηγητής σας μένει σιωπηλός ώσπου να το ζητήσετε.
sound-hear-others = Ακούστε τους άλλους
sound-needs-https = Αυτός ο περιηγητής δίνει μικρόφωνο μόνο σε σελίδες https. Μπορείτε πάντως να ακούτε.
sound-denied = Ο περιηγητής δεν επιτρέπει το μικρόφωνο. Μπορείτε να ακούτε· για να ακουστείτε, επιτρέψτε το δίπλα στη διεύθυνση της σελίδας και πατήστε ξανά το κουμπί.
sound-no-microphone = Δεν βρέθηκε μικρόφωνο. Μπορείτε πάντως να ακούτε.
sound-no-noise = Αυτός ο περιηγητής δεν μπορεί να αφαιρέσει τόσο τον θόρυβο. Ακούγεστε όπως είστε.
sound-microphone-gone = Το μικρόφωνο δεν υπάρχει πια.
sound-speaker-gone = Αυτό το ηχείο δεν υπάρχει. Ακούτε από το συνηθισμένο.

## Τι λέει ένας αναγνώστης οθόνης για τα νέα

news-someone = Κάποιος
news-started = Το μάθημα άρχισε.
news-in-classroom = Είστε στην αίθουσα.
news-came = Μπήκε: { $name }.
news-left = Έφυγε: { $name }.
news-removed = Απομακρύνθηκε: { $name }.
news-your-hand = Το χέρι σας είναι σηκωμένο.
news-hand = Σήκωσε χέρι: { $name }.
news-your-hand-down = Το χέρι σας κατέβηκε.
news-knocks = Θέλουν να μπουν: { $names }.

## Τι αρνείται ο διακομιστής στο μάθημα

refusal-frame_bad = Ένα μήνυμα είναι JSON με ένα γεγονός και τα δεδομένα του.
refusal-event_unknown = Δεν υπάρχει γεγονός με αυτό το όνομα.
refusal-data_bad = Τα δεδομένα δεν ταιριάζουν στο γεγονός.
refusal-pose_bad = Μια στάση είναι δέκα byte με ένα μοναδιαίο τετραδόνιο.
refusal-subprotocol_unknown = Αυτός ο διακομιστής μιλάει το υποπρωτόκολλο lyceum.v1.
refusal-handshake_bad = Αυτή δεν είναι χειραψία WebSocket.
refusal-too_fast = Πάρα πολλά μαζί. Λίγο πιο αργά, παρακαλούμε.
refusal-busy = Ο διακομιστής είναι απασχολημένος. Δοκιμάστε ξανά σε λίγο.
refusal-origin_foreign = Αυτή η σελίδα δεν μπορεί να μιλήσει σε αυτόν τον διακομιστή.
refusal-code_unknown = Δεν υπάρχει μάθημα με αυτόν τον κωδικό. Ελέγξτε τον και δοκιμάστε ξανά.
refusal-too_many_guesses = Πάρα πολλοί λάθος κωδικοί. Περιμένετε ένα λεπτό και δοκιμάστε ξανά.
refusal-lesson_ended = Το μάθημα τελείωσε.
refusal-lesson_elsewhere = Αυτό το μάθημα γίνεται σε άλλον διακομιστή του σχολείου. Ανοίξτε ξανά τον σύνδεσμό του.
refusal-guests_refused = Αυτό το μάθημα είναι για όσους έχουν λογαριασμό. Συνδεθείτε πρώτα.
refusal-room_full = Η αίθουσα είναι γεμάτη.
refusal-removed = Ο εκπαιδευτικός σας έβγαλε από αυτό το μάθημα.
refusal-resume_unknown = Η θέση σας στο μάθημα δεν βρέθηκε. Μπείτε ξανά.
refusal-not_joined = Μπείτε πρώτα στο μάθημα.
refusal-already_joined = Έχετε ήδη μπει.
refusal-waiting = Δεν είστε ακόμη στην αίθουσα. Περιμένετε να σας βάλει μέσα ο εκπαιδευτικός.
refusal-name_empty = Γράψτε το όνομά σας.
refusal-name_too_long = Ένα όνομα έχει το πολύ 40 χαρακτήρες.
refusal-name_bad = Ένα όνομα δεν μπορεί να έχει χαρακτήρες ελέγχου.
refusal-avatar_bad = Αυτή η φιγούρα έχει ένα μέρος που δεν υπάρχει.
refusal-not_allowed = Αυτό δεν σας επιτρέπεται.
refusal-not_live = Το μάθημα δεν έχει αρχίσει ακόμη.
refusal-already_live = Το μάθημα έχει ήδη αρχίσει.
refusal-message_empty = Ένα μήνυμα δεν μπορεί να είναι κενό.
refusal-message_too_long = Ένα μήνυμα έχει το πολύ 2.000 χαρακτήρες.
refusal-message_bad = Ένα μήνυμα δεν μπορεί να έχει χαρακτήρες ελέγχου.
refusal-message_unknown = Αυτό το μήνυμα δεν υπάρχει.
refusal-not_author = Ένα μήνυμα το αλλάζει μόνο όποιος το έγραψε.
refusal-participant_unknown = Αυτό το άτομο δεν είναι σε αυτό το μάθημα.
refusal-slide_unknown = Η οθόνη δεν έχει τέτοια σελίδα.
refusal-quiz_gone = Αυτό το κουίζ δεν είναι πια στην οθόνη.
refusal-quiz_over = Η σωστή απάντηση έχει ήδη εμφανιστεί.
refusal-choice_unknown = Το κουίζ δεν έχει τέτοια απάντηση.
refusal-offer_bad = Αυτή η προσφορά ήχου δεν μπορεί να απαντηθεί.
refusal-no_media = Δεν υπάρχει ακόμη ήχος. Ανοίξτε πρώτα το μικρόφωνό σας.
refusal-too_many_views = Δεν φαίνονται τόσες εικόνες μαζί: το πολύ όσες προσφέρθηκαν, και έως 49.
refusal-unmuting_forbidden = Ο εκπαιδευτικός σας έχει βάλει προς το παρόν σε σίγαση.
refusal-not_kept = Αυτό δεν αποθηκεύτηκε. Δοκιμάστε ξανά.
refusal-blocked = Αυτός ο λογαριασμός είναι αποκλεισμένος. Απευθυνθείτε στον διαχειριστή σας.
