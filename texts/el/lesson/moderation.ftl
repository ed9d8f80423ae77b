room-not-started = Το μάθημα δεν έχει αρχίσει.
room-waiting = { $count ->
    [0] Δεν περιμένει κανείς ακόμη.
    [one] Ένα άτομο περιμένει.
   *[other] { $count } άτομα περιμένουν.
}
room-start = Έναρξη μαθήματος
people-waiting = Περιμένουν
people-let-all-in = Όλοι μέσα
people-come-in = Μπαίνουν όταν αρχίσετε το μάθημα.
people-come-in-let = Μπαίνουν όταν αρχίσετε το μάθημα και τους βάλετε μέσα.
people-let-in = Μέσα
people-let-in-who = Να μπει μέσα: { $name }
people-turn-away = Απόρριψη
people-turn-away-title = Απόρριψη: { $name };
people-turn-away-text = Το άτομο «{ $name }» δεν μπορεί να μπει μέχρι να το αλλάξετε.
people-turn-away-who = Απόρριψη: { $name }
people-removed = Βγήκαν από το μάθημα
people-readmit = Ξανά μέσα
people-readmit-who = Να ξαναμπεί: { $name }
news-knocks = Θέλουν να μπουν: { $names }.
