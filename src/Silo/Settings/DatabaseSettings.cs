using Cocoon.Storage.Postgres;

namespace Cocoon.Silo.Settings;

/// <summary>
/// PostgreSQL (<see cref="Host"/>) or one SQLite file (<see cref="Path"/>); exactly one of the two. Provider silos and gateways
/// need PostgreSQL for the cluster's membership only, with a user who may see nothing else.
/// </summary>
public sealed class DatabaseSettings
{
    /// <summary>Host name of PostgreSQL, or the folder of its Unix socket. Default: null.</summary>
    public string? Host { get; init; }

    /// <summary>Its TCP port, 1 to 65535. Default: 5432.</summary>
    public int Port { get; init; } = 5432;

    /// <summary>Name of the database. Default: "cocoon".</summary>
    public string Name { get; init; } = "cocoon";

    /// <summary>Its user. Required with <see cref="Host"/>.</summary>
    public string? User { get; init; }

    /// <summary>File with the user's password and nothing else, readable by its owner only. Default: null, for a socket that asks none.</summary>
    public string? PasswordFile { get; init; }

    /// <summary>
    /// The certificate (PEM) of the authority that signed the server's: only that server is spoken to, and only encrypted.
    /// Default: null; encrypted when the server offers it, whoever it is. Set it wherever the database is another machine.
    /// </summary>
    public string? RootCertificateFile { get; init; }

    /// <summary>
    /// Most connections of this process, 4 to 1,000. The group commit needs few; more help only reads. All processes together must
    /// stay below PostgreSQL's max_connections. Default: 32.
    /// </summary>
    public int MaxConnections { get; init; } = 32;

    /// <summary>The SQLite file with all durable state, made when missing: one process, nothing else. Default: null.</summary>
    public string? Path { get; init; }

    /// <summary>Whether this is PostgreSQL.</summary>
    internal bool IsPostgres => Host is not null;

    internal void Apply(PostgresConnectionOptions options)
    {
        (options.Host, options.Port, options.Database, options.User) = (Host!, Port, Name, User!);
        (options.PasswordFile, options.RootCertificateFile, options.MaxConnections) = (PasswordFile, RootCertificateFile, MaxConnections);
    }
}
