### Σύνδεση και εγγραφή, οι σύνδεσμοι των email, οι προσκλήσεις και το προφίλ.

## Σύνδεση

signin-identifier = Όνομα χρήστη ή διεύθυνση email
signin-password = Κωδικός πρόσβασης
signin-send-again = Να σταλεί ξανά το email
signin-forgot = Ξεχάσατε τον κωδικό πρόσβασης;
signin-no-account = Διδάσκετε και δεν έχετε ακόμη λογαριασμό; <a>Εγγραφή</a>
signin-lesson = Ήρθατε για ένα μάθημα; <a>Μπείτε με τον κωδικό του</a>, χωρίς λογαριασμό.

## Καινούργιος λογαριασμός

register-title = Εγγραφή εκπαιδευτικού
register-have = Έχετε λογαριασμό; <a>Συνδεθείτε</a>
account-name = Το όνομά σας
account-name-help-teacher = Όπως θα το βλέπουν οι μαθητές σας.
account-name-help = Όπως το βλέπουν οι άλλοι στο μάθημα.
account-email = Διεύθυνση email
account-email-help = Θα σας στείλουμε εκεί έναν σύνδεσμο, για να βεβαιωθούμε ότι είναι δική σας.
account-email-help-invited = Με τη διεύθυνση στην οποία ήρθε η πρόσκληση μπορείτε να συνδεθείτε αμέσως.
account-phone = Αριθμός τηλεφώνου
account-phone-help = Με τον κωδικό της χώρας, όπως +30. Τον βλέπουν μόνο όσοι φροντίζουν το σχολείο.
account-username = Όνομα χρήστη
account-username-help = Για τη σύνδεση. Λατινικά γράμματα, ψηφία, τελείες, παύλες και κάτω παύλες.
account-password = Κωδικός πρόσβασης
account-password-help = Τουλάχιστον 10 χαρακτήρες. Λίγες λέξεις μαζί θυμούνται εύκολα και μαντεύονται δύσκολα.

## Επιβεβαίωση διεύθυνσης email

confirm-title = Επιβεβαιώστε τη διεύθυνση email σας
confirm-title-sent = Ένα βήμα ακόμη
confirm-sent = Στείλαμε ένα email στη διεύθυνση που δώσατε. Έχει έναν σύνδεσμο: ανοίξτε τον μέσα σε { $minutes ->
    [one] { $minutes } λεπτό
   *[other] { $minutes } λεπτά
} και μπορείτε να συνδεθείτε.
confirm-nothing = Δεν ήρθε; Κοιτάξτε και στα ανεπιθύμητα, ή ζητήστε να σταλεί ξανά.
confirm-wait = Θα μπορείτε να συνδεθείτε μόλις ανοίξετε τον σύνδεσμο που σας στείλαμε με email. Ισχύει για { $minutes ->
    [one] { $minutes } λεπτό
   *[other] { $minutes } λεπτά
}.
confirm-mistake = Λάθος στη διεύθυνση; <a>Κάντε ξανά εγγραφή</a> με άλλο όνομα χρήστη.
confirm-whose = Η διεύθυνση { $email } γίνεται η διεύθυνση του λογαριασμού <strong>{ $username }</strong>.
confirm-do = Επιβεβαίωση
confirm-not-you = Δεν κάνατε εσείς εγγραφή; Τότε απλώς κλείστε αυτή τη σελίδα.
confirm-new-link = Στείλτε μου νέο σύνδεσμο

## Ξεχασμένος κωδικός πρόσβασης

forgot-title = Ξεχασμένος κωδικός πρόσβασης
forgot-asked = Αν υπάρχει τέτοιος λογαριασμός, ένα email είναι καθ’ οδόν προς τη διεύθυνσή του. Έχει έναν σύνδεσμο με τον οποίο ορίζετε νέο κωδικό πρόσβασης, μέσα σε { $minutes ->
    [one] { $minutes } λεπτό
   *[other] { $minutes } λεπτά
}.
forgot-nothing = Δεν ήρθε; Κοιτάξτε και στα ανεπιθύμητα.
forgot-back = Πίσω στη σύνδεση
forgot-text = Πείτε μας ποιοι είστε, και θα σας στείλουμε έναν σύνδεσμο για να ορίσετε καινούργιο.
forgot-do = Στείλτε μου σύνδεσμο
forgot-remember = Τον θυμηθήκατε; <a>Συνδεθείτε</a>
reset-title = Νέος κωδικός πρόσβασης
reset-new-link = Στείλτε μου νέο σύνδεσμο
reset-whose = Για τον λογαριασμό <strong>{ $username }</strong>. Όπου είναι συνδεδεμένος, θα αποσυνδεθεί.
reset-password = Νέος κωδικός πρόσβασης
reset-do = Αποθήκευση κωδικού πρόσβασης

