-- At start the server reads which lessons have just ended, so that their codes say so.
CREATE INDEX sessions_ended ON sessions (ended_at) WHERE state = 'ended';
