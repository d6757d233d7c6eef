using Cocoon.Core.Accounts;

namespace Cocoon.Client;

/// <summary>An account at the market.</summary>
/// <param name="Account">The owner's wallet.</param>
/// <param name="Channels">Channels that pay for it.</param>
/// <param name="Keys">Its API keys, revoked ones included.</param>
public sealed record AccountStatus(AccountAddress Account, IReadOnlyList<AccountAddress> Channels, IReadOnlyList<AccountKey> Keys);
