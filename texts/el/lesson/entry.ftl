## Πριν από το μάθημα

board-with = με: <strong>{ $teacher }</strong>
join-come-in = Έτοιμοι να μπείτε;
join-avatar = Η φιγούρα σας
join-new-avatar = Νέα φιγούρα, αριθμός { $number }
join-name = Το όνομά σας
join-name-help = Το βλέπουν όλοι στο μάθημα.
join-the-lesson = Είσοδος στο μάθημα
join-account = Έχετε λογαριασμό; <a>Συνδεθείτε</a> για να έχετε το όνομα και τη φιγούρα σας.
waiting-starts-in = αρχίζει σε <strong>{ $left }</strong>
waiting-any-moment = Από στιγμή σε στιγμή
waiting-live-title = Μια στιγμή
waiting-live = Το μάθημα άρχισε. Ο εκπαιδευτικός ({ $teacher }) βλέπει ότι είστε εδώ και θα σας βάλει μέσα.
waiting-text = Θα μπείτε αυτόματα όταν ο εκπαιδευτικός ({ $teacher }) αρχίσει το μάθημα. Αφήστε αυτή τη σελίδα ανοιχτή.

## Όταν τελειώσει

over-ended = Το μάθημα τελείωσε
over-ended-text = Ευχαριστούμε που ήσασταν εδώ. Μπορείτε να κλείσετε αυτή τη σελίδα.
over-removed = Δεν είστε πια σε αυτό το μάθημα
over-removed-text = Ο εκπαιδευτικός σας έβγαλε. Αν έγινε κατά λάθος, ζητήστε του να σας βάλει ξανά.
over-replaced = Μπήκατε από αλλού
over-replaced-text = Το μάθημα είναι ανοιχτό σε άλλο παράθυρο ή σε άλλη συσκευή. Μπορείτε να είστε σε αυτό μόνο μία φορά.
over-replaced-again = Συνέχεια εδώ
over-left = Βγήκατε από το μάθημα
over-left-text = Όσο διαρκεί, μπορείτε να ξαναμπείτε.
over-come-back = Είσοδος ξανά
over-room_full = Η αίθουσα είναι γεμάτη
over-room_full-text = Δεν υπάρχει ελεύθερη θέση αυτή τη στιγμή. Μπορείτε να μπείτε όταν φύγει κάποιος.
over-guests_refused = Συνδεθείτε πρώτα
over-guests_refused-text = Σε αυτό το μάθημα μπαίνουν μόνο όσοι έχουν λογαριασμό.
over-sign-in = Σύνδεση
over-blocked = Ο λογαριασμός σας έχει αποκλειστεί
over-blocked-text = Δεν μπορείτε να μπείτε. Αν έγινε κατά λάθος, απευθυνθείτε στον διαχειριστή σας.
over-code_unknown = Το μάθημα δεν βρέθηκε
over-code_unknown-text = Ίσως ο κωδικός είναι λάθος, ή το μάθημα έχει τελειώσει.
over-too_many_guesses = Περιμένετε ένα λεπτό
over-too_many_guesses-text = Δόθηκαν πάρα πολλοί λάθος κωδικοί. Περιμένετε ένα λεπτό και δοκιμάστε ξανά.
over-join_timeout = Άργησε πολύ
over-join_timeout-text = Ο διακομιστής δεν έλαβε τίποτα από αυτή τη σελίδα.
over-abusive = Η σύνδεση έκλεισε
over-abusive-text = Αυτή η σελίδα έστειλε πάρα πολλά μαζί.
over-other = Δεν είστε στο μάθημα
over-to-page = Δείτε ποιοι ήταν εκεί
over-another = Είσοδος σε άλλο μάθημα
