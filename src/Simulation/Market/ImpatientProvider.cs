using Cocoon.Core.Accounts;
using Cocoon.Core.Money;
using Cocoon.Core.Settlement;
using Cocoon.Grains.Settlement;
using Cocoon.Simulation.Chain;
using Cocoon.Simulation.Randomness;
using Cocoon.Simulation.Runtime;

namespace Cocoon.Simulation.Market;

/// <summary>
/// A provider that does not wait for its batch: it opens the exit of a vault, and draws what the last batch guarantees by
/// proof as soon as the vault allows, while the market settles on as if nothing were.
/// </summary>
internal sealed class ImpatientProvider(SimulatedMarket market, ChainUsers users)
{
    private readonly Dice _dice = Dice.For(market.World.Seed, "impatient provider");
    private readonly AccountAddress _purse = market.Keys.Address("impatient provider");
    private readonly SimulatedProcess _process = new(market.World, "impatient provider");

    public void Start()
    {
        // Anybody may send for a provider, and the gas comes from here, so that all that its wallet gets are earnings.
        market.Chain.Give(_purse, Nano.FromTon(1_000));
        _process.Start(Draw);
    }

    private async Task Draw()
    {
        while (!market.IsResting)
        {
            await _process.Delay(_dice.Between(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(20)));
            var (shard, machine) = (_dice.Below(market.Parameters.Vaults.Count), _dice.Pick(market.Machines));
            var vault = market.Parameters.Vaults[shard];
            if (market.Chain.Vault(vault) is not { } now) continue;
            if (now.ExitOpensAt is null) users.StartExit(_purse, vault);
            else if (now.ExitOpensAt <= market.Chain.Clock && Last(shard, now.EarningsRoot) is { } batch && batch.Earnings.FindIndex(entry => entry.Provider == machine.Wallet) is >= 0 and var index)
                users.Draw(_purse, vault, batch.Earnings, index);
        }
    }

    /// <summary>The batch whose roots the vault holds, as its archive shows it to anybody.</summary>
    private Batch? Last(int shard, Core.Crypto.HexBytes earnings)
    {
        foreach (var (grain, archive) in market.Database.All<BatchArchive>())
            if (archive.Batch is { } batch && batch.EarningsRoot == earnings && grain.Key.ToString().StartsWith($"{shard}/", StringComparison.Ordinal)) return batch;
        return null;
    }
}
