using System.CommandLine;
using System.Text.Json;

namespace Cocoon.Cli.Market;

/// <summary>"cocoon account": the client's account and its API keys.</summary>
internal static class AccountCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("name") { Description = "Your label for the key." };
        var id = new Argument<string>("id") { Description = "The key's id, as 'show' lists it." };
        var grace = new Option<int>("--grace") { Description = "Seconds that the old key stays valid.", DefaultValueFactory = _ => 3_600 };
        var limits = new KeyLimits();
        var make = new Command("new-key", "Make an API key; it is shown this once.") { name }
            .With((market, result, token) => Reveal(market, HttpMethod.Post, "", new { Name = result.GetValue(name)!, Scope = limits.Read(result) }, token));
        var limit = new Command("limit-key", "Replace an API key's limits; without options it has none.") { id }
            .With(async (market, result, token) => Print(await market.AsClient(HttpMethod.Put, Key(result.GetValue(id)!, "scope"), new { Scope = limits.Read(result) }, token)));
        limits.AddTo(make);
        limits.AddTo(limit);
        return new Command("account", "Show the client's account, and make, limit, rotate or revoke API keys.")
        {
            MarketOptions.State,
            new Command("show", "Wallet, channels and API keys.").With(Show),
            make,
            limit,
            new Command("rotate-key", "Replace an API key's secret; the new key is shown this once.") { id, grace }
                .With((market, result, token) => Reveal(market, HttpMethod.Post, $"/{Uri.EscapeDataString(result.GetValue(id)!)}/rotate", new { GraceSeconds = result.GetValue(grace) }, token)),
            new Command("revoke-key", "Refuse an API key from now on.") { id }.With(async (market, result, token) =>
            {
                await market.AsClient(HttpMethod.Post, Key(result.GetValue(id)!, "revoke"), null, token);
                Console.WriteLine($"Key {result.GetValue(id)} is revoked.");
            }),
        };
    }

    private static string Key(string id, string verb) => $"cocoon/v1/account/keys/{Uri.EscapeDataString(id)}/{verb}";

    private static async Task Show(RunningMarket market, ParseResult result, CancellationToken cancellationToken)
    {
        var account = await market.AsClient(HttpMethod.Get, "cocoon/v1/account", null, cancellationToken);
        Console.WriteLine("Account");
        Tables.Line("wallet", account.GetProperty("account").GetString());
        Tables.Line("balance", await market.Network.Client.Balance(cancellationToken));
        foreach (var channel in account.GetProperty("channels").EnumerateArray()) Tables.Line("channel", channel.GetString());
        Console.WriteLine("API keys");
        foreach (var key in account.GetProperty("keys").EnumerateArray()) Print(key);
    }

    private static void Print(JsonElement key)
    {
        var end = key.Has("revoked_at", out var revoked) ? $"revoked {revoked.GetDateTimeOffset():u}" : KeyLimits.Describe(key);
        Tables.Line(key.GetProperty("id").GetString()!, $"{key.GetProperty("name").GetString()}, made {key.GetProperty("created_at").GetDateTimeOffset():u}, {end}");
    }

    private static async Task Reveal(RunningMarket market, HttpMethod method, string path, object body, CancellationToken cancellationToken)
    {
        var key = await market.AsClient(method, $"cocoon/v1/account/keys{path}", body, cancellationToken);
        Console.WriteLine($"Key {key.GetProperty("id").GetString()} \"{key.GetProperty("name").GetString()}\". Keep it; it is not shown again:");
        Console.WriteLine(key.GetProperty("key").GetString());
    }
}
