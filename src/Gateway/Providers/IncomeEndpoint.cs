using System.Globalization;
using Cocoon.Core.Money;
using Cocoon.Core.Pricing;
using Cocoon.Core.Trust;
using Cocoon.Gateway.Accounts;
using Cocoon.Gateway.Errors;
using Cocoon.Gateway.Keys;
using Microsoft.AspNetCore.Http;

namespace Cocoon.Gateway.Providers;

/// <summary>What a model would have earned in the last day at some price, for whoever thinks of serving it.</summary>
internal sealed class IncomeEndpoint(Authenticator authenticator, ProviderMarket market)
{
    private const int MaxSlots = 1_024;
    private const string Form = "It takes ?model=ID&tier=TIER&slots=N&prompt=P&completion=C: a tier such as cpu-tee, 1 to 1,024 slots, and prices in nano per million tokens.";

    public async Task Get(HttpContext http)
    {
        var wallet = (await authenticator.Owner(http)).Account;
        var query = http.Request.Query;
        if (!TierNames.TryParse(query["tier"], out var tier) || !TryNumber(http, "slots", out var slots) || slots is < 1 or > MaxSlots
            || !TryNumber(http, "prompt", out var prompt) || !TryNumber(http, "completion", out var completion))
            throw ApiException.BadRequest(Form, code: "income_malformed");
        var rules = await market.Rules();
        var model = await market.Of(wallet, query["model"].ToString());
        if (!model.IsListed) throw new ApiException(404, ErrorTypes.InvalidRequest, "model_not_found", "The market does not list this model: GET /cocoon/v1/market has those it does.", "model");
        var prices = new PriceList(new Nano(prompt), new Nano(prompt), new Nano(completion), new Nano(completion));
        await AccountJson.Write(http, new { model.Model, Tier = tier.Name(), Income = model.Income(wallet, prices, (int)slots, tier, rules.FeeBps) });
    }

    private static bool TryNumber(HttpContext http, string name, out long value) =>
        long.TryParse(http.Request.Query[name], NumberStyles.None, CultureInfo.InvariantCulture, out value);
}
