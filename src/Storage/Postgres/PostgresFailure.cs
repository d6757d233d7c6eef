using Npgsql;

namespace Cocoon.Storage.Postgres;

/// <summary>What an error of PostgreSQL means for the person who reads it, and for what was being written.</summary>
internal static class PostgresFailure
{
    public static StoreException Explain(NpgsqlException exception) => exception switch
    {
        PostgresException { SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification } refused =>
            new StoreException($"PostgreSQL does not let this user in: {refused.MessageText}. Check the user, the password file and the server's pg_hba.conf.", exception),
        PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } =>
            new StoreException("PostgreSQL has no database of that name. Create it first (docs/postgres.md), or correct the name.", exception),
        PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } refused =>
            new StoreException($"PostgreSQL forbids this to the user: {refused.MessageText}. 'cocoon db migrate' is for the database's owner, who may create roles; silos need a user in the role that it makes (docs/postgres.md).", exception),
        PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable } =>
            new StoreException("Another migration of this database has been running for minutes. Wait for it, or end it, and try again.", exception),
        PostgresException { SqlState: PostgresErrorCodes.DiskFull } =>
            new StoreException("The database server's disk is full. Nothing was written. Free some space and try again.", exception),
        PostgresException { SqlState: PostgresErrorCodes.TooManyConnections } =>
            new StoreException("PostgreSQL has no connection left. Raise its max_connections, or lower MaxConnections of the processes that use it.", exception),
        PostgresException other => new StoreException($"PostgreSQL refused ({other.SqlState}): {other.MessageText}", exception),
        { InnerException: TimeoutException } => new StoreException("PostgreSQL did not answer in time.", exception),
        { InnerException: { } inner } => new StoreException($"PostgreSQL cannot be reached: {inner.Message}", exception),
        _ => new StoreException($"PostgreSQL cannot be reached: {exception.Message}", exception),
    };
}
