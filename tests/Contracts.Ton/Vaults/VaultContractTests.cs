using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Money;
using Cocoon.Core.Settlement;
using Cocoon.Ton.Cells;
using Cocoon.Ton.Client;
using Cocoon.Ton.Crypto;
using Cocoon.Ton.Messages;
using Cocoon.Ton.Tests.Channels;
using Cocoon.Ton.Tests.Vectors;
using Cocoon.Ton.Vaults;

namespace Cocoon.Ton.Tests.Vaults;

public sealed class VaultContractTests : IDisposable
{
    private static readonly ContractVectors Vectors = ContractVectors.Instance;

    private readonly SigningKey _operator = new(Convert.FromHexString(Vectors.OperatorSeed), Ed25519.Default);

    public void Dispose() => _operator.Dispose();

    [Fact]
    public void Addresses_and_domains_are_those_of_the_contract_s_own_tests_and_the_data_reads_back()
    {
        var zero = new HexBytes(new byte[32]);
        foreach (var vector in Vectors.Vaults)
        {
            var terms = TermsOf(vector);
            var init = VaultContract.Init(terms);
            terms.Domain.ToString().Should().Be(vector.Domain);
            init.GetAddress().Raw.Should().Be(vector.Address);
            VaultContract.Read(init.Code, init.Data).Should().Be(new VaultOnChain(
                terms.Domain, 0, terms.OperatorKey, Paused: false, zero, zero, terms.NetworkId, terms.Owner, terms.Timelock, terms.ExitDelay, null, null));
        }
        Vectors.Vaults.Select(vector => vector.Address).Should().OnlyHaveUniqueItems().And.HaveCount(6);
        Vectors.Vaults.Select(vector => vector.Domain).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public void Data_reads_as_the_contract_s_get_method_says_in_every_state()
    {
        foreach (var state in Vectors.VaultStates)
        {
            var read = VaultContract.Read(VaultContract.Init(TermsOf(Vectors.Vaults[0])).Code, Boc.ReadBase64(state.Data))!;
            read.Should().Be(
                new VaultOnChain(
                    HexBytes.Parse(state.Domain), state.Seqno, HexBytes.Parse(state.OperatorKey), state.Paused, HexBytes.Parse(state.ReceiptRoot),
                    HexBytes.Parse(state.EarningsRoot), state.NetworkId, AccountAddress.Parse(state.Owner), state.Timelock, state.ExitDelay,
                    state.ExitOpensAt == 0 ? null : state.ExitOpensAt, read.Drawn),
                state.Name);
            var drawn = read.DrawnBy().TryGetValue(AccountAddress.Parse(state.Provider), out var amount) ? amount : Nano.Zero;
            drawn.Should().Be(new Nano(state.Drawn), state.Name);
        }
        Vectors.VaultStates.Should().HaveCount(6);
        Vectors.VaultStates.Should().Contain(state => state.Drawn > 0).And.Contain(state => state.Paused);
    }

    [Fact]
    public void Batches_are_those_of_the_contract_s_own_tests()
    {
        foreach (var vector in Vectors.Batches)
        {
            var message = VaultContract.CreateBatch(AccountAddress.Parse(vector.Vault), BatchOf(vector), _operator, Ed25519.Default);

            message.HashHex().Should().Be(vector.Hash);
            VaultContract.BatchSeqno(TonMessage.Parse(message).Body).Should().Be(vector.Seqno);
            Boc.Write(message).Length.Should().BeLessThan(ExternalMessage.MaxBytes);
        }
        Vectors.Batches.Select(vector => vector.Payouts.Length).Should().Equal(0, 1, 4, 254);
    }

    [Fact]
    public void A_batch_requires_its_payouts_and_its_fees()
    {
        var batch = BatchOf(Vectors.Batches[2]);
        batch.Required.Should().Be(new Nano(Vectors.Batches[2].Payouts.Sum(payout => payout.Value) + Vectors.Batches[2].Fees));
        (batch with { Payouts = [] }).Required.Should().Be(batch.Fees);
    }

    [Fact]
    public void A_batch_of_more_than_all_money_overflows_aloud()
    {
        var batch = BatchOf(Vectors.Batches[1]);
        batch = batch with { Payouts = [.. Enumerable.Repeat(batch.Payouts[0] with { Amount = Nano.MaxValue }, 2)] };
        var act = () => batch.Required;
        act.Should().Throw<OverflowException>();
    }

    [Fact]
    public void More_payouts_than_a_transaction_sends_are_refused()
    {
        var batch = BatchOf(Vectors.Batches[1]);
        batch = batch with { Payouts = [.. Enumerable.Repeat(batch.Payouts[0], 256)] };
        var act = () => VaultContract.CreateBatch(AccountAddress.Parse(Vectors.Vaults[0].Address), batch, _operator, Ed25519.Default);
        act.Should().Throw<CellFormatException>();
    }

    [Fact]
    public void Other_bodies_are_no_batches()
    {
        VaultContract.BatchSeqno(Cell.Empty).Should().BeNull();
        VaultContract.BatchSeqno(new CellBuilder().StoreBytes(new byte[64]).Build()).Should().BeNull();
        VaultContract.BatchSeqno(new CellBuilder().StoreBytes(new byte[64]).StoreRef(Cell.Empty).Build()).Should().BeNull();
        VaultContract.BatchSeqno(new CellBuilder().StoreBytes(new byte[64]).StoreRef(new CellBuilder().StoreUInt(1, 32).Build()).Build()).Should().BeNull();
    }

    [Fact]
    public void Another_contract_is_no_vault() => VaultContract.Read(Cell.Empty, Cell.Empty).Should().BeNull();

    [Fact]
    public void Data_of_a_vault_that_makes_no_sense_is_refused()
    {
        var code = VaultContract.Init(TermsOf(Vectors.Vaults[0])).Code;
        var act = () => VaultContract.Read(code, new CellBuilder().StoreUInt(5, 32).Build());
        act.Should().Throw<CellFormatException>();
    }

    private static VaultTerms TermsOf(ContractVectors.VaultVector vector) => new(
        HexBytes.Parse(vector.OperatorKey), vector.NetworkId, AccountAddress.Parse(vector.Owner), vector.Timelock, vector.ExitDelay, vector.Salt);

    private static PayoutBatch BatchOf(ContractVectors.BatchVector vector) => new(
        HexBytes.Parse(vector.Domain), vector.Seqno, vector.ValidUntil,
        [.. vector.Payouts.Select(payout => new Payout(AccountAddress.Parse(payout.To), new Nano(payout.Value)))],
        new Nano(vector.Fees), HexBytes.Parse(vector.ReceiptRoot), HexBytes.Parse(vector.EarningsRoot));
}
