using System.Diagnostics;

namespace Cocoon.EndToEnd.Tests.Commands;

/// <summary>The cocoon tool in a process of its own, as a person runs it.</summary>
internal sealed class CocoonProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly Process _process;
    private readonly Task<string> _errors;

    private CocoonProcess(Process process)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync();
    }

    public int Id => _process.Id;

    /// <param name="path">PATH of the process; null for this one's.</param>
    /// <param name="arguments">What to run.</param>
    public static CocoonProcess Start(string? path, params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "cocoon.dll"));
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        if (path is not null) start.Environment["PATH"] = path;
        return new CocoonProcess(Process.Start(start)!);
    }

    /// <summary>Reads on until a line contains this.</summary>
    public async Task<string> WaitFor(string text)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (await _process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
            if (line.Contains(text, StringComparison.Ordinal)) return line;
        throw new InvalidOperationException($"It ended without saying '{text}': {await _errors}");
    }

    public async Task<(int Code, string Output, string Errors)> End()
    {
        using var patience = new CancellationTokenSource(Patience);
        var output = await _process.StandardOutput.ReadToEndAsync(patience.Token);
        await _process.WaitForExitAsync(patience.Token);
        return (_process.ExitCode, output, await _errors);
    }

    /// <summary>Ctrl-C.</summary>
    public void Interrupt() => Process.Start("kill", ["-INT", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]).WaitForExit();

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }
}
