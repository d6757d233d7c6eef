using System.Diagnostics;
using System.Globalization;
using Cocoon.ClusterKit.Processes;
using Npgsql;

namespace Cocoon.ClusterKit.Database;

/// <summary>
/// A PostgreSQL server of a cluster under test: a Unix socket, no password, every commit on disk. It can be killed and
/// started again; its folder is the caller's.
/// </summary>
internal sealed class ClusterDatabase : IAsyncDisposable
{
    public const string Name = "cocoon";

    /// <summary>Owns the database, and may do anything.</summary>
    public const string Owner = "owner";

    /// <summary>What core silos log in as.</summary>
    public const string Core = "core";

    /// <summary>What provider silos and gateways log in as: they may see who is in the cluster, and nothing else.</summary>
    public const string Member = "member";

    private const string Installations = "/usr/lib/postgresql";
    private const int MaxConnections = 200;
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    private static readonly string? Binaries = !Directory.Exists(Installations) ? null : Directory.EnumerateDirectories(Installations)
        .Select(version => Path.Combine(version, "bin")).Where(folder => File.Exists(Path.Combine(folder, "initdb"))).Max();

    private readonly string _folder;

    private ClusterDatabase(string folder)
    {
        _folder = folder;
        Server = new OwnProcess("postgres", AsPostgres("postgres", "-D", Data, "-c", "listen_addresses=", "-c", $"unix_socket_directories={folder}",
            "-c", $"max_connections={MaxConnections.ToString(CultureInfo.InvariantCulture)}", "-c", "shared_buffers=256MB"), Path.Combine(folder, "server.log"));
    }

    /// <summary>Null where the server can run, otherwise a sentence of what is missing.</summary>
    public static string? Missing => Binaries is null ? $"PostgreSQL is not installed (looked in {Installations})." : null;

    public OwnProcess Server { get; }

    /// <summary>What a process names as its host.</summary>
    public string Host => _folder;

    private string Data => Path.Combine(_folder, "data");

    /// <summary>Makes a server and an empty database in a folder, and starts it.</summary>
    public static async Task<ClusterDatabase> Create(string folder, CancellationToken cancellationToken)
    {
        if (Missing is { } missing) throw new ClusterException(missing);
        Directory.CreateDirectory(folder);
        var database = new ClusterDatabase(folder);
        try
        {
            // PostgreSQL does not run as root.
            if (Environment.IsPrivilegedProcess) await Run("chown", "postgres:", folder);
            await Run(AsPostgres("initdb", "--pgdata", database.Data, "--username", Owner, "--auth", "trust", "--no-locale", "--encoding", "UTF8", "--no-sync"));
            await database.Start(cancellationToken);
            await database.Execute("postgres", $"CREATE DATABASE {Name}", cancellationToken);
            return database;
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the server and waits until it answers.</summary>
    public async Task Start(CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            // After a kill, what the old server left has to go first: until then a new one refuses to start.
            if (!Server.IsAlive) await Server.Start();
            if (await Answers(cancellationToken)) return;
            if (clock.Elapsed > StartTime) throw new ClusterException($"PostgreSQL does not answer after {StartTime.TotalSeconds:0} s. It said last:\n{Server.LogTail()}");
            await Task.Delay(Poll, cancellationToken);
        }
    }

    /// <summary>Logins of the roles that the migration has made.</summary>
    public Task CreateLogins(CancellationToken cancellationToken) =>
        Execute(Name, $"CREATE ROLE {Core} LOGIN IN ROLE {Name}_ledger; CREATE ROLE {Member} LOGIN IN ROLE {Name}_membership", cancellationToken);

    public string ConnectionString(string user, string database = Name) => new NpgsqlConnectionStringBuilder
    {
        Host = _folder, Username = user, Database = database, Pooling = false, Timeout = 5, CommandTimeout = 60,
    }.ToString();

    public async Task Execute(string database, string sql, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(ConnectionString(Owner, database));
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        // SIGINT: no waiting for clients.
        if (Server.IsAlive) PosixSignals.Send(Server.Id, PosixSignals.Interrupt);
        await Task.WhenAny(Server.Exited, Task.Delay(StopTime));
        await Server.DisposeAsync();
    }

    private async Task<bool> Answers(CancellationToken cancellationToken)
    {
        try
        {
            await Execute("postgres", "SELECT 1", cancellationToken);
            return true;
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            return false;
        }
    }

    private static string[] AsPostgres(string program, params string[] arguments)
    {
        string[] command = [Path.Combine(Binaries!, program), .. arguments];
        return Environment.IsPrivilegedProcess ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", .. command] : command;
    }

    private static async Task Run(params string[] command)
    {
        using var process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.GetTempPath() })!;
        var (said, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new ClusterException($"{command[0]} failed with exit code {process.ExitCode}: {await said}{await errors}");
    }
}
