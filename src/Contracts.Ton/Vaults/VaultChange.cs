using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Money;
using Cocoon.Ton.Cells;

namespace Cocoon.Ton.Vaults;

/// <summary>The cells of what a vault's owner can change behind the timelock. Layouts: docs/contracts.md.</summary>
public static class VaultChange
{
    private const uint SetOperatorTag = 0x56430001;
    private const uint SetOwnerTag = 0x56430002;
    private const uint UpgradeTag = 0x56430003;
    private const uint TakeOutTag = 0x56430004;

    /// <summary>Batches of another key from now on, 32 bytes.</summary>
    public static Cell SetOperator(HexBytes key) => Begin(SetOperatorTag).StoreBytes(key.ToArray()).Build();

    public static Cell SetOwner(AccountAddress owner) => Begin(SetOwnerTag).StoreAddress(owner).Build();

    /// <param name="code">The new code.</param>
    /// <param name="data">Its data; null keeps what is there.</param>
    public static Cell Upgrade(Cell code, Cell? data = null) => Begin(UpgradeTag).StoreRef(code).StoreMaybeRef(data).Build();

    /// <summary>Money that belongs to the market.</summary>
    public static Cell TakeOut(AccountAddress to, Nano amount) => Begin(TakeOutTag).StoreAddress(to).StoreCoins(amount).Build();

    private static CellBuilder Begin(uint tag) => new CellBuilder().StoreUInt(tag, 32);
}
