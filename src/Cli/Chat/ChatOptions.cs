using System.CommandLine;
using Cocoon.Cli.Market;
using Cocoon.Core.Accounts;
using Cocoon.Ton;
using Secrets = Cocoon.Silo.Settings.KeyFile;

namespace Cocoon.Cli.Chat;

/// <summary>The options that say which gateway, and with which keys.</summary>
internal sealed class ChatOptions
{
    private const string KeyVariable = "COCOON_API_KEY";

    public Option<string?> Endpoint { get; } = new("--endpoint") { Description = "Base address of a gateway. Default: that of the running ./cocoon dev." };
    public Option<string?> KeyFile { get; } = new("--key-file") { Description = $"File with the API key. Default: the variable {KeyVariable}." };
    public Option<string?> Channel { get; } = new("--channel") { Description = "The payment channel; with --voucher-key-file, prompts are sealed and receipts checked here." };
    public Option<string?> VoucherKeyFile { get; } = new("--voucher-key-file") { Description = "File with the channel's 32-byte voucher seed in hex." };
    public Option<string> Network { get; } = new("--network") { Description = "The channel's TON network: mainnet, testnet or local.", DefaultValueFactory = _ => "mainnet" };

    public ChatAccess Read(ParseResult result)
    {
        if (result.GetValue(Endpoint) is not { } endpoint)
        {
            foreach (var option in (Option[])[KeyFile, Channel, VoucherKeyFile])
                if (result.GetResult(option) is not null) throw new CliException($"{option.Name} needs --endpoint: without it, the running ./cocoon dev and its keys are used.");
            return Dev(result.GetValue(MarketOptions.State)!);
        }
        var address = ReadAddress(endpoint);
        var key = ReadKey(result.GetValue(KeyFile));
        return (result.GetValue(Channel), result.GetValue(VoucherKeyFile)) switch
        {
            (null, null) => new ChatAccess(address, key),
            ({ } channel, { } file) => new ChatAccess(address, key) { Channel = ReadChannel(channel), VoucherSeed = ReadSeed(file), NetworkId = ReadNetwork(result.GetValue(Network)!) },
            _ => throw new CliException("--channel and --voucher-key-file go together: with both, prompts are sealed and paid from here; with neither, by API key alone."),
        };
    }

    private static ChatAccess Dev(string state)
    {
        var folder = Path.GetFullPath(state);
        using var market = RunningMarket.Find(folder);
        return new ChatAccess(market.Gateway, market.ApiKey)
        {
            Channel = market.Network.Channel, VoucherSeed = market.Network.Keys.VoucherSeed, NetworkId = TonNetwork.Local, VoucherFolder = Path.Combine(folder, "vouchers"),
        };
    }

    private static Uri ReadAddress(string text)
    {
        if (Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
            return address.AbsolutePath.EndsWith("/v1/", StringComparison.Ordinal) ? new Uri(address, "../") : address;
        throw new CliException($"'{text}' is no address. --endpoint takes one such as https://gateway.example or http://127.0.0.1:8080.");
    }

    private static string ReadKey(string? file)
    {
        if (file is null)
        {
            return Environment.GetEnvironmentVariable(KeyVariable) is { Length: > 0 } key
                ? key.Trim()
                : throw new CliException($"An API key is missing. Put it into a file of yours and name that with --key-file, or set {KeyVariable}.");
        }
        return Secrets.WhyNotSecret("--key-file", file) is { } why ? throw new CliException(why) : Secrets.ReadSecret(file);
    }

    private static byte[] ReadSeed(string file) => Secrets.WhyNotKey("--voucher-key-file", file) is { } why
        ? throw new CliException(why)
        : Convert.FromHexString(Secrets.ReadSecret(file));

    private static AccountAddress ReadChannel(string text) => AccountAddress.TryParse(text, out var channel)
        ? channel
        : throw new CliException($"'{text}' is no address of a channel. `cocoon channel show` prints it.");

    private static int ReadNetwork(string name) => name switch
    {
        "mainnet" => TonNetwork.Mainnet,
        "testnet" => TonNetwork.Testnet,
        "local" => TonNetwork.Local,
        _ => throw new CliException($"There is no network '{name}'. --network takes mainnet, testnet or local."),
    };
}
