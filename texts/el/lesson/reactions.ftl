reactions = Αντιδρώ
reactions-menu = Αντιδράσεις
reactions-counted = { $count ->
    [one] { $count } αντίδραση
   *[other] { $count } αντιδράσεις
}: { $which }
reaction-thumbs-up = Μπράβο
reaction-clap = Χειροκρότημα
reaction-heart = Καρδιά
reaction-laugh = Γέλιο
reaction-surprise = Έκπληξη
reaction-celebrate = Γιορτή
