using Cocoon.Core.Accounts;
using Cocoon.Core.Money;
using Cocoon.Ton.Cells;

namespace Cocoon.Simulation.Chain.Machine;

/// <summary>An account between two messages. Immutable.</summary>
/// <param name="Address">Its address.</param>
/// <param name="Balance">Its money.</param>
/// <param name="Code">Its code; null when it is not deployed.</param>
/// <param name="Data">Its data; null when it is not deployed.</param>
/// <param name="RentPaidUntil">Unix seconds up to which its rent is paid.</param>
public sealed record ChainAccount(AccountAddress Address, Nano Balance, Cell? Code, Cell? Data, uint RentPaidUntil)
{
    public static ChainAccount Unused(AccountAddress address) => new(address, Nano.Zero, null, null, 0);
}
