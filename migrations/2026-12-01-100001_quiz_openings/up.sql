-- The quizzes that the teacher has opened: students answer no others.
CREATE TABLE quiz_openings (
    session_id UUID NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    quiz UUID NOT NULL,
    PRIMARY KEY (session_id, quiz)
);

-- Until now a quiz was open as soon as its page was shown. One that someone has answered stays open.
INSERT INTO quiz_openings (session_id, quiz)
SELECT p.session_id, a.quiz FROM quiz_answers a JOIN participants p ON p.id = a.participant_id
UNION
SELECT session_id, quiz FROM quiz_reveals;
