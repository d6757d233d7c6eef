using System.Globalization;
using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Money;
using Microsoft.Extensions.Configuration;

namespace Cocoon.Client;

/// <summary>Reads <see cref="CocoonClientOptions"/> from configuration: appsettings.json, environment variables, secrets.</summary>
public static class ClientConfiguration
{
    /// <summary>
    /// Takes over Endpoint, ApiKey, Channel, VoucherSeed (64 hex digits) or VoucherSeedFile (a file that holds them), NetworkId,
    /// MarketKey, MaxChargeNano, Challenge and VoucherFolder, those of them that are set.
    /// </summary>
    /// <param name="options">Settings.</param>
    /// <param name="section">Such as the section "Cocoon".</param>
    /// <exception cref="ArgumentException">A value is not in its form; the message names it, and never shows a secret.</exception>
    public static void Read(this CocoonClientOptions options, IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(section);
        if (section["Endpoint"] is { } endpoint) options.Endpoint = Uri.TryCreate(endpoint, UriKind.Absolute, out var uri) ? uri : throw Wrong("Endpoint", "an address such as http://127.0.0.1:8080");
        if (section["ApiKey"] is { } key) options.ApiKey = key;
        if (section["Channel"] is { } channel) options.Channel = AccountAddress.TryParse(channel, out var address) ? address : throw Wrong("Channel", "a raw TON address, such as 0: and 64 hex digits");
        if ((section["VoucherSeed"] ?? FromFile(section["VoucherSeedFile"])) is { } seed) options.VoucherSeed = Bytes("VoucherSeed", seed).ToArray();
        if (section["NetworkId"] is { } network) options.NetworkId = int.TryParse(network, CultureInfo.InvariantCulture, out var id) ? id : throw Wrong("NetworkId", "an integer");
        if (section["MarketKey"] is { } marketKey) options.MarketKey = Bytes("MarketKey", marketKey);
        if (section["MaxChargeNano"] is { } charge) options.MaxCharge = long.TryParse(charge, CultureInfo.InvariantCulture, out var nano) ? new Nano(nano) : throw Wrong("MaxChargeNano", "an integer of nanoTON");
        if (section["Challenge"] is { } challenge) options.Challenge = bool.TryParse(challenge, out var yes) ? yes : throw Wrong("Challenge", "true or false");
        if (section["VoucherFolder"] is { } folder) options.VoucherFolder = folder;
    }

    private static string? FromFile(string? path) => path is null ? null : File.ReadAllText(path).Trim();

    private static HexBytes Bytes(string name, string text) =>
        HexBytes.TryParse(text, out var bytes) && bytes.Length == 32 ? bytes : throw Wrong(name, "64 hex digits");

    private static ArgumentException Wrong(string name, string form) => new($"CocoonClient:{name} is not in its form: it has to be {form}.");
}
