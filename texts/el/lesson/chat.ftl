dock-chat = Συνομιλία
dock-unread = αδιάβαστα
panel-close-chat = Κλείσιμο συνομιλίας
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
refusal-message_empty = Ένα μήνυμα δεν μπορεί να είναι κενό.
refusal-message_too_long = Ένα μήνυμα έχει το πολύ 2.000 χαρακτήρες.
refusal-message_bad = Ένα μήνυμα δεν μπορεί να έχει χαρακτήρες ελέγχου.
refusal-message_unknown = Αυτό το μήνυμα δεν υπάρχει.
refusal-not_author = Ένα μήνυμα το αλλάζει μόνο όποιος το έγραψε.
