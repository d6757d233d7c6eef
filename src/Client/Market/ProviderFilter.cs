using Cocoon.Core.Accounts;

namespace Cocoon.Client;

/// <summary>Which providers may serve a request, by their wallets.</summary>
/// <param name="Allow">Only these; null for all.</param>
/// <param name="Deny">None of these; null for nobody.</param>
public sealed record ProviderFilter(IReadOnlyList<AccountAddress>? Allow = null, IReadOnlyList<AccountAddress>? Deny = null)
{
    /// <summary>Whether this provider may serve.</summary>
    public bool Admits(AccountAddress provider) => (Allow is null || Allow.Contains(provider)) && Deny?.Contains(provider) != true;
}
