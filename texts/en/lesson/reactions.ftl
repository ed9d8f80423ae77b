reactions = React
reactions-menu = Reactions
reactions-counted = { $count ->
    [one] { $count } reaction
   *[other] { $count } reactions
}: { $which }
reaction-thumbs-up = Thumbs up
reaction-clap = Clapping
reaction-heart = Heart
reaction-laugh = Laughing
reaction-surprise = Surprised
reaction-celebrate = Celebrating
