using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Cocoon.Core.Accounts;
using Cocoon.Core.Money;
using Cocoon.Core.Trust;
using Cocoon.Gateway.Errors;

namespace Cocoon.Gateway.Accounts;

/// <summary>A key's limits as JSON; see <see cref="KeyScope"/>. Strict: a limit with a misspelt name must not be taken for none.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record PostedScope(
    ImmutableList<string>? Models = null,
    string? LeastTier = null,
    Nano? DailySpendNano = null,
    int? RequestsPerMinute = null,
    int? TokensPerMinute = null,
    int? Concurrency = null,
    ImmutableList<string>? Origins = null,
    DateTimeOffset? ExpiresAt = null)
{
    public static PostedScope? Of(KeyScope? scope) => scope is null ? null : new PostedScope(
        scope.Models, scope.LeastTier?.Name(), scope.DailySpend, scope.RequestsPerMinute, scope.TokensPerMinute, scope.Concurrency, scope.Origins, scope.ExpiresAt);

    /// <exception cref="ApiException">Something in it is not what it has to be.</exception>
    public KeyScope ToScope()
    {
        Tier? tier = LeastTier is not { } name ? null
            : TierNames.TryParse(name, out var known) ? known
            : throw ApiException.BadRequest($"'least_tier' is one of {TierNames.CcGpu}, {TierNames.CpuTee}, {TierNames.Open} and {TierNames.Simulated}.", "scope.least_tier", "key_malformed");
        var scope = new KeyScope
        {
            Models = Models, LeastTier = tier, DailySpend = DailySpendNano, RequestsPerMinute = RequestsPerMinute,
            TokensPerMinute = TokensPerMinute, Concurrency = Concurrency, Origins = Origins, ExpiresAt = ExpiresAt,
        };
        return scope.Problem() is { } problem ? throw ApiException.BadRequest(problem, "scope", "key_malformed") : scope;
    }
}
