using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Cocoon.Cli.Dev;
using Cocoon.Core.Crypto;
using Cocoon.Core.Receipts;

namespace Cocoon.Cli.Market;

/// <summary>The market that ./cocoon dev runs in another process: its gateway, its chain, and the keys of its people.</summary>
internal sealed class RunningMarket : IDisposable
{
    private const string FileName = "running.json";

    private readonly HttpClient _http = new();
    private readonly DevKeys _keys;
    private readonly Address _address;

    private RunningMarket(DevKeys keys, Address address)
    {
        _keys = keys;
        _address = address;
        Network = new DevNetwork(address.Chain, keys);
    }

    public DevNetwork Network { get; }

    /// <summary>The gateway's base address.</summary>
    public Uri Gateway => _address.Gateway;

    /// <summary>The demo client's.</summary>
    public string ApiKey
    {
        get
        {
            using var entropy = new StoredEntropy(_keys.ApiSecret);
            return Core.Accounts.ApiKey.New(Network.Client.Address, entropy).Reveal();
        }
    }

    /// <summary>Called by ./cocoon dev once it runs.</summary>
    public static void Announce(string stateFolder, Uri gateway, Uri chain) =>
        File.WriteAllBytes(Path.Combine(stateFolder, FileName), JsonSerializer.SerializeToUtf8Bytes(new Address(gateway, chain)));

    /// <summary>Called by ./cocoon dev when it ends.</summary>
    public static void Withdraw(string stateFolder) => File.Delete(Path.Combine(stateFolder, FileName));

    public static RunningMarket Find(string stateFolder)
    {
        var keys = DevKeys.Load(stateFolder);
        var file = Path.Combine(stateFolder, FileName);
        return File.Exists(file)
            ? new RunningMarket(keys, Read(file))
            : throw new CliException($"The market in '{stateFolder}' is not running. Start it with ./cocoon dev, and leave it running.");
    }

    /// <summary>Asks the gateway as the demo client.</summary>
    public Task<JsonElement> AsClient(HttpMethod method, string path, object? body, CancellationToken cancellationToken) => Ask(method, path, body, ApiKey, cancellationToken);

    /// <summary>Asks the gateway as the market's operator.</summary>
    public Task<JsonElement> AsAdmin(HttpMethod method, string path, CancellationToken cancellationToken) => Ask(method, path, null, _keys.AdminKey, cancellationToken);

    public void Dispose()
    {
        _http.Dispose();
        _keys.Dispose();
    }

    private async Task<JsonElement> Ask(HttpMethod method, string path, object? body, string key, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, new Uri(_address.Gateway, path));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        if (body is not null) request.Content = JsonContent.Create(body, options: ReceiptJson.Options);
        try
        {
            using var response = await _http.SendAsync(request, cancellationToken);
            var answer = await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
            return response.IsSuccessStatusCode ? answer : throw new CliException(answer.GetProperty("error").GetProperty("message").GetString()!);
        }
        catch (HttpRequestException e)
        {
            throw new CliException($"The gateway at {_address.Gateway} does not answer ({e.Message}). Is ./cocoon dev still running?");
        }
    }

    private static Address Read(string file)
    {
        try
        {
            if (JsonSerializer.Deserialize<Address>(File.ReadAllBytes(file)) is { } address && IsBase(address.Gateway) && IsBase(address.Chain)) return address;
        }
        catch (JsonException)
        {
            // Explained below, together with a file that lacks an address.
        }
        throw new CliException($"The file '{file}' is damaged. Stop ./cocoon dev and start it again: it writes the file anew.");
    }

    private static bool IsBase(Uri? uri) => uri is { IsAbsoluteUri: true, Scheme: "http" or "https" } && uri.AbsoluteUri.EndsWith('/');

    private sealed record Address(Uri Gateway, Uri Chain);

    /// <summary>Gives back stored bytes: the demo client's API key is the same after every start.</summary>
    private sealed class StoredEntropy(byte[] stored) : IEntropy, IDisposable
    {
        public void Fill(Span<byte> bytes) => stored.CopyTo(bytes);

        public void Dispose() => System.Security.Cryptography.CryptographicOperations.ZeroMemory(stored);
    }
}
