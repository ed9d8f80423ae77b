refusal-drawing_off = Ο εκπαιδευτικός δεν σας έχει επιτρέψει να σχεδιάζετε.
refusal-board_unknown = Αυτός ο λευκός πίνακας δεν υπάρχει.
refusal-board_full = Αυτός ο λευκός πίνακας είναι γεμάτος. Ανοίξτε έναν άλλον.
refusal-element_unknown = Αυτό δεν υπάρχει πια στον πίνακα.
refusal-element_changed = Κάποιος άλλος το άλλαξε στο μεταξύ.
refusal-not_yours = Μπορείτε να αλλάξετε μόνο όσα σχεδιάσατε εσείς.
refusal-too_large = Αυτό είναι πολύ μεγάλο για τον πίνακα.
refusal-ink_bad = Αυτό δεν μπορεί να σχεδιαστεί.
