poll-dock = Poll
poll-title = Polls
poll-waits = poll waits for your vote
poll-close-window = Close polls
poll-kind = Kind of question
poll-kind-yesNo = Yes or no
poll-kind-single = One choice
poll-kind-multiple = Several choices
poll-kind-scale = Scale
poll-kind-text = Short text
poll-kind-number = Number
poll-kind-order = Order
poll-question = Question
poll-options = Options
poll-option = Option { $number }
poll-is-right = correct
poll-steps = Highest number
poll-anonymous = Anonymous
poll-quiz = With a correct answer
poll-seconds = Time limit
poll-no-limit = None
poll-seconds-of = { $seconds } seconds
poll-right = Correct answer
poll-right-order = The order in which you wrote the options is the correct one.
poll-worth = Points
poll-start = Start the poll
poll-ask-another = New poll
poll-earlier = All polls
poll-yes = Yes
poll-no = No
poll-is-anonymous = Anonymous: nobody can see how you vote.
poll-is-named = Your teacher sees how you vote.
poll-left = { $seconds ->
    [one] { $seconds } second left
   *[other] { $seconds } seconds left
}
poll-answer = Your answer
poll-vote = Vote
poll-change = Change my vote
poll-your-vote = Your vote: { $answer }
poll-voted = You have voted.
poll-closed-wait = The poll is closed.
poll-up = Move “{ $what }” up
poll-down = Move “{ $what }” down
poll-votes = { $count ->
    [one] { $count } vote
   *[other] { $count } votes
}
poll-points = { $count ->
    [one] { $count } point
   *[other] { $count } points
}
poll-voted-of = { $count } of { $of } voted
poll-open = open
poll-closed = closed
poll-shown = shown to everyone
poll-show = Show results to everyone
poll-hide = Hide from everyone
poll-close = Close the poll
poll-delete = Delete
poll-who = Who voted how?
poll-who-voted = Who voted how
poll-average = Average: { $average }
poll-right-answer = Correct answer: { $answer }
poll-right-count = { $count } of { $of } correct
poll-manage = Show the poll
poll-see = Show my vote
poll-wall-vote = Vote now
poll-news-open = New poll: { $question }
poll-news-closed = The poll is closed.
poll-news-shown = Results: { $question }
poll-not-started = Your teacher has not started the poll yet.
refusal-poll_unknown = This poll does not exist.
refusal-poll_closed = This poll is closed.
refusal-poll_bad = A poll needs a question of at most 500 characters and what belongs to its kind, such as two to ten options.
refusal-polls_many = A lesson can have at most 50 polls. Delete one first.
refusal-poll_anonymous = This poll is anonymous: nobody can see who voted how.
refusal-answer_unfit = This answer does not fit the question.
refusal-answer_too_long = An answer can have at most 200 characters.
refusal-vote_sealed = You have already voted. An anonymous vote can only be changed where it was given.
