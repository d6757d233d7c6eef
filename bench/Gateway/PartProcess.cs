using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Cocoon.Bench.Gateway;

/// <summary>A process of the benchmark, ours or another's, and what the system says of it.</summary>
internal sealed class PartProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;

    private PartProcess(Process process) => _process = process;

    public int Port { get; private init; }

    /// <summary>What else it said when it was ready: an API key.</summary>
    public string Key { get; private init; } = "";

    /// <summary>Starts this program as one of its parts, and waits until it is ready.</summary>
    public static async Task<PartProcess> Own(params string[] args)
    {
        var host = Environment.ProcessPath!;
        var isHost = Path.GetFileNameWithoutExtension(host) == "dotnet";
        var start = new ProcessStartInfo(host, [.. isHost ? [typeof(PartProcess).Assembly.Location] : (string[])[], GatewayPart.Verb, .. args])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true,
            // The compiler's second thoughts cost more than a short run can give back.
            Environment = { ["DOTNET_TieredPGO"] = "0" },
        };
        var process = Process.Start(start)!;
        var words = (await process.StandardOutput.ReadLineAsync().WaitAsync(Patience))?.Split(' ');
        if (words is ["ready", var port, var key]) return new PartProcess(process) { Port = int.Parse(port, CultureInfo.InvariantCulture), Key = key };
        process.Kill(entireProcessTree: true);
        throw new BenchException($"The process '{args[0]}' did not start.");
    }

    /// <summary>Starts another program and waits until its port answers.</summary>
    /// <returns>Null when it ends, or does not listen in time.</returns>
    public static async Task<PartProcess?> Other(ProcessStartInfo start, int port)
    {
        (start.RedirectStandardInput, start.RedirectStandardOutput, start.RedirectStandardError) = (true, true, true);
        var part = new PartProcess(Process.Start(start)!) { Port = port };
        // Nobody reads what it says; a full pipe would stop it.
        part._process.BeginOutputReadLine();
        part._process.BeginErrorReadLine();
        var since = TimeProvider.System.GetTimestamp();
        while (!part._process.HasExited && TimeProvider.System.GetElapsedTime(since) < Patience)
        {
            using var socket = new System.Net.Sockets.TcpClient();
            try
            {
                await socket.ConnectAsync(System.Net.IPAddress.Loopback, port);
                return part;
            }
            catch (System.Net.Sockets.SocketException)
            {
                await Task.Delay(50);
            }
        }
        await part.DisposeAsync();
        return null;
    }

    /// <summary>Sends a line and reads the answer.</summary>
    public async Task<T> Ask<T>(string line)
    {
        await _process.StandardInput.WriteLineAsync(line);
        await _process.StandardInput.FlushAsync();
        var answer = await _process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(20));
        return answer is null ? throw new BenchException("A process of the benchmark ended.") : JsonSerializer.Deserialize<T>(answer, LoadPart.Named)!;
    }

    /// <summary>Processor time so far, of this process and its children.</summary>
    public TimeSpan Cpu() => TimeSpan.FromSeconds(Family().Sum(Ticks) / 100.0);

    /// <summary>Resident bytes of this process and its children.</summary>
    public long Resident() => Family().Sum(static id => Status(id, "VmRSS:") * 1024);

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.StandardInput.Close();
            try
            {
                await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(5));
            }
            catch (TimeoutException)
            {
                _process.Kill(entireProcessTree: true);
            }
        }
        _process.Dispose();
    }

    private List<int> Family() => Directory.EnumerateDirectories("/proc").Select(path => int.TryParse(Path.GetFileName(path), out var id) ? id : 0)
        .Where(id => id == _process.Id || (id > 0 && Status(id, "PPid:") == _process.Id)).ToList();

    /// <summary>User and system time in hundredths of a second: the 14th and 15th of proc(5)'s stat, after a name in brackets.</summary>
    private static long Ticks(int id)
    {
        var fields = Text(id, "stat") is { Length: > 0 } stat ? stat[(stat.LastIndexOf(')') + 2)..].Split(' ') : [];
        return fields.Length > 12 ? long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture) : 0;
    }

    private static long Status(int id, string name)
    {
        foreach (var line in Text(id, "status").Split('\n'))
            if (line.StartsWith(name, StringComparison.Ordinal)) return long.Parse(line[name.Length..].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture);
        return 0;
    }

    private static string Text(int id, string file)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/{file}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It has ended since it was listed.
            return "";
        }
    }
}
