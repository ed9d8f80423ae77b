CREATE TABLE board_pages (
    session_id uuid NOT NULL REFERENCES sessions ON DELETE CASCADE,
    page integer NOT NULL,
    -- The page of the screen that it lies over; NULL for a whiteboard.
    item_id uuid,
    pdf_page integer,
    template text NOT NULL,
    -- The number of the last operation.
    number bigint NOT NULL,
    cleared bigint NOT NULL,
    -- Seats.
    hidden integer[] NOT NULL,
    PRIMARY KEY (session_id, page)
);

CREATE TABLE board_elements (
    session_id uuid NOT NULL,
    page integer NOT NULL,
    seat integer NOT NULL,
    counter bigint NOT NULL,
    number bigint NOT NULL,
    deleted boolean NOT NULL,
    element jsonb NOT NULL,
    PRIMARY KEY (session_id, page, seat, counter),
    FOREIGN KEY (session_id, page) REFERENCES board_pages ON DELETE CASCADE
);

ALTER TABLE sessions ADD COLUMN board_shown integer, ADD COLUMN drawing text NOT NULL DEFAULT 'nobody';
ALTER TABLE participants ADD COLUMN may_draw boolean NOT NULL DEFAULT false;
