using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Cocoon.Core.Accounts;
using Cocoon.Core.Receipts;
using Cocoon.Core.Settlement;
using Cocoon.Gateway.Errors;
using Cocoon.Gateway.Hosting;
using Cocoon.Gateway.Market;
using Cocoon.Grains;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Cocoon.Gateway.Admin;

/// <summary>
/// Settlement for the market's operator: what is pending and open, where books and chain differ, and the three things to do
/// about it. Needs the admin key; without one configured there is no such page.
/// </summary>
internal sealed class AdminEndpoint(IGrainFactory grains, MarketCache market, IOptions<GatewayOptions> options)
{
    private const string Scheme = "Bearer ";

    public async Task List(HttpContext http)
    {
        Authorize(http);
        var shards = (await market.Parameters()).Vaults.Count;
        await Write(http, await Task.WhenAll(Enumerable.Range(0, shards).Select(shard => grains.Settlement(shard).View())));
    }

    public async Task Settle(HttpContext http)
    {
        var shard = await Shard(http);
        await grains.Settlement(shard).Settle();
        await Write(http, await grains.Settlement(shard).View());
    }

    public async Task Reconcile(HttpContext http) => await Write(http, await grains.Settlement(await Shard(http)).Reconcile(http.RequestAborted));

    public async Task Resolve(HttpContext http)
    {
        var shard = await Shard(http);
        if (!Enum.TryParse<DifferenceKind>(http.Request.Query["kind"], ignoreCase: true, out var kind) || !AccountAddress.TryParse(http.Request.Query["account"], out var account))
            throw ApiException.BadRequest($"Say which: ?kind=…&account=…, with a kind of {string.Join(", ", Enum.GetNames<DifferenceKind>())}.", "kind");
        await Write(http, await grains.Settlement(shard).Resolve(kind, account));
    }

    public async Task Batch(HttpContext http)
    {
        var shard = await Shard(http);
        var batch = uint.TryParse((string?)http.Request.RouteValues["seqno"], CultureInfo.InvariantCulture, out var seqno)
            ? await grains.Batch(shard, seqno).View()
            : null;
        await Write(http, batch ?? throw new ApiException(404, ErrorTypes.InvalidRequest, "not_found", "There is no such batch on chain."));
    }

    private async Task<int> Shard(HttpContext http)
    {
        Authorize(http);
        var shards = (await market.Parameters()).Vaults.Count;
        return int.TryParse((string?)http.Request.RouteValues["shard"], CultureInfo.InvariantCulture, out var shard) && shard >= 0 && shard < shards
            ? shard
            : throw new ApiException(404, ErrorTypes.InvalidRequest, "not_found", $"This market has settlement shards 0 to {shards - 1}.");
    }

    /// <summary>Whether the request has the admin key of this gateway.</summary>
    public bool IsOperator(HttpContext http)
    {
        var header = http.Request.Headers.Authorization.ToString();
        var given = header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header[Scheme.Length..].Trim() : "";
        return options.Value.AdminKeyHash is { Length: 32 } hash
            && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(given)), hash.ToArray());
    }

    private void Authorize(HttpContext http)
    {
        if (!IsOperator(http)) throw new ApiException(401, ErrorTypes.InvalidRequest, "invalid_admin_key", "This needs the admin key of this gateway.");
    }

    private static Task Write<T>(HttpContext http, T value)
    {
        http.Response.ContentType = "application/json";
        return JsonSerializer.SerializeAsync(http.Response.Body, value, ReceiptJson.Options, http.RequestAborted);
    }
}
