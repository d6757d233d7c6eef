using System.Collections.Immutable;
using Cocoon.Core.Accounts;

namespace Cocoon.Gateway.Sealed;

/// <summary>Which providers may serve, by their wallets.</summary>
internal sealed record PostedProviders(ImmutableHashSet<AccountAddress>? Allow = null, ImmutableHashSet<AccountAddress>? Deny = null);
