quiz-yours-button = Η απάντησή σας: { $letter }
quiz-started = Το κουίζ άρχισε: { $question }
quiz-not-started = Το κουίζ δεν έχει αρχίσει ακόμη.
quiz-results = Αποτελέσματα
quiz-start = Έναρξη κουίζ
quiz-send = Αποστολή της απάντησής μου
quiz-send-another = Αποστολή άλλης απάντησης
quiz-yours = Η απάντησή σας: { $letter }.
quiz-show = Σωστή απάντηση
quiz-so-far = { $count ->
    [one] Απάντησε { $count } από { $of }
   *[other] Απάντησαν { $count } από { $of }
}
quiz-count = { $count ->
    [one] { $count } απάντηση
   *[other] { $count } απαντήσεις
}
quiz-were-right = Σωστά: { $letter }.
quiz-were-wrong = Απαντήσατε { $letter }. Η σωστή απάντηση είναι { $right }.
quiz-right = σωστό
quiz-own = η απάντησή σας
quiz-told = Η σωστή απάντηση είναι: { $answer }
refusal-quiz_not_open = Αυτό το κουίζ δεν έχει αρχίσει ακόμη.
refusal-quiz_gone = Αυτό το κουίζ δεν είναι πια στην οθόνη.
refusal-quiz_over = Η σωστή απάντηση έχει ήδη εμφανιστεί.
refusal-choice_unknown = Το κουίζ δεν έχει τέτοια απάντηση.
