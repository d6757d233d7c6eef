using Cocoon.Core.Providers;
using Cocoon.Gateway.Accounts;
using Cocoon.Gateway.Keys;
using Cocoon.Grains;
using Microsoft.AspNetCore.Http;

namespace Cocoon.Gateway.Providers;

/// <summary>On what terms the caller's provider sells. Floors are shown here and nowhere else.</summary>
internal sealed class TermsEndpoint(Authenticator authenticator, IGrainFactory grains)
{
    private const string Form = "Terms are {\"terms\": null} for none, or an object with any of prices, floor, ceiling, batch_prices (each {\"prompt\", \"cached_prompt\", \"completion\", \"reasoning\"} in nano per million tokens), auto_pricing, schedule, slots and kept_free.";

    public async Task List(HttpContext http)
    {
        var wallet = (await authenticator.Owner(http)).Account;
        await AccountJson.Write(http, new { Object = "list", Data = await grains.Provider(wallet).Terms() });
    }

    /// <summary>Replaces the terms of one model, all of them. They hold for leases given from now on.</summary>
    public async Task Put(HttpContext http)
    {
        var wallet = (await authenticator.Owner(http)).Account;
        // Ids such as "maker/model" come escaped.
        var model = Uri.UnescapeDataString((string?)http.Request.RouteValues["model"] ?? "");
        var posted = await AccountJson.Read<PostedTerms>(http, static posted => posted.Terms is null or { AutoPrices: null }, Form, "terms_malformed", "terms");
        await AccountJson.Write(http, await grains.Provider(wallet).SetTerms(model, posted.Terms));
    }

    private sealed record PostedTerms(OfferTerms? Terms);
}
