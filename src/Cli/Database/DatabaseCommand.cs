using System.CommandLine;
using System.Globalization;
using Cocoon.Core;
using Cocoon.Silo.Settings;
using Cocoon.Storage.Postgres;
using Microsoft.Extensions.Configuration;

namespace Cocoon.Cli.Database;

/// <summary>"cocoon db": the schema of a market's PostgreSQL database.</summary>
internal static class DatabaseCommand
{
    private static readonly Option<FileInfo> Config = new("--config") { Description = "Settings file with a section Cocoon:Database.", Required = true };
    private static readonly Option<string?> User = new("--user") { Description = "Database user, instead of the one in the settings: the owner migrates, silos do not." };
    private static readonly Option<FileInfo?> PasswordFile = new("--password-file") { Description = "That user's password, instead of the one in the settings." };

    public static Command Create() => new("db", "Make, upgrade and look at the market's PostgreSQL database.")
    {
        Verb("migrate", "Bring the schema up to date. Does nothing when it is; several may run at once.", Migrate),
        Verb("status", "Show which steps of the schema the database has and lacks. Changes nothing.", Status),
    };

    private static Command Verb(string name, string description, Func<PostgresConnectionOptions, CancellationToken, Task<int>> run)
    {
        var command = new Command(name, description) { Config, User, PasswordFile };
        command.SetAction((result, cancellationToken) => Failures.Report(() => run(Read(result), cancellationToken)));
        return command;
    }

    private static PostgresConnectionOptions Read(ParseResult arguments)
    {
        var file = arguments.GetValue(Config)!;
        if (!file.Exists) throw new CliException($"There is no settings file {file.FullName}.");
        DatabaseSettings? settings;
        try
        {
            settings = new ConfigurationBuilder().AddJsonFile(file.FullName).AddEnvironmentVariables().Build().GetSection("Cocoon:Database").Get<DatabaseSettings>();
        }
        catch (Exception exception) when (exception is InvalidDataException or InvalidOperationException)
        {
            throw new CliException($"{file.FullName} cannot be read: {(exception.InnerException ?? exception).Message}");
        }

        if (settings is null or { Host: null or "" }) throw new CliException($"{file.FullName} names no PostgreSQL server. Set Cocoon:Database:Host, Name and User; a market on SQLite migrates its file by itself.");
        var options = new PostgresConnectionOptions
        {
            Host = settings.Host, Port = settings.Port, Database = settings.Name, User = settings.User ?? "", PasswordFile = settings.PasswordFile, MaxConnections = settings.MaxConnections,
        };
        if (arguments.GetValue(User) is { } user) (options.User, options.PasswordFile) = (user, null);
        if (arguments.GetValue(PasswordFile) is { } password) options.PasswordFile = password.FullName;
        return options;
    }

    private static async Task<int> Migrate(PostgresConnectionOptions options, CancellationToken cancellationToken)
    {
        await using var database = PostgresConnections.Open(options);
        var before = await PostgresDatabase.Status(database, cancellationToken);
        var after = await PostgresDatabase.Migrate(database, cancellationToken);
        foreach (var step in after.Applied.Skip(before.Applied.Count)) Console.WriteLine($"applied {step.Name}");
        Console.WriteLine($"The database {options.Database} is up to date (schema {PostgresDatabase.Version}).");
        Console.WriteLine($"""
            Logins for it, if they are not made yet (\password sets theirs):
              CREATE ROLE some_core_silo LOGIN IN ROLE "{options.Database}_ledger";
              CREATE ROLE some_provider_or_gateway LOGIN IN ROLE "{options.Database}_membership";
            """);
        return 0;
    }

    private static async Task<int> Status(PostgresConnectionOptions options, CancellationToken cancellationToken)
    {
        await using var database = PostgresConnections.Open(options);
        var status = await PostgresDatabase.Status(database, cancellationToken);
        foreach (var step in status.Applied) Console.WriteLine($"applied {step.AppliedAt.ToString("u", CultureInfo.InvariantCulture)}  {step.Name}");
        foreach (var step in status.Pending) Console.WriteLine($"pending {"",20}  {step}");
        Console.WriteLine(status.Pending.Count == 0 ? "Up to date." : $"{Counted.Of(status.Pending.Count, "step")} to apply: 'cocoon db migrate'.");
        return status.Pending.Count == 0 ? 0 : 1;
    }
}
