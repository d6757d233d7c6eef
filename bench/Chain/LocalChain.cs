using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using Cocoon.Core.Accounts;
using Cocoon.Core.Money;
using Cocoon.Ton.Client;

namespace Cocoon.Bench.Chain;

/// <summary>A local TON chain in a process and a folder of its own; both go with it (docs/localchain.md).</summary>
internal sealed class LocalChain : IAsyncDisposable
{
    private const string Ready = "localchain ready ";

    private readonly DirectoryInfo _state;
    private readonly Process _process;
    private readonly HttpClient _http;

    private LocalChain(DirectoryInfo state, Process process, Uri address)
    {
        _state = state;
        _process = process;
        _http = new HttpClient { BaseAddress = address };
        Client = new ToncenterClient(new HttpClient(), new ToncenterOptions { Endpoint = new Uri(address, "api/v2/") }, TimeProvider.System, Random.Shared);
    }

    public ITonClient Client { get; }

    /// <summary>Null where the chain can run, otherwise a sentence of what is missing.</summary>
    public static string? Missing => Directory.Exists(Checkout.File("contracts", "node_modules"))
        ? null
        : "the local chain's packages are missing; run 'npm ci --ignore-scripts' in contracts/";

    /// <param name="prices">"full" or "cut".</param>
    /// <exception cref="BenchException">It cannot run here.</exception>
    public static async Task<LocalChain> Start(string prices)
    {
        var state = Directory.CreateTempSubdirectory("cocoon-bench-chain-");
        var start = new ProcessStartInfo("node") { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (var argument in (string[])[Checkout.File("contracts", "localchain", "main.mjs"), "--port", "0", "--state", state.FullName, "--prices", prices, "--with-parent"])
            start.ArgumentList.Add(argument);
        try
        {
            var process = Process.Start(start)!;
            if (await process.StandardOutput.ReadLineAsync() is { } line && line.StartsWith(Ready, StringComparison.Ordinal))
                return new LocalChain(state, process, new Uri(line[Ready.Length..]));
            process.Dispose();
            throw new BenchException("The local chain did not start; it says why above.");
        }
        catch (Win32Exception)
        {
            state.Delete(recursive: true);
            throw new BenchException("Node.js is missing. The local chain needs Node 20 or newer; install it, then run this again.");
        }
    }

    /// <summary>Sends money from the chain's treasury.</summary>
    public async Task Fund(AccountAddress account, Nano amount)
    {
        var values = new Dictionary<string, string> { ["address"] = account.Raw, ["amount"] = amount.Value.ToString(CultureInfo.InvariantCulture) };
        using var response = await _http.PostAsJsonAsync("dev/faucet", values);
        response.EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _http.Dispose();
        _state.Delete(recursive: true);
    }
}
