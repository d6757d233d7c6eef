using Cocoon.Core.Accounts;
using Cocoon.Core.Providers;
using Cocoon.Core.Trust;
using Cocoon.Gateway.Accounts;
using Cocoon.Gateway.Errors;
using Cocoon.Gateway.Keys;
using Cocoon.Grains;
using Microsoft.AspNetCore.Http;

namespace Cocoon.Gateway.Providers;

/// <summary>
/// A provider as its owner sees and steers it. The provider is the caller's own wallet, by a key without limits, so nobody
/// touches another's.
/// </summary>
internal sealed class ProviderEndpoint(Authenticator authenticator, ProviderMarket market, IGrainFactory grains, TimeProvider time)
{
    public async Task View(HttpContext http) => await Show(http, (await authenticator.Owner(http)).Account);

    /// <summary>Why it gets no jobs, or fewer than it could.</summary>
    public async Task Why(HttpContext http)
    {
        var facts = await grains.Provider((await authenticator.Owner(http)).Account).Facts();
        var usual = (await market.Rules()).DefaultTier;
        var reasons = WhyNoJobs.Of(facts, await market.Of(facts), usual, time.GetUtcNow());
        await AccountJson.Write(http, new { Object = "list", Data = reasons });
    }

    /// <summary>No new jobs until it is resumed, whatever its machine does.</summary>
    public Task Drain(HttpContext http) => Change(http, static provider => provider.OwnerDrain());

    /// <summary>Ends a drain, whoever asked for it, and a leave.</summary>
    public Task Resume(HttpContext http) => Change(http, static provider => provider.Leave(false));

    /// <summary>Off the market until it is resumed, whatever its machine does.</summary>
    public Task Leave(HttpContext http) => Change(http, static provider => provider.Leave(true));

    private async Task Change(HttpContext http, Func<Grains.Providers.IProviderGrain, Task> change)
    {
        var wallet = (await authenticator.Owner(http)).Account;
        if (!(await grains.Provider(wallet).Facts()).IsRegistered)
            throw new ApiException(404, ErrorTypes.InvalidRequest, "provider_unknown", "The market has not taken this wallet's machine yet: start it, and read its log.");
        await change(grains.Provider(wallet));
        await Show(http, wallet);
    }

    private async Task Show(HttpContext http, AccountAddress wallet)
    {
        var facts = await grains.Provider(wallet).Facts();
        var feeBps = (await market.Rules()).FeeBps;
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        await AccountJson.Write(http, new
        {
            Provider = wallet,
            Registered = facts.IsRegistered,
            Tier = facts.Tier?.Name(),
            facts.AppraisedUntil,
            Draining = facts.IsDraining,
            facts.OwnerDraining,
            Left = facts.HasLeft,
            facts.JoinedAt,
            facts.LastLeaseAt,
            facts.CountedSince,
            Today = ProviderDays.Since(facts.Days, today),
            facts.Refusals,
            Models = (await market.Of(facts)).ConvertAll(model => ModelAnswer.Of(facts, model, feeBps)),
        });
    }
}
