using Cocoon.Core.Accounts;
using Cocoon.Core.Channels;
using Cocoon.Core.Crypto;
using Cocoon.Core.Money;
using Cocoon.Ton.Channels;
using Cocoon.Ton.Crypto;
using Cocoon.Ton.Tests.Vectors;

namespace Cocoon.Ton.Tests.Channels;

public sealed class VoucherSignerTests : IDisposable
{
    private readonly VoucherSigner _signer = new(Ed25519.Default);
    private readonly SigningKey _key = new(Convert.FromHexString(ContractVectors.Instance.ClientSeed), Ed25519.Default);
    private readonly Voucher _voucher = new(AccountAddress.Parse(ContractVectors.Instance.Vouchers[0].Channel), new Nano(1_000), 3);

    private HexBytes Key => new(_key.PublicKey.Span);

    public void Dispose() => _key.Dispose();

    [Fact]
    public void Vouchers_and_their_signatures_are_those_of_the_contract_s_own_tests()
    {
        foreach (var vector in ContractVectors.Instance.Vouchers)
        {
            var voucher = new Voucher(AccountAddress.Parse(vector.Channel), new Nano(vector.Amount), vector.Seqno);
            VoucherSigner.Cell(voucher).HashHex().Should().Be(vector.Hash);
            var signed = _signer.Sign(voucher, _key);
            signed.Signature.ToString().Should().Be(vector.Signature);
            _signer.Verify(signed, Key).Should().BeTrue();
        }
    }

    public static TheoryData<string, Func<SignedVoucher, SignedVoucher>> Forgeries => new()
    {
        { "a larger amount", signed => signed with { Voucher = signed.Voucher with { Amount = new Nano(1_001) } } },
        { "a negative amount", signed => signed with { Voucher = signed.Voucher with { Amount = new Nano(-1) } } },
        { "a later seqno", signed => signed with { Voucher = signed.Voucher with { Seqno = 4 } } },
        { "another channel", signed => signed with { Voucher = signed.Voucher with { Channel = AccountAddress.From(0, new byte[32]) } } },
        { "no signature", signed => signed with { Signature = default } },
        { "a signature cut short", signed => signed with { Signature = new HexBytes(signed.Signature.ToArray().AsSpan(0, 63)) } },
        { "a signature of zeros", signed => signed with { Signature = new HexBytes(new byte[64]) } },
    };

    [Theory]
    [MemberData(nameof(Forgeries))]
    public void A_forged_voucher_is_refused(string what, Func<SignedVoucher, SignedVoucher> forge) =>
        _signer.Verify(forge(_signer.Sign(_voucher, _key)), Key).Should().BeFalse(what);

    [Fact]
    public void A_voucher_counts_for_its_own_key_only()
    {
        var signed = _signer.Sign(_voucher, _key);
        using var other = new SigningKey(new byte[32], Ed25519.Default);
        _signer.Verify(signed, new HexBytes(other.PublicKey.Span)).Should().BeFalse();
        _signer.Verify(signed, default).Should().BeFalse();
    }

    [Fact]
    public void A_voucher_over_less_than_nothing_cannot_be_signed()
    {
        var act = () => _signer.Sign(_voucher with { Amount = new Nano(-1) }, _key);
        act.Should().Throw<FormatException>();
    }
}
