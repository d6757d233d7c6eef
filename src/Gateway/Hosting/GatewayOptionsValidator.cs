using Cocoon.Core.Accounts;
using Cocoon.Gateway.Limits;
using Microsoft.Extensions.Options;

namespace Cocoon.Gateway.Hosting;

internal sealed class GatewayOptionsValidator : IValidateOptions<GatewayOptions>
{
    public ValidateOptionsResult Validate(string? name, GatewayOptions options)
    {
        var failures = new List<string>();
        if (!options.Registry.IsSet) failures.Add("Gateway:Registry is missing. Set it to the registry's address.");
        if (options.MaxBodyBytes is < 1024 or > 64 * 1024 * 1024) failures.Add("Gateway:MaxBodyBytes must lie between 1 KiB and 64 MiB.");
        if (options.MaxRequests < 1) failures.Add("Gateway:MaxRequests must be at least 1.");
        if (options.DrainTime < TimeSpan.Zero) failures.Add("Gateway:DrainTime must not be negative.");
        if (options.DefaultMaxTokens < 1) failures.Add("Gateway:DefaultMaxTokens must be at least 1.");
        if (options.JobTimeout < TimeSpan.FromSeconds(5)) failures.Add("Gateway:JobTimeout must be at least 5 s, or no job can report its receipt in time.");
        if (options.SnapshotAge < TimeSpan.Zero) failures.Add("Gateway:SnapshotAge must not be negative.");
        if (options.QueueTime < TimeSpan.Zero || options.QueueTime > TimeSpan.FromMinutes(10)) failures.Add("Gateway:QueueTime must lie between 0 and 10 min.");
        if (options.MaxQueued is < 4 or > 100_000) failures.Add("Gateway:MaxQueued must lie between 4 and 100,000.");
        if (options.KeepAlive < TimeSpan.FromSeconds(1)) failures.Add("Gateway:KeepAlive must be at least 1 s.");
        if (options.ResponseRetention < TimeSpan.FromMinutes(1) || options.ResponseRetention > TimeSpan.FromDays(30)) failures.Add("Gateway:ResponseRetention must lie between 1 min and 30 d.");
        if (options.VoucherKeeper is { DailyLimit.IsNegative: true }) failures.Add("Gateway:VoucherKeeper:DailyLimit must not be negative.");
        if (options.Login.Secret is { Count: not 32 }) failures.Add("Gateway:LoginSecret must have 32 bytes.");
        if (options.Stake is { } stake && stake.Unbonding <= stake.SlashDelay + stake.AppealTimeout) failures.Add("Gateway:Stake:Unbonding must be above SlashDelay and AppealTimeout together, or a stake could leave before it is slashed.");
        if (options.MaxCompletionTokens < options.DefaultMaxTokens) failures.Add("Gateway:MaxCompletionTokens must be at least Gateway:DefaultMaxTokens.");
        if (options.CorsOrigins.FirstOrDefault(origin => origin != "*" && !KeyScope.IsOrigin(origin)) is { } wrong) failures.Add($"Gateway:CorsOrigins has '{wrong}'; an origin is a scheme and a host, such as https://app.example.");
        failures.AddRange(Of(options.Http));
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static IEnumerable<string> Of(HttpLimitOptions http)
    {
        if (http.MaxHeaderBytes is < 4 * 1024 or > 1024 * 1024) yield return "Gateway:Http:MaxHeaderBytes must lie between 4 KiB and 1 MiB.";
        if (http.MaxConnections < 1 || http.MaxRequestsPerConnection < 1) yield return "Gateway:Http: connections and requests on each are limited to 1 or more.";
        if (http.MinUploadRate < 1 || http.MinDownloadRate < 1) yield return "Gateway:Http: the slowest rates must be at least 1 byte per second.";
        if (http.SlowGrace <= TimeSpan.FromSeconds(1)) yield return "Gateway:Http:SlowGrace must be above 1 s.";
        if (http.MaxInflation < 1) yield return "Gateway:Http:MaxInflation must be at least 1.";
    }
}
