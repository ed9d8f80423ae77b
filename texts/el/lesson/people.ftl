dock-people = Άτομα
dock-waiting = σε αναμονή
dock-hands = { $count ->
    [one] σηκωμένο χέρι
   *[other] σηκωμένα χέρια
}
people-students = { $count ->
    [0] κανένας μαθητής
    [one] { $count } μαθητής
   *[other] { $count } μαθητές
}
people-teacher-lost = Χάθηκε η σύνδεση: { $name }.
people-teacher-lost-wait = Περιμένετε λίγο.
panel-close-people = Κλείσιμο ατόμων
people-find = Αναζήτηση ατόμου
people-nobody = Δεν υπάρχει κανείς με αυτό το όνομα.
people-remove = Απομάκρυνση
people-remove-who = Απομάκρυνση: { $name }
people-remove-title = Απομάκρυνση: { $name };
people-remove-text = Το άτομο «{ $name }» βγαίνει αμέσως από το μάθημα και δεν μπορεί να επιστρέψει ώσπου να το βάλετε ξανά.
people-lower = Κατέβασμα χεριού
people-lower-who = Κατέβασμα χεριού: { $name }, με σειρά { $turn }
people-more = Περισσότερα: { $name }
people-lost = Χάθηκε η σύνδεση
people-mic-none = Μικρόφωνο κλειστό
people-mic-muted = Μικρόφωνο κλειστό
people-mic-on = Μικρόφωνο ανοιχτό
people-mute-who = Σίγαση: { $name }
people-unmute-who = Άρση σίγασης: { $name }
people-allow = Να μπορεί να ανοίξει το μικρόφωνο: { $name }
people-volume = Ένταση
people-volume-who = Ένταση: { $name }
people-mute-others = Σίγαση όλων εκτός: { $name }
travels-weak = αδύναμη σύνδεση
travels-bad = κακή σύνδεση
travels-summary = Σύνδεση: { $quality }
travels-good-word = Καλή
travels-weak-word = Αδύναμη
travels-bad-word = Κακή
travels-way = Σύνδεση
travels-there-and-back = Καθυστέρηση
travels-speaking = Ομιλία
travels-hearing = Ακρόαση
travels-nothing = τίποτα ακόμη
travels-figures = { $packets ->
    [one] { $packets } πακέτο
   *[other] { $packets } πακέτα
}, { $lost } % χάθηκαν, διακύμανση { $jitter } ms
refusal-participant_unknown = Αυτό το άτομο δεν είναι σε αυτό το μάθημα.
