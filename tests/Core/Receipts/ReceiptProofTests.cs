using System.Text.Json;
using System.Collections.Immutable;
using Cocoon.Core.Crypto;
using Cocoon.Core.Receipts;
using Cocoon.Core.Settlement;

namespace Cocoon.Core.Tests.Receipts;

public sealed class ReceiptProofTests
{
    private static readonly HexBytes[] Leaves = [.. Enumerable.Range(1, 5).Select(number => Samples.Bytes((byte)number))];

    private static ReceiptProof Proof(int index) => new(
        Samples.Vault, 3, Samples.Bytes(9), index, Leaves.Length, [.. MerkleTree.Proof(Leaves, index)], MerkleTree.Root(Leaves));

    [Fact]
    public void A_proof_proves_its_receipt_and_no_other()
    {
        Proof(2).Proves(Leaves[2]).Should().BeTrue();
        Proof(2).Proves(Leaves[3]).Should().BeFalse();
        (Proof(2) with { Root = Samples.Bytes(1) }).Proves(Leaves[2]).Should().BeFalse();
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(5)]
    public void There_is_no_proof_of_a_place_outside_the_tree(int index)
    {
        var proving = () => MerkleTree.Proof(Leaves, index);

        proving.Should().Throw<ArgumentOutOfRangeException>();
        MerkleTree.Verify(Leaves[0], index, Leaves.Length, MerkleTree.Proof(Leaves, 0), MerkleTree.Root(Leaves)).Should().BeFalse();
    }

    [Fact]
    public void A_proof_with_a_hash_too_few_or_of_another_length_proves_nothing()
    {
        var proof = Proof(0);

        (proof with { Path = proof.Path.RemoveAt(0) }).Proves(Leaves[0]).Should().BeFalse();
        (proof with { Path = proof.Path.SetItem(0, new HexBytes([1])) }).Proves(Leaves[0]).Should().BeFalse();
        (proof with { Path = [] }).Proves(Leaves[0]).Should().BeFalse();
    }

    [Fact]
    public void A_salt_has_32_bytes()
    {
        var committing = () => Commitment.OfAnswer(new byte[31], "hi");

        committing.Should().Throw<ArgumentException>();
    }

    [Fact]
    public void Commitments_never_change()
    {
        var salt = Samples.Key.ToArray();

        Commitment.OfAnswer(salt, "hi").ToString().Should().Be("fe3199d63f864b09bbb483925316e8de15318125d064fab9f8d5074b335b291b");
        Commitment.OfPrompt(salt, [("user", "hi"), ("assistant", "ho")]).ToString().Should().Be("d246d833cd4157d0a82e7fe0e530fdd1a92b00bc044f9d5e73ac7fa3e77419c8");
    }

    [Fact]
    public void Pay_and_fee_of_a_line_are_those_of_the_receipt()
    {
        var receipt = Samples.Receipt(1, 399).Receipt;

        var line = ReceiptLine.From(receipt, Samples.Bytes(1));

        (line.Pay.Value, line.Fee.Value).Should().Be((380, 19));
        (line.Job, line.Channel, line.Provider, line.EndedAt, line.Hash).Should().Be((receipt.Job, receipt.Channel, receipt.Provider, receipt.EndedAt, Samples.Bytes(1)));
    }

    [Fact]
    public void Receipts_written_one_by_one_are_still_read()
    {
        ImmutableList<ReceiptLine> lines = [Line(1, 3), Line(2, 5), Line(3, 3)];
        var batch = new Batch
        {
            Seqno = 1, Receipts = lines, Claims = [], Payouts = [], Earnings = [], ReceiptRoot = Leaves[0], EarningsRoot = Leaves[1], CutAt = Samples.Now,
        };
        var table = JsonSerializer.Serialize(batch);

        JsonSerializer.Deserialize<Batch>(table)!.Receipts.Should().Equal(lines);
        var start = table.IndexOf("\"Receipts\":{", StringComparison.Ordinal) + "\"Receipts\":".Length;
        var end = table.IndexOf(",\"Claims\"", StringComparison.Ordinal);
        JsonSerializer.Deserialize<Batch>(table[..start] + JsonSerializer.Serialize(lines) + table[end..])!.Receipts.Should().Equal(lines);
        table[start..end].Split(Samples.Account(3).Raw).Should().HaveCount(2, "accounts stand once");
    }

    [Fact]
    public void The_receipts_of_a_batch_add_up()
    {
        var batch = new Batch
        {
            Seqno = 1, Receipts = [Line(1, 3), Line(2, 5)], Claims = [], Payouts = [new Payout(Samples.Provider, new(70)), new Payout(Samples.Account(5), new(7))],
            Earnings = [], ReceiptRoot = Leaves[0], EarningsRoot = Leaves[1], CutAt = Samples.Now,
        };

        (batch.PayTotal.Value, batch.FeeTotal.Value, batch.PayoutTotal.Value).Should().Be((190, 10, 77));
    }

    private static ReceiptLine Line(int job, byte provider) => ReceiptLine.From(Samples.Receipt(job, 100, Samples.Account(provider)).Receipt, Samples.Bytes((byte)job));
}
