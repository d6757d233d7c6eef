using Cocoon.Core.Accounts;
using Cocoon.Core.Money;
using Cocoon.Ton.Cells;
using Cocoon.Ton.Client;
using Cocoon.Ton.Crypto;
using Cocoon.Ton.Messages;
using Cocoon.Ton.Tests.Vectors;
using Cocoon.Ton.Wallets;

namespace Cocoon.Ton.Tests.Wallets;

public sealed class OlderWalletTests
{
    private static readonly OlderWalletVector[] Vectors = VectorFile.Read<OlderWalletVector[]>("older-wallets");

    [Fact]
    public void Addresses_and_signed_transfers_are_those_of_the_reference()
    {
        foreach (var vector in Vectors)
        {
            using var key = new SigningKey(Convert.FromHexString(vector.Seed), Ed25519.Default);
            var wallet = Create(vector.Version, key.PublicKey.Span, vector.WalletId);
            var body = Boc.ReadBase64(vector.Body);
            var sends = vector.Sends.Select(send => new InternalMessage(AccountAddress.Parse(send.To), new Nano(send.Value), send.Bounce, send.WithBody ? body : null)).ToList();

            wallet.Address.Raw.Should().Be(vector.Address);
            wallet.Init.Data.Should().Be(Boc.ReadBase64(vector.Data));
            var message = wallet.CreateTransfer(key, vector.Seqno, vector.ValidUntil, sends, Ed25519.Default);

            TonMessage.Parse(message).Body.HashHex().Should().Be(vector.SignedHash, "of {0} with seqno {1}", vector.Version, vector.Seqno);
            message.HashHex().Should().Be(vector.Hash);
        }
        Vectors.Select(vector => vector.Address).Distinct().Should().HaveCount(8);
    }

    [Fact]
    public void The_code_is_the_one_that_everybody_knows()
    {
        WalletV3R2Code.Cell.HashHex().Should().Be(WalletV3R2Code.Hash);
        WalletV4R2Code.Cell.HashHex().Should().Be(WalletV4R2Code.Hash);
        WalletV5R1Code.Cell.HashHex().Should().Be(WalletV5R1Code.Hash);
    }

    public static TheoryData<string, int> Limits => new() { { "v3r2", 4 }, { "v4r2", 4 }, { "v5r1", 255 } };

    [Theory]
    [MemberData(nameof(Limits))]
    public void A_transfer_has_at_least_one_message_and_no_more_than_the_wallet_takes(string version, int max)
    {
        using var key = new SigningKey(new byte[32], Ed25519.Default);
        var wallet = Create(version, key.PublicKey.Span, null);
        wallet.MaxMessages.Should().Be(max);
        var message = new InternalMessage(wallet.Address, Nano.Zero, Bounce: false);
        wallet.CreateTransfer(key, 1, 1, [.. Enumerable.Repeat(message, max)], Ed25519.Default).Should().NotBeNull();
        foreach (var count in (int[])[0, max + 1])
        {
            FluentActions.Invoking(() => wallet.CreateTransfer(key, 1, 1, [.. Enumerable.Repeat(message, count)], Ed25519.Default))
                .Should().Throw<ArgumentException>().WithMessage($"This wallet sends 1 to {max} messages in one transfer, not {count}. *");
        }
    }

    [Theory]
    [InlineData("v3r2")]
    [InlineData("v4r2")]
    [InlineData("v5r1")]
    public void The_sequence_number_is_read_from_the_data(string version)
    {
        var wallet = Create(version, new byte[32], null);
        wallet.ReadSeqno(null).Should().Be(0);
        wallet.ReadSeqno(wallet.Init.Data).Should().Be(0);
        var data = new CellBuilder();
        if (version == "v5r1") data.StoreBit(true);
        wallet.ReadSeqno(data.StoreUInt(77, 32).StoreUInt(1, 32).Build()).Should().Be(77);
    }

    private static IWallet Create(string version, ReadOnlySpan<byte> publicKey, uint? walletId) => version switch
    {
        "v3r2" => walletId is { } id ? new WalletV3R2(publicKey, id) : new WalletV3R2(publicKey),
        "v4r2" => walletId is { } id ? new WalletV4R2(publicKey, id) : new WalletV4R2(publicKey),
        _ => new WalletV5R1(publicKey, TonNetwork.Testnet),
    };
}