## Πρόσκληση

invitation-title = Πρόσκληση
invitation-dead = Αυτή η πρόσκληση έχει χρησιμοποιηθεί ή είναι πολύ παλιά. Ζητήστε από τον εκπαιδευτικό σας καινούργια.
invitation-from = Πρόσκληση από: { $teacher }
invitation-student = Θέλετε να ανήκετε στους μαθητές του/της { $teacher } με τον λογαριασμό με τον οποίο είστε συνδεδεμένοι;
invitation-yes = Ναι
invitation-have = Έχετε λογαριασμό; <a>Συνδεθείτε</a> και πείτε το ναι με αυτόν.

## Το προφίλ

profile-title = Το προφίλ σας
profile-about = Για εσάς
profile-sign-in-as = Συνδέεστε ως <strong>{ $username }</strong> ή με το { $email }.
profile-language-title = Η γλώσσα σας
profile-language = Σελίδες και email
profile-language-browser = Η γλώσσα του περιηγητή μου
profile-language-do = Σε αυτή τη γλώσσα
profile-look = Η εμφάνισή σας
profile-another-look = Άλλη εμφάνιση
profile-skin = Δέρμα
profile-eyes = Μάτια
profile-eyes-size = Το μέγεθός τους
profile-eyes-apart = Πόσο απέχουν
profile-hair = Μαλλιά
profile-hair-colour = Το χρώμα τους
profile-mouth = Στόμα
profile-mouth-colour = Το χρώμα του
profile-mouth-size = Το μέγεθός του
profile-mouth-height = Πόσο ψηλά
profile-mouth-leans = Προς τα πού γέρνει
profile-hat = Καπέλο
profile-glasses = Γυαλιά
profile-wear = Να φαίνομαι έτσι
profile-password-title = Ο κωδικός πρόσβασής σας
profile-password-now = Αυτός που έχετε τώρα
profile-password-new = Ο καινούργιος
profile-password-elsewhere = Όπου αλλού είστε συνδεδεμένοι, θα αποσυνδεθείτε.
profile-password-change = Αλλαγή κωδικού πρόσβασης
profile-devices = Πού είστε συνδεδεμένοι
profile-devices-text = Όταν αποσυνδέεστε, αποσυνδέεστε παντού: εδώ, σε κάθε άλλη συσκευή, και στο μάθημα όπου βρίσκεστε.
profile-devices-end = Τέλος σε όλες τις συνδέσεις
profile-held = Τι φυλάσσεται για εσάς
profile-held-text = Ο λογαριασμός σας, τα μαθήματα και οι ενότητές σας, πότε ήσασταν σε μάθημα, και τι είπατε και πώς τα πήγατε εκεί, αν κρατήθηκε.
profile-held-download = Λήψη όσων φυλάσσονται για μένα
profile-erase = Διαγραφή του λογαριασμού μου
profile-erase-text = Ό,τι φυλάσσεται για εσάς διαγράφεται, μαζί με τα μαθήματα, τις ενότητές σας και τα αρχεία τους. Αν ένα μάθημά σας είναι σε εξέλιξη, τελειώνει. Από τα μαθήματα άλλων αφαιρείται το όνομά σας. Αυτό δεν αναιρείται.
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

welcome-title = Ο πρώτος διαχειριστής
welcome-dead = Αυτός ο σύνδεσμος έχει χρησιμοποιηθεί, ή είναι πολύ παλιός, ή κάποιος φροντίζει ήδη αυτό το σχολείο. Όσο δεν το φροντίζει κανείς, ο διακομιστής τυπώνει έναν καινούργιο κάθε φορά που ξεκινά.
welcome-text = Κανείς δεν φροντίζει ακόμη αυτό το σχολείο. Όποιος κάνει εγγραφή εδώ το φροντίζει: δίνει στους άλλους τους ρόλους τους, και βλέπει ρυθμίσεις, μαθήματα και email.
welcome-name-help = Όπως το βλέπουν οι άλλοι.
welcome-email-help = Για έναν σύνδεσμο, αν ποτέ ξεχάσετε τον κωδικό πρόσβασης.
welcome-begin = Έναρξη
