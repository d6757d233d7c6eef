using Cocoon.Core.Money;
using Cocoon.Ton.Cells;
using Cocoon.Ton.Client;
using Cocoon.Ton.Tests.Vectors;

namespace Cocoon.Ton.Tests.Client;

public sealed class TonTransactionTests
{
    private static readonly TransactionStep[] Steps = VectorFile.Read<TransactionStep[]>("transactions");

    [Fact]
    public void Transactions_are_read_as_by_the_reference()
    {
        foreach (var vector in Steps.SelectMany(step => step.Transactions))
        {
            var read = TonTransaction.Parse(Boc.ReadBase64(vector.Boc));

            read.Hash.ToString().Should().Be(vector.Hash);
            (read.Lt, read.Time, read.Fees.Value).Should().Be((vector.Lt, vector.Time, vector.Fees));
            (read.ComputeSucceeded, read.ActionsSucceeded, read.ExitCode).Should().Be((vector.ComputeSucceeded, vector.ActionsSucceeded, vector.ExitCode));
            read.In!.IsExternal.Should().Be(vector.In.Source is null);
            read.In.Body.HashHex().Should().Be(vector.In.BodyHash);
            Brief(read.In).Should().Be(new TransactionStep.MessageVector(vector.In.Source, vector.In.Destination, vector.In.Value, vector.In.Bounced));
            read.Out.Select(Brief).Should().Equal(vector.Out);
        }
    }

    [Fact]
    public void Balance_changes_add_up_to_the_nano()
    {
        foreach (var step in Steps)
        {
            var changes = step.Transactions.GroupBy(vector => vector.Account)
                .Select(group => (Account: group.Key, Change: group.Aggregate(Nano.Zero, (sum, vector) => sum + TonTransaction.Parse(Boc.ReadBase64(vector.Boc)).BalanceChange).Value))
                .Where(entry => entry.Change != 0).ToDictionary(entry => entry.Account, entry => entry.Change);
            changes.Should().BeEquivalentTo(step.BalanceChanges);
        }
    }

    [Fact]
    public void The_vectors_hold_every_kind_of_ending()
    {
        var all = Steps.SelectMany(step => step.Transactions).ToList();
        all.Select(vector => vector.ExitCode).Distinct().Should().BeEquivalentTo([0, 40, 45, 46]);
        all.Should().Contain(vector => vector.In.Bounced).And.Contain(vector => vector.In.Source == null).And.Contain(vector => vector.Out.Length == 40);
    }

    [Fact]
    public void Other_cells_are_refused_as_damaged()
    {
        var random = new Random(1);
        var root = Boc.ReadBase64(Steps[0].Transactions[1].Boc);
        Refused(() => TonTransaction.Parse(Cell.Empty));
        Refused(() => TonTransaction.Parse(root.Refs[0]));
        for (var i = 0; i < 3_000; i++)
        {
            if (Record.Exception(() => TonTransaction.Parse(Damage(root, random))) is { } error) error.Should().BeOfType<CellFormatException>();
        }
    }

    /// <summary>A copy in which one bit of one cell on a random way down is flipped, or that cell's bits are cut short.</summary>
    private static Cell Damage(Cell cell, Random random)
    {
        var builder = new CellBuilder();
        var slice = cell.BeginParse();
        var down = cell.Refs.Count == 0 ? -1 : random.Next(-1, cell.Refs.Count);
        var at = down >= 0 || cell.BitLength == 0 ? -1 : random.Next(cell.BitLength);
        var end = at >= 0 && random.Next(4) == 0 ? at : cell.BitLength;
        for (var i = 0; i < end; i++) builder.StoreBit(slice.LoadBit() ^ i == at);
        for (var i = 0; i < cell.Refs.Count; i++) builder.StoreRef(i == down ? Damage(cell.Refs[i], random) : cell.Refs[i]);
        return builder.Build();
    }

    private static TransactionStep.MessageVector Brief(TonMessage message) => new(message.Source?.Raw, message.Destination?.Raw, message.Value.Value, message.Bounced);

    private static void Refused(Func<object> read) => read.Should().ThrowExactly<CellFormatException>();
}
