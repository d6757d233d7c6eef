using System.ComponentModel;
using System.Diagnostics;
using System.Net.Http.Json;
using Cocoon.Core.Accounts;
using Cocoon.Core.Money;

namespace Cocoon.Cli.Dev;

/// <summary>The local TON chain as a child process. It ends when this process does, however that happens.</summary>
internal sealed class LocalChain : IAsyncDisposable
{
    private const string Ready = "localchain ready ";
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(5);

    private readonly Process _process;
    private readonly HttpClient _http;

    private LocalChain(Process process, Uri address)
    {
        _process = process;
        _http = new HttpClient { BaseAddress = address };
    }

    /// <summary>The toncenter-shaped API, ending in "/api/v2/".</summary>
    public Uri Api => new(_http.BaseAddress!, "/api/v2/");

    /// <summary>Completes when the chain has ended by itself.</summary>
    public Task Ended => _process.WaitForExitAsync();

    public static async Task<LocalChain> Start(string stateFolder, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("node") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])[ProjectRoot.LocalChain, "--port", "0", "--state", stateFolder, "--with-parent"]) start.ArgumentList.Add(argument);
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            throw new CliException("Node.js is missing. The local chain needs Node 20 or newer; install it, then run this again.");
        }
        return await WaitUntilReady(process, cancellationToken);
    }

    /// <summary>Money from nowhere, by a real transaction.</summary>
    public async Task Fund(AccountAddress address, Nano amount, CancellationToken cancellationToken)
    {
        using var response = await _http.PostAsJsonAsync("/dev/faucet",
            new { address = address.Raw, amount = amount.Value.ToString(System.Globalization.CultureInfo.InvariantCulture) }, cancellationToken);
        if (!response.IsSuccessStatusCode)
            throw new CliException($"The local chain's faucet refused: {await response.Content.ReadAsStringAsync(cancellationToken)}");
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (!_process.HasExited)
        {
            // The chain ends when its input does, after its last write is on disk.
            _process.StandardInput.Close();
            using var patience = new CancellationTokenSource(StopTime);
            try
            {
                await _process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                _process.Kill(entireProcessTree: true);
            }
        }
        _process.Dispose();
    }

    private static async Task<LocalChain> WaitUntilReady(Process process, CancellationToken cancellationToken)
    {
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(StartTime);
        try
        {
            while (await process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
            {
                if (!line.StartsWith(Ready, StringComparison.Ordinal)) continue;
                _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None); // keeps the pipe from filling up
                return new LocalChain(process, new Uri(line[Ready.Length..]));
            }
            throw new CliException($"The local chain did not start: {(await errors).Trim()}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new CliException($"The local chain was not ready within {StartTime.TotalSeconds:0} s. Run ./cocoon doctor to see what is missing.");
        }
        catch
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
            process.Dispose();
            throw;
        }
    }
}
