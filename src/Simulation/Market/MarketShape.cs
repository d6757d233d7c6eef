using Cocoon.Core.Money;
using Cocoon.Simulation.Randomness;

namespace Cocoon.Simulation.Market;

/// <summary>
/// What one seed's market is like. Narrow ones matter as much as roomy ones: only where money, slots and patience are short
/// are limits ever reached.
/// </summary>
/// <param name="CreditCap">Unpaid exposure that a channel may reach.</param>
/// <param name="MaxHolds">Jobs at once on one channel.</param>
/// <param name="Slots">Jobs at once on one machine.</param>
/// <param name="MaxReceipts">Receipts in a batch.</param>
/// <param name="Deposit">First deposits, in tenths of a Toncoin.</param>
/// <param name="ExitDelay">Seconds without a batch after which providers may draw what they earned by proof.</param>
internal sealed record MarketShape(Nano CreditCap, int MaxHolds, int Slots, int MaxReceipts, (int Least, int Most) Deposit, uint ExitDelay)
{
    public static MarketShape For(ulong seed)
    {
        var dice = Dice.For(seed, "shape");
        return new MarketShape(
            dice.Pick([new Nano(400_000_000), Nano.FromTon(1)]), dice.Pick([5, 32]), dice.Pick([2, 4, 6]), dice.Pick([6, 25, 100]), dice.Pick([(5, 15), (20, 60)]),
            dice.Pick<uint>([20, 7 * 86_400]));
    }
}
