using Npgsql;

namespace Cocoon.Storage.Postgres;

/// <summary>Makes sources of connections. No connection string that leaves here holds a password.</summary>
public static class PostgresConnections
{
    /// <summary>
    /// Connections of that user: for <see cref="PostgresStore"/>, for <see cref="PostgresDatabase"/>, and for Orleans' membership
    /// (<c>AdoNetClusteringSiloOptions.DataSource</c> with the invariant "Npgsql").
    /// </summary>
    /// <exception cref="StoreException">An option is missing or wrong.</exception>
    public static NpgsqlDataSource Open(PostgresConnectionOptions options)
    {
        Require(options);
        var source = new NpgsqlDataSourceBuilder(new NpgsqlConnectionStringBuilder
        {
            Host = options.Host,
            Port = options.Port,
            Database = options.Database,
            Username = options.User,
            ApplicationName = "cocoon",
            Timezone = "UTC",
            Enlist = false,
            MaxPoolSize = options.MaxConnections,
            MaxAutoPrepare = 20,
            KeepAlive = 30,
            Timeout = 5,
            CommandTimeout = 20,
            // Errors would otherwise quote rows, which are money and addresses.
            IncludeErrorDetail = false,
            SslMode = options.RootCertificateFile is null ? SslMode.Prefer : SslMode.VerifyFull,
            RootCertificate = options.RootCertificateFile,
        }.ToString());
        if (options.PasswordFile is { } file) source.UsePasswordProvider(_ => Read(file), (_, _) => new ValueTask<string>(Read(file)));
        return source.Build();
    }

    private static void Require(PostgresConnectionOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.Host)) throw new StoreException("No database server is named. Set the host of PostgreSQL, or the folder of its Unix socket.");
        if (string.IsNullOrWhiteSpace(options.User)) throw new StoreException("No database user is named. Set the user that PostgreSQL is to know this process by.");
        if (string.IsNullOrWhiteSpace(options.Database)) throw new StoreException("No database is named. Set the name of the market's database.");
        if (options.Port is < 1 or > 65_535) throw new StoreException($"{options.Port} is no port. Set the port of PostgreSQL, which is 5432 unless someone changed it.");
        if (options.MaxConnections < 2) throw new StoreException($"{options.MaxConnections} connections are not enough. Allow 2 or more.");
    }

    private static string Read(string file)
    {
        try
        {
            return File.ReadAllText(file).TrimEnd('\r', '\n');
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"The database password cannot be read from {file}: {exception.Message}", exception);
        }
    }
}
