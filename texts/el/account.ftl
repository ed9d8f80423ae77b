### Σύνδεση και εγγραφή, οι σύνδεσμοι των email, οι προσκλήσεις και το προφίλ.

## Σύνδεση

signin-identifier = Όνομα χρήστη ή διεύθυνση email
signin-password = Κωδικός πρόσβασης
signin-send-again = Αποστολή του email ξανά
signin-forgot = Ξεχάσατε τον κωδικό πρόσβασης;
signin-no-account = Είστε εκπαιδευτικός χωρίς λογαριασμό; <a>Εγγραφή</a>
signin-lesson = Ήρθατε για μάθημα; <a>Μπείτε με τον κωδικό του</a>. Δεν χρειάζεται λογαριασμός.

## Καινούργιος λογαριασμός

register-title = Εγγραφή εκπαιδευτικού
register-have = Έχετε ήδη λογαριασμό; <a>Συνδεθείτε</a>
account-name = Το όνομά σας
account-name-help-teacher = Αυτό το όνομα βλέπουν οι μαθητές σας.
account-name-help = Αυτό το όνομα βλέπουν οι άλλοι στο μάθημα.
account-email = Διεύθυνση email
account-email-help = Θα σας στείλουμε εκεί έναν σύνδεσμο επιβεβαίωσης.
account-email-help-invited = Με τη διεύθυνση της πρόσκλησης συνδέεστε αμέσως.
account-phone = Αριθμός τηλεφώνου
account-phone-help = Με τον κωδικό της χώρας, όπως +30. Τον βλέπουν μόνο οι διαχειριστές.
account-username = Όνομα χρήστη
account-username-help = Για τη σύνδεση. Λατινικά γράμματα, ψηφία, τελείες, παύλες και κάτω παύλες.
account-password = Κωδικός πρόσβασης
account-password-help = Τουλάχιστον 10 χαρακτήρες. Λίγες λέξεις μαζί είναι εύκολες να τις θυμάστε και δύσκολες να τις μαντέψει κάποιος.

## Επιβεβαίωση διεύθυνσης email

confirm-title = Επιβεβαιώστε τη διεύθυνση email σας
confirm-title-sent = Δείτε το email σας
confirm-sent = Σας στείλαμε ένα email με έναν σύνδεσμο. Ανοίξτε τον μέσα σε { $minutes ->
    [one] { $minutes } λεπτό
   *[other] { $minutes } λεπτά
} και μετά συνδεθείτε.
confirm-nothing = Δεν ήρθε; Δείτε στον φάκελο ανεπιθύμητων ή ζητήστε να σταλεί ξανά.
confirm-wait = Μπορείτε να συνδεθείτε αφού ανοίξετε τον σύνδεσμο του email μας. Ισχύει για { $minutes ->
    [one] { $minutes } λεπτό
   *[other] { $minutes } λεπτά
}.
confirm-mistake = Λάθος διεύθυνση; <a>Κάντε ξανά εγγραφή</a> με άλλο όνομα χρήστη.
confirm-whose = Η { $email } γίνεται η διεύθυνση email του λογαριασμού <strong>{ $username }</strong>.
confirm-do = Επιβεβαίωση
confirm-not-you = Δεν κάνατε εσείς εγγραφή; Απλώς κλείστε αυτή τη σελίδα.
confirm-new-link = Στείλτε μου νέο σύνδεσμο

## Ξεχασμένος κωδικός πρόσβασης

forgot-title = Ξεχάσατε τον κωδικό πρόσβασης;
forgot-asked = Αν υπάρχει αυτός ο λογαριασμός, στείλαμε email στη διεύθυνσή του. Με τον σύνδεσμό του ορίστε νέο κωδικό πρόσβασης μέσα σε { $minutes ->
    [one] { $minutes } λεπτό
   *[other] { $minutes } λεπτά
}.
forgot-nothing = Δεν ήρθε; Δείτε στον φάκελο ανεπιθύμητων.
forgot-back = Πίσω στη σύνδεση
forgot-text = Γράψτε το όνομα χρήστη ή το email σας. Θα σας στείλουμε έναν σύνδεσμο για να ορίσετε νέο κωδικό πρόσβασης.
forgot-do = Στείλτε μου σύνδεσμο
forgot-remember = Τον θυμηθήκατε; <a>Συνδεθείτε</a>
reset-title = Ορισμός νέου κωδικού πρόσβασης
reset-new-link = Στείλτε μου νέο σύνδεσμο
reset-whose = Για τον λογαριασμό <strong>{ $username }</strong>. Ο λογαριασμός αποσυνδέεται από όλες τις άλλες συσκευές.
reset-password = Νέος κωδικός πρόσβασης
reset-do = Αποθήκευση κωδικού πρόσβασης

