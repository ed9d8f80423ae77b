dock-chat = Συνομιλία
dock-unread = αδιάβαστα
panel-close-chat = Κλείσιμο συνομιλίας
chat-lines = Μηνύματα συνομιλίας
chat-loading = Φόρτωση…
chat-older = Παλαιότερα μηνύματα
chat-empty = Κανένα μήνυμα ακόμη. Πείτε ένα γεια!
chat-closed = Η συνομιλία ανοίγει όταν αρχίσει το μάθημα.
chat-new = { $count } νέα
chat-newest = Στα πιο νέα
chat-write = Γράψτε σε όλους
chat-closed-short = Ανοίγει όταν αρχίσει το μάθημα
chat-send = Αποστολή
chat-too-many = { $count ->
    [one] { $count } χαρακτήρας παραπάνω
   *[other] { $count } χαρακτήρες παραπάνω
}
chat-left = { $count ->
    [one] Απομένει { $count } χαρακτήρας
   *[other] Απομένουν { $count } χαρακτήρες
}
chat-you = Εσείς
chat-erased = Διαγραμμένος λογαριασμός
chat-edited = επεξεργασμένο
chat-edited-at = Επεξεργάστηκε στις { $time }
chat-edit = Επεξεργασία
chat-edit-which = Επεξεργασία: «{ $start }»
chat-not-sent = Δεν στάλθηκε: { $why }
chat-discard = Απόρριψη
chat-will-send = Θα σταλεί μόλις επανέλθει η σύνδεση
chat-sending = Στέλνεται…
chat-edit-line = Επεξεργαστείτε το μήνυμά σας
chat-save = Αποθήκευση
chat-pause = Παύση της συνομιλίας για τους μαθητές
chat-paused = Ο εκπαιδευτικός έκανε παύση στη συνομιλία.
chat-delete = Διαγραφή
chat-delete-which = Διαγραφή: «{ $start }»
chat-delete-title = Διαγραφή αυτού του μηνύματος;
chat-delete-text = Το μήνυμα ({ $name }) εξαφανίζεται για όλους. Μένει μια σημείωση ότι διαγράφηκε. Αυτό δεν αναιρείται.
chat-deleted = Διαγράφηκε από τον εκπαιδευτικό
news-chat-goes-on = Μπορείτε να γράψετε ξανά στη συνομιλία.
refusal-message_deleted = Ο εκπαιδευτικός διέγραψε αυτό το μήνυμα.
refusal-chat_paused = Ο εκπαιδευτικός έκανε παύση στη συνομιλία.
refusal-message_empty = Ένα μήνυμα δεν μπορεί να είναι κενό.
refusal-message_too_long = Ένα μήνυμα μπορεί να έχει το πολύ 2.000 χαρακτήρες.
refusal-message_bad = Ένα μήνυμα δεν μπορεί να έχει χαρακτήρες ελέγχου.
refusal-message_unknown = Αυτό το μήνυμα δεν υπάρχει.
refusal-not_author = Μόνο ο συντάκτης μπορεί να επεξεργαστεί ένα μήνυμα.
