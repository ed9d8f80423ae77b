quiz-yours-button = Your answer: { $letter }
quiz-started = The quiz has started: { $question }
quiz-not-started = Your teacher has not started the quiz yet.
quiz-results = Show results
quiz-start = Start the quiz
quiz-send = Send my answer
quiz-send-another = Send another answer
quiz-yours = Your answer: { $letter }.
quiz-show = Show the correct answer
quiz-so-far = { $count ->
    [one] { $count } of { $of } has answered
   *[other] { $count } of { $of } have answered
}
quiz-count = { $count ->
    [one] { $count } answer
   *[other] { $count } answers
}
quiz-were-right = Correct: { $letter }.
quiz-were-wrong = You answered { $letter }. The correct answer is { $right }.
quiz-right = correct
quiz-own = your answer
quiz-told = The correct answer is: { $answer }
refusal-quiz_not_open = The teacher has not started this quiz yet.
refusal-quiz_gone = This quiz is no longer on the screen.
refusal-quiz_over = The correct answer has already been shown.
refusal-choice_unknown = The quiz does not have this answer.
