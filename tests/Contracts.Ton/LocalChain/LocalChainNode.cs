using System.Diagnostics;
using System.Net.Http.Json;
using System.Reflection;
using Cocoon.Core.Accounts;
using Cocoon.Core.Money;
using Cocoon.Ton.Client;

namespace Cocoon.Ton.Tests.LocalChain;

/// <summary>A local chain in a process and a folder of its own; both go with it (docs/localchain.md).</summary>
internal sealed class LocalChainNode : IAsyncDisposable
{
    private const string Ready = "localchain ready ";

    private static readonly string Contracts = Path.Combine(
        typeof(LocalChainNode).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(entry => entry.Key == "RepositoryRoot").Value!, "contracts");

    private readonly DirectoryInfo _state;
    private readonly Process _process;
    private readonly HttpClient _http;

    private LocalChainNode(DirectoryInfo state, Process process, Uri address)
    {
        _state = state;
        _process = process;
        _http = new HttpClient { BaseAddress = address };
        Api = new Uri(address, "api/v2/");
        Client = new ToncenterClient(new HttpClient(), new ToncenterOptions { Endpoint = Api }, TimeProvider.System, new Random(1));
    }

    /// <summary>Whether its packages are installed.</summary>
    public static bool IsInstalled => Directory.Exists(Path.Combine(Contracts, "node_modules"));

    /// <summary>The toncenter-shaped API.</summary>
    public Uri Api { get; }

    public ITonClient Client { get; }

    public static async Task<LocalChainNode> StartAsync()
    {
        var state = Directory.CreateTempSubdirectory("cocoon-chain-");
        var start = new ProcessStartInfo("node") { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (var argument in new[] { Path.Combine(Contracts, "localchain", "main.mjs"), "--port", "0", "--state", state.FullName, "--with-parent" }) start.ArgumentList.Add(argument);
        var process = Process.Start(start)!;
        var line = await process.StandardOutput.ReadLineAsync() ?? "";
        if (!line.StartsWith(Ready, StringComparison.Ordinal)) throw new InvalidOperationException("The local chain did not start; it says why on the standard error output.");
        return new LocalChainNode(state, process, new Uri(line[Ready.Length..]));
    }

    /// <summary>Sends money from the chain's treasury.</summary>
    public async Task FundAsync(AccountAddress account, Nano amount)
    {
        var values = new Dictionary<string, string> { ["address"] = account.Raw, ["amount"] = amount.Value.ToString(System.Globalization.CultureInfo.InvariantCulture) };
        using var response = await _http.PostAsJsonAsync("dev/faucet", values);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>Moves the chain's clock forward, for good.</summary>
    public async Task PassAsync(long seconds)
    {
        using var response = await _http.PostAsJsonAsync("dev/time", new { addSeconds = seconds });
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
