using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Money;
using Cocoon.Ton.Cells;
using Cocoon.Ton.Channels;
using Cocoon.Ton.Contracts;
using Cocoon.Ton.Registry;
using Cocoon.Ton.Stakes;
using Cocoon.Ton.Vaults;

namespace Cocoon.Fuzz.Tests.Targets;

/// <summary>The data of our contracts: anybody can deploy our code with data of their own.</summary>
internal sealed class ContractDataTarget : CellTarget
{
    private static readonly AccountAddress Account = AccountAddress.From(0, Enumerable.Repeat((byte)3, 32).ToArray());
    private static readonly HexBytes Key = new(Enumerable.Repeat((byte)4, 32).ToArray());

    public static RegistryParameters Parameters { get; } = new(new Nano(1_000), new Nano(2_000), 8, 600, 100, 3_600, 100, 3);

    protected override IEnumerable<Cell> Cells =>
    [
        ChannelContract.Init(new ChannelTerms(Key, -3, Account, Account, Key, 3_600, 1)).Data,
        ClosingChannel(),
        VaultContract.Init(new VaultTerms(Key, -3, Account, 3_600, 3_600, 1)).Data,
        RegistryContract.Init(new RegistryTerms(-3, Account, Key, 500, 3_600, Parameters)).Data,
        StakeContract.Init(new StakeTerms(-3, Account, Account, Account, Account, 3_600, 3_600, 3_600, 1)).Data,
    ];

    /// <summary>Read by all four, each of which takes what it recognises.</summary>
    protected override void ReadCell(Cell cell)
    {
        Action[] readers =
        [
            () => ChannelContract.Read(CompiledContract.Channel, cell), () => VaultContract.Read(CompiledContract.Vault, cell),
            () => RegistryContract.Read(CompiledContract.Registry, cell), () => StakeContract.Read(CompiledContract.Provider, cell),
        ];
        if (readers.Count(IsRefused) == readers.Length) throw new CellFormatException("None of our contracts.");
    }

    private static bool IsRefused(Action read)
    {
        try
        {
            read();
            return false;
        }
        catch (CellFormatException)
        {
            return true;
        }
    }

    private static Cell ClosingChannel() => new CellBuilder()
        .StoreCoins(new Nano(5_000)).StoreCoins(new Nano(4_000)).StoreBytes(Key.ToArray()).StoreAddress(Account).StoreInt(-3, 32).StoreCoins(new Nano(100))
        .StoreMaybeRef(new CellBuilder().StoreUInt(1_767_330_000, 32).StoreBit(false).Build())
        .StoreMaybeRef(new CellBuilder().StoreBytes(Key.ToArray()).StoreUInt(1_767_330_000, 32).Build())
        .StoreRef(new CellBuilder().StoreBytes(Key.ToArray()).StoreAddress(Account).StoreBytes(Key.ToArray()).StoreUInt(3_600, 32).StoreUInt(1, 64).Build())
        .Build();
}