## Πρόσκληση

invitation-title = Πρόσκληση
invitation-dead = Αυτή η πρόσκληση έχει χρησιμοποιηθεί ή έχει λήξει. Ζητήστε από τον εκπαιδευτικό σας νέα.
invitation-from = Πρόσκληση από: { $teacher }
invitation-teacher = Θα είστε εκπαιδευτικός στο { $school }. Κάντε εγγραφή για να προγραμματίσετε το πρώτο σας μάθημα.
invitation-student = Θέλετε να μπείτε στην τάξη του/της { $teacher } με τον λογαριασμό με τον οποίο είστε συνδεδεμένοι;
invitation-yes = Είσοδος στην τάξη
invitation-have = Έχετε ήδη λογαριασμό; <a>Συνδεθείτε</a> για αποδοχή.

## Το προφίλ

profile-title = Το προφίλ σας
profile-about = Για εσάς
profile-sign-in-as = Συνδέεστε με το <strong>{ $username }</strong> ή με το { $email }.
profile-language-title = Γλώσσα
profile-language = Σελίδες και email
profile-language-browser = Η γλώσσα του περιηγητή
profile-language-do = Αποθήκευση γλώσσας
profile-look = Η φιγούρα σας
profile-another-look = Αλλαγή φιγούρας
profile-skin = Δέρμα
profile-eyes = Μάτια
profile-eyes-size = Μέγεθος ματιών
profile-eyes-apart = Απόσταση ματιών
profile-hair = Μαλλιά
profile-hair-colour = Χρώμα μαλλιών
profile-mouth = Στόμα
profile-mouth-colour = Χρώμα στόματος
profile-mouth-size = Μέγεθος στόματος
profile-mouth-height = Ύψος στόματος
profile-mouth-leans = Κλίση στόματος
profile-hat = Καπέλο
profile-glasses = Γυαλιά
profile-wear = Αποθήκευση φιγούρας
profile-password-title = Κωδικός πρόσβασης
profile-password-now = Τωρινός κωδικός πρόσβασης
profile-password-new = Νέος κωδικός πρόσβασης
profile-password-elsewhere = Θα αποσυνδεθείτε από όλες τις άλλες συσκευές.
profile-password-change = Αλλαγή κωδικού πρόσβασης
profile-zone = Η ζώνη ώρας σας
profile-zone-label = Οι ώρες εμφανίζονται σε
profile-zone-do = Αποθήκευση ζώνης ώρας
profile-devices = Πού είστε συνδεδεμένοι
profile-devices-text = Μόνο η «Αποσύνδεση παντού» ή ένας νέος κωδικός πρόσβασης αποσυνδέει και τις άλλες.
profile-devices-end = Αποσύνδεση παντού
profile-device-unknown = Πρόγραμμα ή άγνωστος περιηγητής
profile-device-used = Τελευταία χρήση { $date }, { $time }
profile-device-this = Αυτή η συσκευή
profile-device-out = Αποσύνδεση: { $device }
profile-held = Τα δεδομένα σας
profile-held-text = Ο λογαριασμός, τα μαθήματα και τα υλικά σας, τα μαθήματα που παρακολουθήσατε, και όσα μηνύματα και απαντήσεις κρατήθηκαν.
profile-held-download = Λήψη των δεδομένων μου
profile-erase = Διαγραφή του λογαριασμού μου
profile-erase-text = Διαγράφονται όλα τα δεδομένα σας, μαζί με τα μαθήματα, τα υλικά και τα αρχεία σας. Αν ένα μάθημά σας είναι σε εξέλιξη, τελειώνει. Από τα μαθήματα άλλων αφαιρείται το όνομά σας. Αυτό δεν αναιρείται.
profile-erase-password = Ο κωδικός πρόσβασής σας
profile-erase-do = Οριστική διαγραφή

