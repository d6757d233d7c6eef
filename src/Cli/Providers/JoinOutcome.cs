using Cocoon.Core.Accounts;

namespace Cocoon.Cli.Providers;

/// <summary>What joining has made.</summary>
/// <param name="Wallet">The provider's wallet, which is its id.</param>
/// <param name="SiloFile">The settings of its silo.</param>
/// <param name="Written">Whether they differ from those of before.</param>
/// <param name="Lacks">What the settings lack yet, as sentences; empty when the silo can start.</param>
internal sealed record JoinOutcome(AccountAddress Wallet, string SiloFile, bool Written, IReadOnlyList<string> Lacks);
