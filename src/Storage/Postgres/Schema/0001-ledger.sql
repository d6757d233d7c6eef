-- Grain states. A record's version is its ETag: it comes from one sequence for the whole database, so a record that is
-- cleared and written again never gets a version it had before.
CREATE SEQUENCE cocoon.version;

CREATE TABLE cocoon.record (
    state_name text COLLATE "C" NOT NULL,
    grain_id text COLLATE "C" NOT NULL,
    version bigint NOT NULL,
    payload bytea NOT NULL,
    PRIMARY KEY (state_name, grain_id)
) WITH (fillfactor = 70);  -- room beside each row for its next version, so that a write touches no index

-- Large records are mostly hashes and signatures, which do not compress: trying to costs eight times what writing does.
ALTER TABLE cocoon.record ALTER COLUMN payload SET STORAGE EXTERNAL;
