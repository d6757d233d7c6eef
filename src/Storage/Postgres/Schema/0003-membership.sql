-- Who is in the cluster, as Microsoft.Orleans.Clustering.AdoNet keeps it: it looks statements up in OrleansQuery by name,
-- gives parameters by name and reads columns by name; tables and statements are ours. Kept in a schema of its own, because
-- provider silos and gateways may see this and nothing else.
CREATE SCHEMA membership;

CREATE TABLE membership.orleansquery (
    querykey text PRIMARY KEY,
    querytext text NOT NULL
);

-- One row a cluster. Every change of its silos needs the version that was read, and moves it on.
CREATE TABLE membership.cluster (
    id text PRIMARY KEY,
    version integer NOT NULL DEFAULT 0,
    changed_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE membership.silo (
    cluster_id text NOT NULL REFERENCES membership.cluster (id),
    address text NOT NULL,
    port integer NOT NULL,
    generation integer NOT NULL,
    name text NOT NULL,
    host_name text NOT NULL,
    status integer NOT NULL,       -- Orleans.Runtime.SiloStatus: 3 is active
    proxy_port integer NOT NULL,   -- for clients; 0 for a silo that takes none
    suspect_times text,
    started_at timestamptz NOT NULL,
    alive_at timestamptz NOT NULL,
    PRIMARY KEY (cluster_id, address, port, generation)
);

INSERT INTO membership.orleansquery VALUES
('InsertMembershipVersionKey', $$
WITH made AS (INSERT INTO membership.cluster (id) VALUES (@DeploymentId) ON CONFLICT DO NOTHING RETURNING 1)
SELECT EXISTS (SELECT FROM made)
$$),
('InsertMembershipKey', $$
WITH moved AS (
    UPDATE membership.cluster c SET version = c.version + 1, changed_at = now()
    WHERE c.id = @DeploymentId AND c.version = @Version AND NOT EXISTS (
        SELECT FROM membership.silo s WHERE s.cluster_id = @DeploymentId AND s.address = @Address AND s.port = @Port AND s.generation = @Generation)
    RETURNING c.id),
added AS (
    INSERT INTO membership.silo (cluster_id, address, port, generation, name, host_name, status, proxy_port, started_at, alive_at)
    SELECT id, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime FROM moved
    RETURNING 1)
SELECT EXISTS (SELECT FROM added)
$$),
('UpdateMembershipKey', $$
WITH moved AS (
    UPDATE membership.cluster c SET version = c.version + 1, changed_at = now()
    WHERE c.id = @DeploymentId AND c.version = @Version AND EXISTS (
        SELECT FROM membership.silo s WHERE s.cluster_id = @DeploymentId AND s.address = @Address AND s.port = @Port AND s.generation = @Generation)
    RETURNING c.id),
changed AS (
    UPDATE membership.silo s SET status = @Status, suspect_times = @SuspectTimes, alive_at = @IAmAliveTime
    FROM moved WHERE s.cluster_id = moved.id AND s.address = @Address AND s.port = @Port AND s.generation = @Generation
    RETURNING 1)
SELECT EXISTS (SELECT FROM changed)
$$),
('UpdateIAmAlivetimeKey', $$
UPDATE membership.silo SET alive_at = @IAmAliveTime
WHERE cluster_id = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation
$$),
('MembershipReadRowKey', $$
SELECT c.version AS Version, s.address AS Address, s.port AS Port, s.generation AS Generation, s.name AS SiloName, s.host_name AS HostName,
    s.status AS Status, s.proxy_port AS ProxyPort, s.suspect_times AS SuspectTimes, s.started_at AS StartTime, s.alive_at AS IAmAliveTime
FROM membership.cluster c
LEFT JOIN membership.silo s ON s.cluster_id = c.id AND s.address = @Address AND s.port = @Port AND s.generation = @Generation
WHERE c.id = @DeploymentId
$$),
('MembershipReadAllKey', $$
SELECT c.version AS Version, s.address AS Address, s.port AS Port, s.generation AS Generation, s.name AS SiloName, s.host_name AS HostName,
    s.status AS Status, s.proxy_port AS ProxyPort, s.suspect_times AS SuspectTimes, s.started_at AS StartTime, s.alive_at AS IAmAliveTime
FROM membership.cluster c LEFT JOIN membership.silo s ON s.cluster_id = c.id
WHERE c.id = @DeploymentId
$$),
('GatewaysQueryKey', $$
SELECT address AS Address, proxy_port AS ProxyPort, generation AS Generation
FROM membership.silo WHERE cluster_id = @DeploymentId AND status = @Status AND proxy_port > 0
$$),
('CleanupDefunctSiloEntriesKey', $$
DELETE FROM membership.silo WHERE cluster_id = @DeploymentId AND alive_at < @IAmAliveTime AND status <> 3
$$),
('DeleteMembershipTableEntriesKey', $$
DELETE FROM membership.silo WHERE cluster_id = @DeploymentId;
DELETE FROM membership.cluster WHERE id = @DeploymentId
$$);
