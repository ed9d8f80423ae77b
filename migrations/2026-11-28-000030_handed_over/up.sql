-- When the mail of a job began to leave for a mail server. While its answer is not known, nobody sends that mail again.
ALTER TABLE jobs ADD COLUMN handed_over_at TIMESTAMPTZ;
