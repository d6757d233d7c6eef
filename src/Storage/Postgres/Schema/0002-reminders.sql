-- Ticks come at start_at + n * period. next_due is the first of them that nobody has claimed.
CREATE TABLE cocoon.reminder (
    grain_id text COLLATE "C" NOT NULL,
    name text COLLATE "C" NOT NULL,
    start_at timestamptz NOT NULL,
    period interval NOT NULL CHECK (period > interval '0'),
    next_due timestamptz NOT NULL,
    version bigint NOT NULL,
    PRIMARY KEY (grain_id, name)
);

CREATE INDEX reminder_next_due ON cocoon.reminder (next_due);
