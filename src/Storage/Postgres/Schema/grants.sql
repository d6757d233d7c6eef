-- Who may do what, and where names without a schema are looked up: in membership, because Orleans' statement of the
-- statements has none; ours all have one. Run by every migration, so that a restored database gets it again.
-- Two group roles, named after the database because roles belong to the whole server; logins are made by the operator.
DO $$
DECLARE
    ledger text := current_database() || '_ledger';
    membership text := current_database() || '_membership';
    role text;
BEGIN
    FOREACH role IN ARRAY ARRAY[ledger, membership] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role) THEN
            BEGIN
                EXECUTE format('CREATE ROLE %I NOLOGIN', role);
            EXCEPTION WHEN duplicate_object OR unique_violation THEN
                NULL;  -- another migration on this server was quicker
            END;
        END IF;
    END LOOP;

    EXECUTE format('ALTER DATABASE %I SET search_path = membership', current_database());
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO %I, %I', current_database(), ledger, membership);
    EXECUTE format('GRANT USAGE ON SCHEMA cocoon TO %I', ledger);
    EXECUTE format('GRANT SELECT ON cocoon.migration TO %I', ledger);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON cocoon.record, cocoon.reminder TO %I', ledger);
    EXECUTE format('GRANT USAGE ON SEQUENCE cocoon.version TO %I', ledger);
    EXECUTE format('GRANT USAGE ON SCHEMA membership TO %I, %I', ledger, membership);
    EXECUTE format('GRANT SELECT ON membership.orleansquery TO %I, %I', ledger, membership);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON membership.cluster, membership.silo TO %I, %I', ledger, membership);
END $$;
