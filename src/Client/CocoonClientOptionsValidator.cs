using Cocoon.Core.Accounts;
using Microsoft.Extensions.Options;

namespace Cocoon.Client;

internal sealed class CocoonClientOptionsValidator : IValidateOptions<CocoonClientOptions>
{
    public ValidateOptionsResult Validate(string? name, CocoonClientOptions options)
    {
        var failures = new List<string>();
        if (options.Endpoint is not { IsAbsoluteUri: true }) failures.Add("CocoonClient:Endpoint is missing. Set it to the gateway's address.");
        if (!ApiKey.TryParse(options.ApiKey, out _)) failures.Add("CocoonClient:ApiKey is missing or malformed.");
        if (!options.Channel.IsSet) failures.Add("CocoonClient:Channel is missing. Set it to your channel contract's address.");
        if (options.VoucherSeed.Length != 32) failures.Add("CocoonClient:VoucherSeed must have 32 bytes.");
        if (options.NetworkId == 0) failures.Add("CocoonClient:NetworkId is missing. Mainnet is -239, testnet -3, a local chain -217.");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
