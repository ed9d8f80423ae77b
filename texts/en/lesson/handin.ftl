handin-dock = Hand-ins
handin-title = Hand-ins
handin-close-window = Close hand-ins
handin-count = { $count ->
    [one] hand-in
   *[other] hand-ins
}
handin-kind-picture = Picture
handin-kind-pdf = PDF
handin-kind-text = Text
handin-what = What should the class hand in?
handin-kinds = As
handin-ask = Ask the class
handin-asked = The class can hand in: { $kinds }
handin-end = Stop taking hand-ins
handin-choose = Choose files or take a photo. You can also drop or paste them here.
handin-text = Your text
handin-send = Hand in
handin-sending = Sending { $name }…
handin-refused = { $name }: { $why }
handin-none = Nothing has been handed in yet.
handin-pile = What the class handed in
handin-own = What you handed in
handin-show = Show to everyone
handin-show-of = Show to everyone what { $name } handed in
handin-hide = Take off the screen
handin-hide-of = Take off the screen what { $name } handed in
handin-delete = Delete
handin-delete-of = Delete { $name }
handin-download = Download all (ZIP)
handin-news-asked = Your teacher asks for something: { $title }
handin-news-over = Nothing can be handed in any more.
handin-news-added = { $count ->
    [one] { $count } new hand-in
   *[other] { $count } new hand-ins
}
handin-news-taken = Handed in.
refusal-hand_in_closed = Nothing can be handed in at the moment.
refusal-hand_in_kind_bad = Your teacher did not ask for this kind of file.
refusal-hand_in_unknown = This is no longer there.
refusal-hand_ins_many = There is no more room for what you hand in. Delete something first.
refusal-file_infected = The virus scanner refused this file.
