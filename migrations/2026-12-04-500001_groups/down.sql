ALTER TABLE logins DROP COLUMN by_link;
DROP TABLE sign_in_links;
ALTER TABLE participants DROP COLUMN student_id;
ALTER TABLE sessions DROP COLUMN by_code;
DROP TABLE session_groups;
DROP TABLE group_students;
DROP TABLE group_teachers;
DROP TABLE groups;
