using System.CommandLine;

namespace Cocoon.Cli.Market;

/// <summary>"cocoon account": the client's account and its API keys.</summary>
internal static class AccountCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("name") { Description = "Your label for the key." };
        var id = new Argument<string>("id") { Description = "The key's id, as 'show' lists it." };
        return new Command("account", "Show the client's account, and make or revoke API keys.")
        {
            MarketOptions.State,
            new Command("show", "Wallet, channels and API keys.").With(Show),
            new Command("new-key", "Make an API key; it is shown this once.") { name }.With((market, result, token) => NewKey(market, result.GetValue(name)!, token)),
            new Command("revoke-key", "Refuse an API key from now on.") { id }.With(async (market, result, token) =>
            {
                await market.AsClient(HttpMethod.Post, $"cocoon/v1/account/keys/{Uri.EscapeDataString(result.GetValue(id)!)}/revoke", null, token);
                Console.WriteLine($"Key {result.GetValue(id)} is revoked.");
            }),
        };
    }

    private static async Task Show(RunningMarket market, ParseResult result, CancellationToken cancellationToken)
    {
        var account = await market.AsClient(HttpMethod.Get, "cocoon/v1/account", null, cancellationToken);
        Console.WriteLine("Account");
        Tables.Line("wallet", account.GetProperty("account").GetString());
        Tables.Line("balance", await market.Network.Client.Balance(cancellationToken));
        foreach (var channel in account.GetProperty("channels").EnumerateArray()) Tables.Line("channel", channel.GetString());
        Console.WriteLine("API keys");
        foreach (var key in account.GetProperty("keys").EnumerateArray())
        {
            var end = key.Has("revoked_at", out var revoked) ? $"revoked {revoked.GetDateTimeOffset():u}" : "valid";
            Tables.Line(key.GetProperty("id").GetString()!, $"{key.GetProperty("name").GetString()}, made {key.GetProperty("created_at").GetDateTimeOffset():u}, {end}");
        }
    }

    private static async Task NewKey(RunningMarket market, string name, CancellationToken cancellationToken)
    {
        var key = await market.AsClient(HttpMethod.Post, "cocoon/v1/account/keys", new { Name = name }, cancellationToken);
        Console.WriteLine($"Key {key.GetProperty("id").GetString()} \"{name}\". Keep it; it is not shown again:");
        Console.WriteLine(key.GetProperty("key").GetString());
    }
}