hairstyle-none = Χωρίς
hairstyle-short = Κοντά
hairstyle-long = Μακριά
hairstyle-curly = Σγουρά
hairstyle-spiky = Καρφάκια
hairstyle-bun = Κότσος
mouth-smile = Χαμόγελο
mouth-line = Ίσιο
mouth-open = Ανοιχτό
mouth-grin = Πλατύ χαμόγελο
hat-none = Χωρίς
hat-cap = Τζόκεϊ
hat-beanie = Σκούφος
hat-wizard = Του μάγου
hat-crown = Κορόνα
glasses-none = Χωρίς
glasses-round = Στρογγυλά
glasses-square = Τετράγωνα
glasses-star = Αστέρια

## Ο πρώτος διαχειριστής

welcome-title = Ρυθμίστε το σχολείο σας
welcome-dead = Αυτός ο σύνδεσμος έχει χρησιμοποιηθεί ή έχει λήξει, ή το σχολείο έχει ήδη διαχειριστή. Όσο δεν έχει, ο διακομιστής τυπώνει νέο σύνδεσμο σε κάθε εκκίνηση.
welcome-text = Αυτό το σχολείο δεν έχει ακόμη διαχειριστή. Κάντε εγγραφή εδώ για να γίνετε ο πρώτος: δίνετε ρόλους και ρυθμίζετε το σχολείο, τα μαθήματα και τα email.
welcome-name-help = Αυτό το όνομα βλέπουν οι άλλοι.
welcome-email-help = Θα σας στείλουμε εκεί έναν σύνδεσμο, αν ξεχάσετε τον κωδικό πρόσβασης.
welcome-begin = Δημιουργία λογαριασμού

## Εγγραφή με πρόσκληση, και νέα διεύθυνση

register-closed = Οι εκπαιδευτικοί έρχονται σε αυτό το σχολείο με πρόσκληση. Ζητήστε την από τη διαχείριση.
address-title = Επιβεβαίωση της νέας διεύθυνσης
address-text = Από εδώ και πέρα συνδέεστε και λαμβάνετε email με τη διεύθυνση <strong>{ $email }</strong>.
address-do = Επιβεβαίωση
confirm-sent-to = Στείλαμε έναν σύνδεσμο στη διεύθυνση <strong>{ $email }</strong>. Ανοίξτε τον μέσα σε { $minutes ->
    [one] { $minutes } λεπτό
   *[other] { $minutes } λεπτά
} και μετά συνδεθείτε.
confirm-correct = Λάθος διεύθυνση;
confirm-correct-do = Αποστολή του email εκεί

# Η ροή του ημερολογίου
feed-title = Ημερολόγιο στο κινητό σας
feed-help = Προσθέστε αυτή τη διεύθυνση στο ημερολόγιό σας και θα δείχνει πάντα τα μαθήματά σας. Είναι μυστική: όποιος την έχει βλέπει πότε είναι τα μαθήματά σας.
feed-address = Διεύθυνση
feed-reset = Νέα διεύθυνση
group-feed-title = Ημερολόγιο της ομάδας
group-feed-help = Προσθέστε αυτή τη διεύθυνση σε ένα ημερολόγιο και θα δείχνει πάντα τα μαθήματα της ομάδας. Είναι μυστική: όποιος την έχει βλέπει πότε είναι.

## Υπενθυμίσεις

reminders-title = Υπενθυμίσεις
reminders-by-mail = Να λαμβάνω email πριν από τα μαθήματά μου
reminders-teaching = Υπενθύμιση στους μαθητές μου πριν από το μάθημα
reminders-week = μία εβδομάδα
reminders-day = μία ημέρα
reminders-hour = μία ώρα
reminders-quarter = 15 λεπτά
reminders-do = Αποθήκευση υπενθυμίσεων
unsubscribe-title = Χωρίς άλλες υπενθυμίσεις;
unsubscribe-text = Δεν θα λαμβάνετε πια email πριν από τα μαθήματά σας. Αυτό αλλάζει στο προφίλ σας.
unsubscribe-do = Τέλος υπενθυμίσεων
unsubscribed-title = Οι υπενθυμίσεις σταμάτησαν
unsubscribed-text = Δεν λαμβάνετε πια email πριν από τα μαθήματά σας. Αυτό αλλάζει στο προφίλ σας.
unsubscribe-dead-title = Αυτός ο σύνδεσμος έχει λήξει
