using Cocoon.Core.Audits;
using Cocoon.Grains.Chain;
using Microsoft.Extensions.DependencyInjection;

namespace Cocoon.Grains.Audits;

/// <summary>The stake of a provider against which a dispute was upheld.</summary>
public sealed partial class DisputeGrain
{
    /// <summary>Takes the next step towards the slash, after a look at the chain.</summary>
    /// <returns>Whether nothing is left to be done: the contract knows the evidence, or there is no stake that this market slashes.</returns>
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
        // A stake holds one slash at a time, and one without money none: this waits for the one and ends with the other.
        if (!order.Amount.IsPositive) return true;
        if (stake.Pending is not null) return false;
        if (order.Attempt is not { } attempt || attempt.ValidUntil < stake.Time)
        {
            var signed = order with { Attempt = await slasher.Sign(order, cancellationToken) };
            await Commit(state => Dispute.Slash(state, signed));
        }
        await chain.Send(State.Slash!.Attempt!, cancellationToken);
        return false;
    }
}
