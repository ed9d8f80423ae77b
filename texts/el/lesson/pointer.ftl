pointer = Δείκτης
