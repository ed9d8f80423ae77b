-- What someone has answered to a quiz on the room's screen. A quiz is a part of an experience, which is written anew, with the
-- same id, whenever the experience changes: nothing here refers to its row.
CREATE TABLE quiz_answers (
    participant_id UUID NOT NULL REFERENCES participants (id) ON DELETE CASCADE,
    quiz UUID NOT NULL,
    -- From 0.
    choice INTEGER NOT NULL CHECK (choice BETWEEN 0 AND 255),
    answered_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (participant_id, quiz)
);

-- The quizzes whose right answer the teacher has shown.
CREATE TABLE quiz_reveals (
    session_id UUID NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    quiz UUID NOT NULL,
    PRIMARY KEY (session_id, quiz)
);
