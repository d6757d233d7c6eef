using Cocoon.Core.Accounts;
using Cocoon.Core.Money;
using Cocoon.Core.Trust;

namespace Cocoon.Client.Http;

/// <summary>A key's limits on the wire.</summary>
internal sealed record ScopeBody(
    IReadOnlyList<string>? Models, string? LeastTier, Nano? DailySpendNano, int? RequestsPerMinute, int? TokensPerMinute, int? Concurrency, IReadOnlyList<string>? Origins, DateTimeOffset? ExpiresAt)
{
    public static ScopeBody? Of(KeyScope? scope) => scope is null ? null : new ScopeBody(
        scope.Models, scope.LeastTier?.Name(), scope.DailySpend, scope.RequestsPerMinute, scope.TokensPerMinute, scope.Concurrency, scope.Origins, scope.ExpiresAt);
}
