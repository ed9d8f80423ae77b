-- Who may show a camera or share a screen: by the rules of the session, and by what the teacher decided about one participant.
ALTER TABLE sessions
    ADD COLUMN cameras text NOT NULL DEFAULT 'asked' CHECK (cameras IN ('nobody', 'asked', 'everyone')),
    ADD COLUMN screens text NOT NULL DEFAULT 'asked' CHECK (screens IN ('nobody', 'asked', 'everyone')),
    ADD COLUMN several_screens boolean NOT NULL DEFAULT false;
ALTER TABLE participants ADD COLUMN may_camera boolean, ADD COLUMN may_screen boolean;
-- What a new session begins with.
ALTER TABLE settings
    ADD COLUMN cameras text NOT NULL DEFAULT 'asked' CHECK (cameras IN ('nobody', 'asked', 'everyone')),
    ADD COLUMN screens text NOT NULL DEFAULT 'asked' CHECK (screens IN ('nobody', 'asked', 'everyone'));
