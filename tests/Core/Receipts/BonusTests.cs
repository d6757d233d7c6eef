using System.Text.Json;
using Cocoon.Core.Money;
using Cocoon.Core.Receipts;
using Cocoon.Core.Settlement;

namespace Cocoon.Core.Tests.Receipts;

public sealed class BonusTests
{
    private static readonly Receipt Paid = Samples.Receipt(1, 1_999).Receipt with { BonusBps = 300 };

    [Fact]
    public void Pay_and_fee_make_the_charge_and_a_bonus_is_part_of_the_fee()
    {
        foreach (var charge in (long[])[0, 1, 33, 34, 1_999, 10_000_000_001, long.MaxValue])
        {
            foreach (var (fee, bonus) in ((int, int)[])[(0, 0), (1, 1), (500, 0), (500, 1), (500, 299), (500, 500), (10_000, 10_000)])
            {
                var receipt = Paid with { Charge = new Nano(charge), FeeBps = fee, BonusBps = bonus };
                var line = ReceiptLine.From(receipt, receipt.Hash());

                (receipt.ProviderPay + receipt.Fee).Should().Be(receipt.Charge);
                receipt.Bonus.Value.Should().Be((long)((Int128)charge * bonus / 10_000)).And.BeInRange(0, receipt.Fee.Value);
                (line.Pay, line.Fee, line.Bonus).Should().Be((receipt.ProviderPay + receipt.Bonus, receipt.Fee - receipt.Bonus, receipt.Bonus));
            }
        }
    }

    [Theory]
    [InlineData(500, 501)]
    [InlineData(500, -1)]
    [InlineData(10_001, 0)]
    public void A_bonus_above_the_fee_reaches_no_books(int fee, int bonus)
    {
        var receipt = Paid with { FeeBps = fee, BonusBps = bonus };
        FluentActions.Invoking(() => ReceiptLine.From(receipt, receipt.Hash())).Should().Throw<InvariantViolationException>().WithMessage("*I10*");
    }

    [Fact]
    public void The_byte_form_with_a_bonus_never_changes_and_is_another_one()
    {
        Paid.Hash().ToString().Should().Be(GoldenHash, "receipts signed by earlier versions must stay valid");
        ((Receipt[])[Paid, Paid with { BonusBps = 0 }, Paid with { BonusBps = 299 }]).Select(receipt => receipt.Hash()).Should().OnlyHaveUniqueItems();
        ReceiptEncoding.Encode(Paid).Length.Should().Be(ReceiptEncoding.Encode(Paid with { BonusBps = 0 }).Length + 8);
    }

    [Fact]
    public void Json_names_a_bonus_where_there_is_one_and_keeps_the_hash()
    {
        var json = JsonSerializer.Serialize(Paid, ReceiptJson.Options);

        json.Should().Contain("\"bonus_bps\":300").And.Contain("\"bonus\":59");
        JsonSerializer.Deserialize<Receipt>(json, ReceiptJson.Strict)!.Hash().Should().Be(Paid.Hash());
        JsonSerializer.Serialize(Paid with { BonusBps = 0 }, ReceiptJson.Options).Should().NotContain("bonus");
    }

    [Fact]
    public void A_shard_owes_the_bonus_and_keeps_the_rest_of_the_fee()
    {
        var line = ReceiptLine.From(Paid, Paid.Hash());
        var shard = Settlements.Accept(new SettlementState(), new SettlementPush(Samples.Voucher(1_999, 1), [new PostedReceipt(1, new Nano(1_999), line)])).State;

        shard.Providers[Samples.Provider].Accepted.Should().Be(new Nano(1_900 + 59));
        (shard.Fees, shard.Bonuses).Should().Be((new Nano(99 - 59), new Nano(59)));
        var restored = JsonSerializer.Deserialize<SettlementState>(JsonSerializer.Serialize(shard))!;
        restored.Pending.Should().Equal(line);
        restored.Bonuses.Should().Be(shard.Bonuses);
    }

    private const string GoldenHash = "a35eb9ef8ec77dcc92968941d9ad10249fdb5e06bfd1b77ea6ca845f8b5dec41";
}
