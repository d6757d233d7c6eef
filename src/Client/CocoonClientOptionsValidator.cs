using Cocoon.Core.Accounts;
using Microsoft.Extensions.Options;

namespace Cocoon.Client;

/// <summary>Names everything that is wrong with the settings at once.</summary>
/// <param name="name">Which client's settings.</param>
/// <param name="needsEndpoint">Whether a gateway has to be named.</param>
internal sealed class CocoonClientOptionsValidator(string name, bool needsEndpoint) : IValidateOptions<CocoonClientOptions>
{
    public ValidateOptionsResult Validate(string? name1, CocoonClientOptions options)
    {
        if (name1 != name) return ValidateOptionsResult.Skip;
        var failures = Failures(options, needsEndpoint).ToList();
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    public static IEnumerable<string> Failures(CocoonClientOptions options, bool needsEndpoint)
    {
        if (needsEndpoint && options.Endpoint is not { IsAbsoluteUri: true, Scheme: "http" or "https" }) yield return "CocoonClient:Endpoint is missing. Set it to the gateway's address.";
        if (needsEndpoint && !ApiKey.TryParse(options.ApiKey, out _)) yield return "CocoonClient:ApiKey is missing or malformed.";
        if (!options.Channel.IsSet) yield return "CocoonClient:Channel is missing. Set it to your channel contract's address.";
        if (options.VoucherSeed.Length != 32) yield return "CocoonClient:VoucherSeed must have 32 bytes.";
        if (options.NetworkId == 0) yield return "CocoonClient:NetworkId is missing. Mainnet is -239, testnet -3, a local chain -217.";
        if (options.UnseenTokens < 0) yield return "CocoonClient:UnseenTokens must be 0 or more.";
        if (options.MaxCharge is { IsNegative: true }) yield return "CocoonClient:MaxCharge must be 0 or more.";
    }
}
