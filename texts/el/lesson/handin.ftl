handin-dock = Παραδόσεις
handin-title = Παραδόσεις
handin-close-window = Κλείσιμο παραδόσεων
handin-count = { $count ->
    [one] παράδοση
   *[other] παραδόσεις
}
handin-kind-picture = Εικόνα
handin-kind-pdf = PDF
handin-kind-text = Κείμενο
handin-what = Τι να παραδώσει η τάξη;
handin-kinds = Ως
handin-ask = Ζητήστε το από την τάξη
handin-asked = Η τάξη μπορεί να παραδώσει: { $kinds }
handin-end = Τέλος παραδόσεων
handin-choose = Επίλεξε αρχεία ή βγάλε φωτογραφία. Μπορείς και να τα σύρεις ή να τα επικολλήσεις εδώ.
handin-text = Το κείμενό σου
handin-send = Παράδοση
handin-sending = Αποστολή: { $name }…
handin-refused = { $name }: { $why }
handin-none = Δεν έχει παραδοθεί ακόμη τίποτα.
handin-pile = Όσα παρέδωσε η τάξη
handin-own = Όσα παρέδωσες
handin-show = Εμφάνιση σε όλους
handin-show-of = Εμφάνιση σε όλους όσων παρέδωσε: { $name }
handin-hide = Απόκρυψη από την οθόνη
handin-hide-of = Απόκρυψη από την οθόνη όσων παρέδωσε: { $name }
handin-delete = Διαγραφή
handin-delete-of = Διαγραφή: { $name }
handin-download = Λήψη όλων (ZIP)
handin-news-asked = Ο εκπαιδευτικός ζητά κάτι: { $title }
handin-news-over = Δεν μπορεί να παραδοθεί τίποτα πια.
handin-news-added = { $count ->
    [one] { $count } νέα παράδοση
   *[other] { $count } νέες παραδόσεις
}
handin-news-taken = Παραδόθηκε.
refusal-hand_in_closed = Αυτή τη στιγμή δεν παραδίδεται τίποτα.
refusal-hand_in_kind_bad = Ο εκπαιδευτικός δεν ζήτησε τέτοιο αρχείο.
refusal-hand_in_unknown = Αυτό δεν υπάρχει πια.
refusal-hand_ins_many = Δεν υπάρχει άλλος χώρος για όσα παραδίδεις. Διάγραψε πρώτα κάτι.
refusal-file_infected = Ο έλεγχος για ιούς απέρριψε αυτό το αρχείο.
