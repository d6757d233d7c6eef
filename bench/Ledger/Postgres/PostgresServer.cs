using System.Diagnostics;

namespace Cocoon.Bench.Ledger.Postgres;

/// <summary>
/// A PostgreSQL server of its own in a folder that goes with it: a Unix socket, no password, and every commit on disk, as
/// PostgreSQL does by default.
/// </summary>
internal sealed class PostgresServer : IDisposable
{
    private const string Installations = "/usr/lib/postgresql";

    private readonly string _binaries;
    private readonly DirectoryInfo _folder;

    private PostgresServer(string binaries)
    {
        _binaries = binaries;
        _folder = Directory.CreateTempSubdirectory("cocoon-pg-");
    }

    /// <summary>Where PostgreSQL's programs are; null when it is not installed.</summary>
    public static string? Binaries { get; } = !Directory.Exists(Installations) ? null : Directory.EnumerateDirectories(Installations)
        .Select(version => Path.Combine(version, "bin")).Where(folder => File.Exists(Path.Combine(folder, "initdb"))).Max();

    public string ConnectionString => $"Host={_folder.FullName};Username=cocoon;Database=postgres;Maximum Pool Size=64";

    private string Data => Path.Combine(_folder.FullName, "data");

    /// <exception cref="BenchException">It does not start.</exception>
    public static PostgresServer Start(string binaries)
    {
        var server = new PostgresServer(binaries);
        try
        {
            // PostgreSQL does not run as root.
            if (Environment.IsPrivilegedProcess) Run("chown", "postgres:", server._folder.FullName);
            server.AsPostgres("initdb", "--pgdata", server.Data, "--username", "cocoon", "--auth", "trust", "--no-locale", "--encoding", "UTF8");
            server.AsPostgres("pg_ctl", "start", "--wait", "--pgdata", server.Data, "--log", Path.Combine(server._folder.FullName, "log"),
                "--options", $"-c listen_addresses= -c unix_socket_directories={server._folder.FullName} -c max_connections=100");
            return server;
        }
        catch
        {
            server._folder.Delete(recursive: true);
            throw;
        }
    }

    public void Dispose()
    {
        AsPostgres("pg_ctl", "stop", "--pgdata", Data, "--mode", "fast");
        _folder.Delete(recursive: true);
    }

    private void AsPostgres(string program, params string[] arguments)
    {
        var path = Path.Combine(_binaries, program);
        if (Environment.IsPrivilegedProcess) Run("setpriv", ["--reuid=postgres", "--regid=postgres", "--clear-groups", path, .. arguments]);
        else Run(path, arguments);
    }

    private static void Run(string program, params string[] arguments)
    {
        // No pipes: the server inherits them and would keep them open.
        var start = new ProcessStartInfo("/bin/sh", ["-c", "exec \"$0\" \"$@\" >/dev/null", program, .. arguments]) { WorkingDirectory = Path.GetTempPath() };
        using var process = Process.Start(start)!;
        process.WaitForExit();
        if (process.ExitCode != 0) throw new BenchException($"PostgreSQL's {Path.GetFileName(program)} failed with exit code {process.ExitCode}; it says why above.");
    }
}
