-- Which page of the presentation on the room's screen is shown, from 0.
ALTER TABLE sessions ADD COLUMN pdf_page INTEGER NOT NULL DEFAULT 0 CHECK (pdf_page >= 0);
