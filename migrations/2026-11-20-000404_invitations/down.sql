DROP TABLE students;
ALTER TABLE registrations DROP COLUMN invited_by;
DROP TABLE invitation_links;
DROP TABLE invitations;
