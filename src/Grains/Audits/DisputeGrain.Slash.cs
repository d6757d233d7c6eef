using Cocoon.Core.Audits;
using Cocoon.Core.Money;
using Cocoon.Grains.Chain;
using Microsoft.Extensions.DependencyInjection;

namespace Cocoon.Grains.Audits;

/// <summary>The stake of a provider against which a dispute was upheld.</summary>
public sealed partial class DisputeGrain
{
    /// <summary>Takes the next step towards the slash, after a look at the chain.</summary>
    /// <returns>Whether nothing is left to be done: the contract knows the evidence, or there is no stake that this market slashes, or nothing at stake.</returns>
    private async Task<bool> IsSlashed(CancellationToken cancellationToken)
    {
        var receipt = State.Receipt!.Receipt;
        if (services.GetService<ISlasher>() is not { } slasher || await slasher.Find(receipt.Provider, cancellationToken) is not { } stake)
        {
            LogNoStake(receipt.Job, receipt.Provider);
            return true;
        }
        var order = State.Slash ?? new SlashOrder(
            stake.Stake, SlashRule.Amount(receipt.Charge, market.Incentives.AuditBps, DisputeLimits.Default.LeastSlash, stake.AtStake),
            AuditEncoding.Evidence(State.First!.Finding.Receipt, State.Statement, Findings()));
        if (stake.Knows(order.Evidence)) return true;
        if (!stake.CanBeSlashed)
        {
            LogNothingLeft(receipt.Job, receipt.Provider, order.Stake);
            return true;
        }
        // A stake holds one slash at a time: this waits for the other.
        if (stake.Pending is not null) return false;
        if (order.Attempt is not { } attempt || attempt.ValidUntil < stake.Time)
        {
            // The stake may have shrunk since this was signed first, and it refuses a slash that is above it.
            var left = order with { Amount = Nano.Min(order.Amount, stake.AtStake) };
            var signed = left with { Attempt = await slasher.Sign(left, cancellationToken) };
            await Commit(state => Dispute.Slash(state, signed));
        }
        await chain.Send(State.Slash!.Attempt!, cancellationToken);
        return false;
    }
}
