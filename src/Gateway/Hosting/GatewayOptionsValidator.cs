using Microsoft.Extensions.Options;

namespace Cocoon.Gateway.Hosting;

internal sealed class GatewayOptionsValidator : IValidateOptions<GatewayOptions>
{
    public ValidateOptionsResult Validate(string? name, GatewayOptions options)
    {
        var failures = new List<string>();
        if (!options.Registry.IsSet) failures.Add("Gateway:Registry is missing. Set it to the registry's address.");
        if (options.MaxBodyBytes is < 1024 or > 64 * 1024 * 1024) failures.Add("Gateway:MaxBodyBytes must lie between 1 KiB and 64 MiB.");
        if (options.DefaultMaxTokens < 1) failures.Add("Gateway:DefaultMaxTokens must be at least 1.");
        if (options.JobTimeout < TimeSpan.FromSeconds(5)) failures.Add("Gateway:JobTimeout must be at least 5 s, or no job can report its receipt in time.");
        if (options.SnapshotAge < TimeSpan.Zero) failures.Add("Gateway:SnapshotAge must not be negative.");
        if (options.KeepAlive < TimeSpan.FromSeconds(1)) failures.Add("Gateway:KeepAlive must be at least 1 s.");
        if (options.VoucherKeeper is { DailyLimit.IsNegative: true }) failures.Add("Gateway:VoucherKeeper:DailyLimit must not be negative.");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
