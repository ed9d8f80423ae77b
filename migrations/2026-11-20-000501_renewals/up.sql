-- Counts what ends all of a person's logins at once, such as another password. A login of an earlier count is over,
-- even if it is written only after.
ALTER TABLE people ADD COLUMN generation INTEGER NOT NULL DEFAULT 0;
ALTER TABLE logins ADD COLUMN generation INTEGER NOT NULL DEFAULT 0;
-- Which of the tokens that renew this login is the good one: each time it is renewed, the next.
ALTER TABLE logins ADD COLUMN renewals INTEGER NOT NULL DEFAULT 0;
ALTER TABLE logins ADD COLUMN renewed_at TIMESTAMPTZ NOT NULL DEFAULT now();
