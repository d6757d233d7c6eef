using System.Diagnostics;
using System.Globalization;
using Cocoon.Storage.Postgres;
using Npgsql;

namespace Cocoon.Servers;

/// <summary>
/// A PostgreSQL server of its own in a folder that goes with it: a Unix socket, no passwords, and every commit on disk, as
/// PostgreSQL does by default. Not thread-safe, but for <see cref="CreateDatabase"/>.
/// </summary>
public sealed class PostgresServer : IDisposable
{
    private const string Installations = "/usr/lib/postgresql";
    private const string Owner = "cocoon";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string _binaries;
    private readonly DirectoryInfo _folder;
    private int _databases;

    private PostgresServer(string binaries)
    {
        _binaries = binaries;
        _folder = Directory.CreateTempSubdirectory("cocoon-pg-");
    }

    /// <summary>Where PostgreSQL's programs are; null when it is not installed.</summary>
    public static string? Binaries { get; } = !Directory.Exists(Installations) ? null : Directory.EnumerateDirectories(Installations)
        .Select(version => Path.Combine(version, "bin")).Where(folder => File.Exists(Path.Combine(folder, "initdb"))).Max();

    /// <summary>The database "postgres", as the user who owns everything.</summary>
    public string ConnectionString => $"Host={_folder.FullName};Username={Owner};Database=postgres;Maximum Pool Size=64";

    private string Data => Path.Combine(_folder.FullName, "data");

    /// <exception cref="InvalidOperationException">It is not installed, or does not start.</exception>
    public static PostgresServer Start()
    {
        var server = new PostgresServer(Binaries ?? throw new InvalidOperationException("PostgreSQL is not installed. On Debian: apt-get install postgresql."));
        try
        {
            // PostgreSQL does not run as root.
            if (Environment.IsPrivilegedProcess) Run("chown", "postgres:", server._folder.FullName);
            server.Tool("initdb", "--pgdata", server.Data, "--username", Owner, "--auth", "trust", "--no-locale", "--encoding", "UTF8", "--no-sync");
            server.Resume();
            return server;
        }
        catch
        {
            server._folder.Delete(recursive: true);
            throw;
        }
    }

    /// <summary>A fresh database, and how its owner reaches it.</summary>
    public async Task<PostgresConnectionOptions> CreateDatabase()
    {
        var name = $"market{Interlocked.Increment(ref _databases).ToString(CultureInfo.InvariantCulture)}";
        await using var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var create = new NpgsqlCommand($"CREATE DATABASE {name}", connection);
        await create.ExecuteNonQueryAsync();
        return Reach(name);
    }

    /// <summary>How a user reaches a database.</summary>
    public PostgresConnectionOptions Reach(string database, string user = Owner) => new() { Host = _folder.FullName, Database = database, User = user, MaxConnections = 8 };

    /// <summary>Runs one of PostgreSQL's programs to its end, as the user that the server runs as; what it prints on stdout is thrown away.</summary>
    public void Tool(string program, params string[] arguments)
    {
        var path = Path.Combine(_binaries, program);
        if (Environment.IsPrivilegedProcess) Run("setpriv", ["--reuid=postgres", "--regid=postgres", "--clear-groups", path, .. arguments]);
        else Run(path, arguments);
    }

    /// <summary>Ends the server as an operator does: clients are cut off, what is committed is written out.</summary>
    public void Stop() => Tool("pg_ctl", "stop", "--pgdata", Data, "--mode", "fast");

    /// <summary>Ends all its processes with SIGKILL, in the middle of whatever they do.</summary>
    public void Kill()
    {
        var main = int.Parse(File.ReadLines(Path.Combine(Data, "postmaster.pid")).First(), CultureInfo.InvariantCulture);
        var children = Process.GetProcesses().Where(process => ParentOf(process.Id) == main).ToList();
        using var server = Process.GetProcessById(main);
        foreach (var process in (IEnumerable<Process>)[server, .. children])
        {
            process.Kill();
            if (!process.WaitForExit(Patience)) throw new InvalidOperationException($"Process {process.Id} of PostgreSQL did not end when it was killed.");
            process.Dispose();
        }
    }

    /// <summary>Starts the server again after <see cref="Stop"/> or <see cref="Kill"/>; returns when it takes connections.</summary>
    public void Resume() => Tool("pg_ctl", "start", "--wait", "--pgdata", Data, "--log", Path.Combine(_folder.FullName, "log"),
        "--options", $"-c listen_addresses= -c unix_socket_directories={_folder.FullName} -c max_connections=100");

    public void Dispose()
    {
        if (File.Exists(Path.Combine(Data, "postmaster.pid"))) Tool("pg_ctl", "stop", "--pgdata", Data, "--mode", "immediate");
        _folder.Delete(recursive: true);
    }

    private static int ParentOf(int process)
    {
        try
        {
            // "pid (name) state parent …"; the name may hold anything, even ") ".
            var stat = File.ReadAllText($"/proc/{process}/stat");
            return int.Parse(stat.AsSpan(stat.LastIndexOf(')') + 2).ToString().Split(' ')[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return -1; // it has ended meanwhile
        }
    }

    private static void Run(string program, params string[] arguments)
    {
        // No pipes: the server inherits them and would keep them open.
        var start = new ProcessStartInfo("/bin/sh", ["-c", "exec \"$0\" \"$@\" >/dev/null", program, .. arguments]) { WorkingDirectory = Path.GetTempPath() };
        using var process = Process.Start(start)!;
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"PostgreSQL's {Path.GetFileName(program)} failed with exit code {process.ExitCode}; it says why above.");
    }
}
