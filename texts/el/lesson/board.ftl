refusal-drawing_off = Ο εκπαιδευτικός δεν σας έχει επιτρέψει να σχεδιάζετε.
refusal-board_unknown = Αυτός ο λευκός πίνακας δεν υπάρχει.
refusal-board_full = Αυτός ο λευκός πίνακας είναι γεμάτος. Ανοίξτε έναν άλλον.
refusal-element_unknown = Αυτό δεν υπάρχει πια στον πίνακα.
refusal-element_changed = Κάποιος άλλος το άλλαξε στο μεταξύ.
refusal-not_yours = Μπορείτε να αλλάξετε μόνο όσα σχεδιάσατε εσείς.
refusal-too_large = Αυτό είναι πολύ μεγάλο για τον πίνακα.
refusal-ink_bad = Αυτό δεν μπορεί να σχεδιαστεί.
board = Λευκός πίνακας
board-dock = Πίνακας
board-over = Σχεδίαση στη σελίδα
board-over-label = { $count ->
    [one] Ένα σχέδιο σε αυτή τη σελίδα
   *[other] { $count } σχέδια σε αυτή τη σελίδα
}
board-draw = Σχεδίαση
board-close = Κλείσιμο λευκού πίνακα
board-somebody = Κάποιος
board-boards = Λευκοί πίνακες
board-number = Λευκός πίνακας { $number }
board-add = Προσθήκη λευκού πίνακα
board-template-plain = Λευκό
board-template-lined = Με γραμμές
board-template-squared = Τετραγωνισμένο
board-template-axes = Άξονες συντεταγμένων
board-template-music = Πεντάγραμμο
board-template-europe = Χάρτης Ευρώπης
board-show = Εμφάνιση σε όλους
board-shown = Τον βλέπουν όλοι
board-who = Ποιος σχεδιάζει
board-who-nobody = Μόνο εγώ
board-who-chosen = Επιλεγμένοι μαθητές
board-who-everyone = Όλοι
board-chosen = { $count ->
    [one] Ένας μαθητής
   *[other] { $count } μαθητές
}
board-no-students = Δεν υπάρχει ακόμη μαθητής εδώ.
board-clear = Καθαρισμός
board-fit = Εμφάνιση όλων
board-contents = Περιεχόμενα
board-empty = Δεν υπάρχει τίποτα ακόμη.
board-strokes = { $count ->
    [one] Μία πινελιά
   *[other] { $count } πινελιές
}
board-save = Λήψη
board-save-as = Λήψη ως { $format }
board-save-failed = Η λήψη του πίνακα απέτυχε.
board-canvas = Λευκός πίνακας. Τα βέλη μετακινούν τον δείκτη, το Enter σχεδιάζει.
board-canvas-read = Λευκός πίνακας. Μετακίνηση με τα βέλη.
board-help = Τα γράμματα επιλέγουν εργαλείο. Τα βέλη μετακινούν τον δείκτη ή ό,τι είναι επιλεγμένο. Το Enter αρχίζει και τελειώνει μια γραμμή ή ένα σχήμα. Το Delete διαγράφει ό,τι είναι επιλεγμένο. Το Escape κλείνει τον πίνακα. Τα «Περιεχόμενα» δείχνουν ό,τι υπάρχει επάνω του.
board-text = Κείμενο
board-tools = Εργαλεία
board-tool-select = Επιλογή
board-tool-pen = Στυλό
board-tool-marker = Μαρκαδόρος
board-tool-eraser = Γόμα
board-tool-line = Γραμμή
board-tool-arrow = Βέλος
board-tool-box = Ορθογώνιο
board-tool-ellipse = Έλλειψη
board-tool-text = Κείμενο
board-tool-note = Σημείωση
board-tool-connector = Σύνδεση
board-tool-frame = Πλαίσιο
board-tool-picture = Εικόνα
board-tool-laser = Δείκτης λέιζερ
board-tool-hand = Μετακίνηση
board-undo = Αναίρεση
board-redo = Επανάληψη
board-colours = Χρώμα
board-colour-black = Μαύρο
board-colour-grey = Γκρι
board-colour-blue = Μπλε
board-colour-sky = Γαλάζιο
board-colour-green = Πράσινο
board-colour-yellow = Κίτρινο
board-colour-orange = Πορτοκαλί
board-colour-red = Κόκκινο
board-colour-pink = Ροζ
board-colour-purple = Μοβ
board-colour-brown = Καφέ
board-colour-navy = Σκούρο μπλε
board-width = Πάχος
board-width-of = { $width } από { $widths }
board-filled = Γέμισμα
board-dashed = Διακεκομμένη
board-selected = { $count ->
    [one] Ένα επιλεγμένο
   *[other] { $count } επιλεγμένα
}
board-duplicate = Αντίγραφο
board-group = Ομάδα
board-ungroup = Χωρίς ομάδα
board-align = Στοίχιση
board-align-left = Αριστερά
board-align-centre = Κέντρο
board-align-right = Δεξιά
board-align-top = Πάνω
board-align-middle = Μέση
board-align-bottom = Κάτω
board-delete = Διαγραφή
board-kind-pen = Πινελιά ({ $colour })
board-kind-marker = Πινελιά μαρκαδόρου ({ $colour })
board-kind-line = Γραμμή ({ $colour })
board-kind-arrow = Βέλος ({ $colour })
board-kind-box = Ορθογώνιο ({ $colour })
board-kind-ellipse = Έλλειψη ({ $colour })
board-kind-text = Κείμενο
board-kind-note = Σημείωση ({ $colour })
board-kind-frame = Πλαίσιο
board-kind-picture = Εικόνα
board-kind-connector = Σύνδεση ({ $colour })
board-news-shown = Ο εκπαιδευτικός δείχνει έναν λευκό πίνακα.
board-news-hidden = Ο εκπαιδευτικός έκλεισε τον λευκό πίνακα.
board-news-nobody = Τώρα σχεδιάζει μόνο ο εκπαιδευτικός.
board-news-chosen = Ο εκπαιδευτικός επέλεξε ποιοι σχεδιάζουν.
board-news-everyone = Τώρα μπορούν να σχεδιάζουν όλοι.
board-news-wrote = Έγραψε ({ $name }): { $text }
board-news-drew = Κάποιος σχεδίασε: { $name }
