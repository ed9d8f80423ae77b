poll-dock = Ψηφοφορία
poll-title = Ψηφοφορίες
poll-waits = ψηφοφορία περιμένει την ψήφο σου
poll-close-window = Κλείσιμο ψηφοφοριών
poll-kind = Είδος ερώτησης
poll-kind-yesNo = Ναι ή όχι
poll-kind-single = Μία επιλογή
poll-kind-multiple = Πολλές επιλογές
poll-kind-scale = Κλίμακα
poll-kind-text = Σύντομο κείμενο
poll-kind-number = Αριθμός
poll-kind-order = Σειρά
poll-question = Ερώτηση
poll-options = Επιλογές
poll-option = Επιλογή { $number }
poll-is-right = σωστό
poll-steps = Μεγαλύτερος αριθμός
poll-anonymous = Ανώνυμη
poll-quiz = Με σωστή απάντηση
poll-seconds = Χρονικό όριο
poll-no-limit = Κανένα
poll-seconds-of = { $seconds } δευτερόλεπτα
poll-right = Σωστή απάντηση
poll-right-order = Σωστή είναι η σειρά με την οποία γράψατε τις επιλογές.
poll-worth = Πόντοι
poll-start = Έναρξη ψηφοφορίας
poll-ask-another = Νέα ψηφοφορία
poll-earlier = Όλες οι ψηφοφορίες
poll-yes = Ναι
poll-no = Όχι
poll-is-anonymous = Ανώνυμη: κανείς δεν βλέπει τι ψηφίζεις.
poll-is-named = Ο εκπαιδευτικός βλέπει τι ψηφίζεις.
poll-left = { $seconds ->
    [one] { $seconds } δευτερόλεπτο ακόμη
   *[other] { $seconds } δευτερόλεπτα ακόμη
}
poll-answer = Η απάντησή σου
poll-vote = Ψηφίζω
poll-change = Αλλαγή ψήφου
poll-your-vote = Η ψήφος σου: { $answer }
poll-voted = Έχεις ψηφίσει.
poll-closed-wait = Η ψηφοφορία έκλεισε.
poll-up = Μετακίνηση «{ $what }» πάνω
poll-down = Μετακίνηση «{ $what }» κάτω
poll-votes = { $count ->
    [one] { $count } ψήφος
   *[other] { $count } ψήφοι
}
poll-points = { $count ->
    [one] { $count } πόντος
   *[other] { $count } πόντοι
}
poll-voted-of = Ψήφισαν { $count } από { $of }
poll-open = ανοιχτή
poll-closed = κλειστή
poll-shown = τη βλέπουν όλοι
poll-show = Εμφάνιση αποτελεσμάτων σε όλους
poll-hide = Απόκρυψη από όλους
poll-close = Κλείσιμο ψηφοφορίας
poll-delete = Διαγραφή
poll-who = Ποιος ψήφισε τι;
poll-who-voted = Ποιος ψήφισε τι
poll-average = Μέσος όρος: { $average }
poll-right-answer = Σωστή απάντηση: { $answer }
poll-right-count = { $count } από { $of } σωστές
poll-manage = Εμφάνιση ψηφοφορίας
poll-see = Εμφάνιση της ψήφου μου
poll-wall-vote = Ψηφίστε τώρα
poll-news-open = Νέα ψηφοφορία: { $question }
poll-news-closed = Η ψηφοφορία έκλεισε.
poll-news-shown = Αποτελέσματα: { $question }
poll-not-started = Ο εκπαιδευτικός δεν έχει ξεκινήσει ακόμη την ψηφοφορία.
refusal-poll_unknown = Αυτή η ψηφοφορία δεν υπάρχει.
refusal-poll_closed = Αυτή η ψηφοφορία έχει κλείσει.
refusal-poll_bad = Μια ψηφοφορία χρειάζεται ερώτηση έως 500 χαρακτήρων και όσα ανήκουν στο είδος της, όπως δύο έως δέκα επιλογές.
refusal-polls_many = Ένα μάθημα μπορεί να έχει έως 50 ψηφοφορίες. Διαγράψτε πρώτα μία.
refusal-poll_anonymous = Αυτή η ψηφοφορία είναι ανώνυμη: κανείς δεν βλέπει ποιος ψήφισε τι.
refusal-answer_unfit = Αυτή η απάντηση δεν ταιριάζει στην ερώτηση.
refusal-answer_too_long = Μια απάντηση μπορεί να έχει έως 200 χαρακτήρες.
refusal-vote_sealed = Έχεις ήδη ψηφίσει. Μια ανώνυμη ψήφος αλλάζει μόνο εκεί όπου δόθηκε.
