using System.Collections.Immutable;
using Cocoon.Core.Accounts;
using Cocoon.Core.Reputation;
using Orleans.Concurrency;

namespace Cocoon.Grains.Reputation;

/// <summary>Closes epochs: the reputations of all offers, whose hash goes on chain. One for the market.</summary>
[Alias("cocoon.IEpochGrain"), Version(1)]
public interface IEpochGrain : IGrainWithStringKey
{
    /// <summary>Begins, or goes on after a restart. Does nothing where the registry's rules have no epochs.</summary>
    [Alias("wake")]
    Task Wake();

    /// <summary>Closes an epoch now, whatever the time.</summary>
    /// <returns>It, without its lines.</returns>
    /// <exception cref="RefusedException">The registry's rules have no epochs.</exception>
    [Alias("close")]
    Task<Epoch> Close();

    /// <summary>The last epochs, newest first, without their lines.</summary>
    [Alias("epochs"), AlwaysInterleave]
    Task<ImmutableList<Epoch>> Epochs();

    /// <summary>A provider's scores in the last epoch that has any of it and whose lines are kept; null for none.</summary>
    [Alias("prove"), AlwaysInterleave]
    Task<ProvenScores?> Prove(AccountAddress provider);
}
