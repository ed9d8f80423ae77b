DROP TABLE quiz_reveals;
DROP TABLE quiz_answers;
