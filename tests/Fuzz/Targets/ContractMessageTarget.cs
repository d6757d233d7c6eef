using Cocoon.Core.Accounts;
using Cocoon.Core.Channels;
using Cocoon.Core.Crypto;
using Cocoon.Core.Money;
using Cocoon.Core.Settlement;
using Cocoon.Ton.Cells;
using Cocoon.Ton.Channels;
using Cocoon.Ton.Registry;
using Cocoon.Ton.Stakes;
using Cocoon.Ton.Vaults;

namespace Cocoon.Fuzz.Tests.Targets;

/// <summary>Bodies of messages to and from our contracts, as transactions show them. What is read is written back the same.</summary>
internal sealed class ContractMessageTarget : CellTarget
{
    private static readonly AccountAddress Account = AccountAddress.From(0, Enumerable.Repeat((byte)3, 32).ToArray());
    private static readonly HexBytes Key = new(Enumerable.Repeat((byte)4, 32).ToArray());
    private static readonly HexBytes Signature = new(Enumerable.Repeat((byte)5, 64).ToArray());

    protected override IEnumerable<Cell> Cells =>
    [
        new ChannelMessage.TopUp(1, new Nano(5)).ToCell(),
        new ChannelMessage.Claim(2, new SignedVoucher(new Voucher(Account, new Nano(7), 3), Signature)).ToCell(),
        new ChannelMessage.CloseTogether(3, Signature, Signature, new CellBuilder().StoreUInt(1, 32).Build()).ToCell(),
        new ChannelMessage.ChangeVoucherKey(4, Key).ToCell(),
        new VaultMessage.DrawEarnings(5, new EarningsEntry(Account, new Nano(9), new Nano(8)), 2, 5, [Key, Key, Key]).ToCell(),
        new VaultMessage.Announce(6, new CellBuilder().StoreUInt(1, 32).Build()).ToCell(),
        new StakeMessage.AnnounceSlash(7, new Nano(3), Key).ToCell(),
        new StakeMessage.Resolve(8, Key, true).ToCell(),
        new RegistryMessage.Announce(9, Change().ToCell()).ToCell(),
        Change().ToCell(),
        ContractDataTarget.Parameters.ToCell(),
    ];

    protected override void ReadCell(Cell cell)
    {
        Same(ChannelMessage.Read, message => message.ToCell(), cell);
        Same(VaultMessage.Read, message => message.ToCell(), cell);
        Same(StakeMessage.Read, message => message.ToCell(), cell);
        Same(RegistryMessage.Read, message => message.ToCell(), cell);
        Same<RegistryChange>(RegistryChange.Read, change => change.ToCell(), cell);
        Same<RegistryParameters>(RegistryParameters.Read, parameters => parameters.ToCell(), cell);
        Same<ListedModel>(ListedModel.Read, model => model.ToCell(), cell);
        VaultContract.BatchRoots(cell);
    }

    private static RegistryChange Change() => RegistryChange.Join(
        new RegistryChange.SetFee(500), new RegistryChange.SetVault(0, Account), new RegistryChange.SetParameters(ContractDataTarget.Parameters),
        new RegistryChange.SetMeasurement(Key, new ListedMeasurement((MeasurementRole)1, Core.Trust.Tier.CcGpu, 1_767_330_000)));

    /// <summary>Trailing bits and references are the sender's affair, so only what was read has to survive.</summary>
    private static void Same<T>(Func<Cell, T?> read, Func<T, Cell> write, Cell cell) where T : class
    {
        try
        {
            if (read(cell) is { } value) read(write(value)).Should().NotBeNull();
        }
        catch (CellFormatException)
        {
            // Refused as documented; the other readers look at it too.
        }
    }
}
