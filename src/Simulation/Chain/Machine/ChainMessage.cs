using Cocoon.Core.Accounts;
using Cocoon.Core.Money;
using Cocoon.Ton.Cells;
using Cocoon.Ton.Client;
using Cocoon.Ton.Messages;

namespace Cocoon.Simulation.Chain.Machine;

/// <summary>A message on its way to an account. Immutable.</summary>
/// <param name="Source">The sending account; null when it comes from outside the chain.</param>
/// <param name="Destination">The receiving account.</param>
/// <param name="Value">What it carries; zero from outside.</param>
/// <param name="ForwardFee">What its sender paid for the receiving side's part of the way; from outside, what importing it costs.</param>
/// <param name="Bounce">Whether it comes back when the receiver fails.</param>
/// <param name="Bounced">Whether it is coming back.</param>
/// <param name="Body">Its body; an empty cell for none.</param>
/// <param name="Init">Deploys the receiver when set.</param>
public sealed record ChainMessage(
    AccountAddress? Source, AccountAddress Destination, Nano Value, Nano ForwardFee, bool Bounce, bool Bounced, Cell Body, StateInit? Init = null)
{
    public bool IsExternal => Source is null;

    /// <summary>As a client of the chain sees it inside a transaction.</summary>
    public TonMessage ToClient() => new(Source, Destination, Value, IsExternal ? Nano.Zero : ForwardFee, Bounced, Body);
}
