quiz-send = Send my answer
quiz-send-another = Send another answer
quiz-yours = Your answer is { $letter }.
quiz-show = Show the right answer
quiz-so-far = { $count ->
    [one] { $count } answer so far
   *[other] { $count } answers so far
}
quiz-count = { $count ->
    [one] { $count } answer
   *[other] { $count } answers
}
quiz-were-right = You were right: { $letter }.
quiz-were-wrong = You said { $letter }. Right is { $right }.
quiz-right = right
quiz-own = your answer
quiz-told = The right answer is: { $answer }
refusal-quiz_gone = That quiz is not on the screen any more.
refusal-quiz_over = The right answer has been shown already.
refusal-choice_unknown = The quiz has no such answer.
