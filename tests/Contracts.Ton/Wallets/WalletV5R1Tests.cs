using Cocoon.Core.Accounts;
using Cocoon.Core.Money;
using Cocoon.Ton.Cells;
using Cocoon.Ton.Client;
using Cocoon.Ton.Crypto;
using Cocoon.Ton.Messages;
using Cocoon.Ton.Tests.Vectors;
using Cocoon.Ton.Wallets;

namespace Cocoon.Ton.Tests.Wallets;

public sealed class WalletV5R1Tests
{
    private static readonly WalletVectors Vectors = VectorFile.Read<WalletVectors>("wallets");

    [Fact]
    public void Addresses_are_those_of_the_reference()
    {
        foreach (var vector in Vectors.Addresses)
        {
            using var key = new SigningKey(Convert.FromHexString(vector.Seed), Ed25519.Default);
            Convert.ToHexStringLower(key.PublicKey.Span).Should().Be(vector.PublicKey);
            new WalletV5R1(key.PublicKey.Span, vector.Network, vector.Subwallet).Address.Raw.Should().Be(vector.Address);
        }
        Vectors.Addresses.Select(vector => vector.Address).Should().OnlyHaveUniqueItems().And.HaveCount(9);
    }

    [Fact]
    public void Signed_transfers_are_those_of_the_reference()
    {
        foreach (var vector in Vectors.Transfers)
        {
            using var key = new SigningKey(Convert.FromHexString(vector.Seed), Ed25519.Default);
            var wallet = new WalletV5R1(key.PublicKey.Span, vector.Network);
            var body = Boc.ReadBase64(vector.Body);
            var sends = vector.Sends.Select(send => new InternalMessage(AccountAddress.Parse(send.To), new Nano(send.Value), send.Bounce, send.WithBody ? body : null)).ToList();

            var message = wallet.CreateTransfer(key, vector.Seqno, vector.ValidUntil, sends, Ed25519.Default);

            TonMessage.Parse(message).Body.HashHex().Should().Be(vector.SignedHash, "of {0} messages", sends.Count);
            message.HashHex().Should().Be(vector.Hash);
        }
        Vectors.Transfers.Select(vector => vector.Sends.Length).Distinct().Should().BeEquivalentTo([1, 4, 255]);
    }

    [Fact]
    public void The_sequence_number_is_read_from_the_data()
    {
        WalletV5R1.Seqno(null).Should().Be(0);
        WalletV5R1.Seqno(new CellBuilder().StoreBit(true).StoreUInt(4_000_000_000, 32).Build()).Should().Be(4_000_000_000);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(33)]
    public void A_public_key_has_32_bytes(int length)
    {
        var act = () => new WalletV5R1(new byte[length], TonNetwork.Local);
        act.Should().Throw<ArgumentException>();
    }
}
