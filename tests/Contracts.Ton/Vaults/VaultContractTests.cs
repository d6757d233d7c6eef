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
    public void Addresses_are_those_of_the_contract_s_own_tests_and_the_data_reads_back()
    {
        foreach (var vector in Vectors.Vaults)
        {
            var init = VaultContract.Init(HexBytes.Parse(vector.OperatorKey), vector.NetworkId, AccountAddress.Parse(vector.Owner));
            init.GetAddress().Raw.Should().Be(vector.Address);
            var zero = new HexBytes(new byte[32]);
            VaultContract.Read(init.Code, init.Data).Should().Be(new VaultOnChain(0, HexBytes.Parse(vector.OperatorKey), vector.NetworkId, zero, zero));
        }
        Vectors.Vaults.Select(vector => vector.Address).Should().OnlyHaveUniqueItems().And.HaveCount(3);
    }

    [Fact]
    public void Batches_are_those_of_the_contract_s_own_tests()
    {
        foreach (var vector in Vectors.Batches)
        {
            var message = VaultContract.CreateBatch(AccountAddress.Parse(vector.Vault), BatchOf(vector), vector.NetworkId, _operator, Ed25519.Default);

            var body = TonMessage.Parse(message).Body;
            body.HashHex().Should().Be(vector.BodyHash);
            message.HashHex().Should().Be(vector.Hash);
            VaultContract.BatchSeqno(body).Should().Be(vector.Seqno);
            Boc.Write(message).Length.Should().BeLessThan(ExternalMessage.MaxBytes);
        }
        Vectors.Batches.Select(vector => vector.Payouts.Length).Should().Equal(1, 4, 254);
    }

    [Fact]
    public void More_payouts_than_a_transaction_sends_are_refused()
    {
        var batch = BatchOf(Vectors.Batches[0]);
        batch = batch with { Payouts = [.. Enumerable.Repeat(batch.Payouts[0], 256)] };
        var act = () => VaultContract.CreateBatch(AccountAddress.Parse(Vectors.Vaults[0].Address), batch, TonNetwork.Local, _operator, Ed25519.Default);
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

    private static PayoutBatch BatchOf(ContractVectors.BatchVector vector) => new(
        vector.Seqno, vector.ValidUntil, [.. vector.Payouts.Select(payout => new Payout(AccountAddress.Parse(payout.To), new Nano(payout.Value)))],
        HexBytes.Parse(vector.ReceiptRoot), HexBytes.Parse(vector.EarningsRoot));
}
