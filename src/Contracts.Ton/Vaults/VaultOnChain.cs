using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Money;
using Cocoon.Ton.Cells;

namespace Cocoon.Ton.Vaults;

/// <summary>The vault contract's data.</summary>
/// <param name="Domain">First 28 bytes of every batch's number.</param>
/// <param name="Seqno">Of the next batch.</param>
/// <param name="OperatorKey">Whose batches it takes, when it is not paused.</param>
/// <param name="Paused">Whether it takes none.</param>
/// <param name="ReceiptRoot">Of the last batch.</param>
/// <param name="EarningsRoot">Of the last batch.</param>
/// <param name="NetworkId">Global id of the network.</param>
/// <param name="Owner">Who may pause it and announce changes.</param>
/// <param name="Timelock">Seconds between announcing a change and applying it.</param>
/// <param name="ExitDelay">Seconds without a batch after which providers may draw by proof.</param>
/// <param name="ExitOpensAt">Unix seconds from which they may; null while no exit is on.</param>
/// <param name="Drawn">Dictionary of what each provider drew; see <see cref="DrawnBy"/>.</param>
public sealed record VaultOnChain(
    HexBytes Domain, uint Seqno, HexBytes OperatorKey, bool Paused, HexBytes ReceiptRoot, HexBytes EarningsRoot,
    int NetworkId, AccountAddress Owner, uint Timelock, uint ExitDelay, uint? ExitOpensAt, Cell? Drawn)
{
    /// <summary>What each provider drew by proof, in all.</summary>
    /// <exception cref="CellFormatException">The dictionary is malformed.</exception>
    public Hashmap<AccountAddress, Nano> DrawnBy() => Hashmap<AccountAddress, Nano>.Load(Drawn, HashmapKey.Address, CellCodecs.Coins);
}
