using Cocoon.Silo.Settings;
using Cocoon.Storage.Postgres;
using Microsoft.Extensions.Configuration;

namespace Cocoon.Cli.Market;

/// <summary>Where a settings file says that the ledger is; the rest of the file is not looked at.</summary>
internal static class DatabaseSection
{
    /// <exception cref="CliException">The file is missing, cannot be read, or names no database.</exception>
    public static DatabaseSettings Read(string file)
    {
        var full = Path.GetFullPath(file);
        if (!File.Exists(full)) throw new CliException($"There is no settings file '{file}'.");
        try
        {
            var section = new ConfigurationBuilder().AddJsonFile(full).AddEnvironmentVariables().Build().GetSection($"{CocoonSettings.Section}:Database");
            if (section.Get<DatabaseSettings>() is { } database && (database.Host is null) != (database.Path is null)) return database;
        }
        catch (Exception e) when (e is InvalidDataException or InvalidOperationException)
        {
            throw new CliException($"'{file}' cannot be read: {(e.InnerException ?? e).Message}");
        }
        throw new CliException($"'{file}' has to name either Cocoon:Database:Host (PostgreSQL) or Cocoon:Database:Path (one SQLite file).");
    }

    public static PostgresConnectionOptions ToPostgres(this DatabaseSettings database) => new()
    {
        Host = database.Host!, Port = database.Port, Database = database.Name, User = database.User ?? "", PasswordFile = database.PasswordFile,
    };
}
