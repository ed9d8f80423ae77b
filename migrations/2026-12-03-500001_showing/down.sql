ALTER TABLE settings DROP COLUMN cameras, DROP COLUMN screens;
ALTER TABLE participants DROP COLUMN may_camera, DROP COLUMN may_screen;
ALTER TABLE sessions DROP COLUMN cameras, DROP COLUMN screens, DROP COLUMN several_screens;
