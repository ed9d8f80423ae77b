DROP INDEX sessions_coming;
DROP TABLE unsubscribe_links;
DROP TABLE reminders;
DROP TABLE reminder_choices;
