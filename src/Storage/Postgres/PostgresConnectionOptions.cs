namespace Cocoon.Storage.Postgres;

/// <summary>Which PostgreSQL database, and as whom.</summary>
public class PostgresConnectionOptions
{
    /// <summary>The server's name or address, or the folder of its Unix socket. Required.</summary>
    public string Host { get; set; } = "";

    /// <summary>The server's port, 1 to 65,535. Default: 5432.</summary>
    public int Port { get; set; } = 5432;

    /// <summary>The database, which one market has to itself. Default: "cocoon".</summary>
    public string Database { get; set; } = "cocoon";

    /// <summary>The database user. Required.</summary>
    public string User { get; set; } = "";

    /// <summary>
    /// A file with nothing but the user's password, read again for each new connection, so that a new password needs no restart.
    /// Default: none, for servers that know the user by other means.
    /// </summary>
    public string? PasswordFile { get; set; }

    /// <summary>
    /// The certificate of the authority that signed the server's, as PEM: with it, only that server is spoken to, and only
    /// encrypted. Default: none; encrypted when the server offers it, whoever it is.
    /// </summary>
    public string? RootCertificateFile { get; set; }

    /// <summary>Most connections, 2 or more, and more than a store's writers; the server's max_connections must be enough for all processes. Default: 32.</summary>
    public int MaxConnections { get; set; } = 32;
}
