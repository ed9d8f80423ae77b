-- Polls of a lesson: what the teacher has asked in it.
CREATE TABLE polls (
    id UUID PRIMARY KEY,
    session_id UUID NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    -- The item of an experience that it was prepared as. An item is written anew, with the same id, whenever the experience
    -- changes: this refers to no row.
    item UUID,
    question JSONB NOT NULL,
    opened_at TIMESTAMPTZ NOT NULL,
    -- When it closes by itself, if it does.
    closes_at TIMESTAMPTZ,
    closed_at TIMESTAMPTZ,
    -- Whether everyone in the room sees it, and its results.
    current BOOLEAN NOT NULL DEFAULT FALSE,
    shown BOOLEAN NOT NULL DEFAULT FALSE,
    -- The answers to an anonymous poll, under the hashes of receipts that only the voters have. They are one value and not rows,
    -- because rows would lie in the order in which they came, with the transactions that wrote them, beside those of the voters.
    ballots JSONB NOT NULL DEFAULT '{}'
);
CREATE INDEX polls_session ON polls (session_id, opened_at);

-- The votes of named polls.
CREATE TABLE poll_votes (
    poll_id UUID NOT NULL REFERENCES polls (id) ON DELETE CASCADE,
    participant_id UUID NOT NULL REFERENCES participants (id) ON DELETE CASCADE,
    answer JSONB NOT NULL,
    -- Whether it is right; NULL if the question has no right answer.
    correct BOOLEAN,
    voted_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (poll_id, participant_id)
);
CREATE INDEX poll_votes_participant ON poll_votes (participant_id);

-- Who has voted in an anonymous poll, while it is open, so that nobody votes twice.
CREATE TABLE poll_voters (
    poll_id UUID NOT NULL REFERENCES polls (id) ON DELETE CASCADE,
    participant_id UUID NOT NULL REFERENCES participants (id) ON DELETE CASCADE,
    PRIMARY KEY (poll_id, participant_id)
);
CREATE INDEX poll_voters_participant ON poll_voters (participant_id);
