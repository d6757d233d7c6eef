using Cocoon.Attestation.Evidence;
using Cocoon.Core.Crypto;

namespace Cocoon.Attestation.Tests.Evidence;

public sealed class ReportBindingTests
{
    private static readonly HexBytes Block = new([.. Enumerable.Repeat((byte)9, 32)]);
    private static readonly ReportBinding Binding = new(Samples.Claims, -3, Samples.Provider, Block, Block);

    public static TheoryData<ReportBinding> Others() =>
    [
        Binding with { Claims = Samples.Claims with { ReceiptKey = Block } },
        Binding with { Claims = Samples.Claims with { SealingKey = new HexBytes([4, .. new byte[64]]) } },
        Binding with { Claims = Samples.Claims with { IdentityKey = Block } },
        Binding with { NetworkId = -239 },
        Binding with { Provider = Core.Accounts.AccountAddress.From(-1, new byte[32]) },
        Binding with { EpochHash = default },
        Binding with { Nonce = default },
    ];

    [Theory]
    [MemberData(nameof(Others), DisableDiscoveryEnumeration = true)]
    public void Every_field_changes_the_report_data_and_the_nonce_of_the_gpus(ReportBinding other)
    {
        other.ReportData().Should().HaveCount(64).And.NotEqual(Binding.ReportData());
        other.GpuNonce().Should().HaveCount(32).And.NotEqual(Binding.GpuNonce());
    }

    [Fact]
    public void The_report_data_is_what_the_documentation_says()
    {
        var provider = System.Text.Encoding.ASCII.GetBytes(Samples.Provider.Raw);
        byte[] text =
        [
            .. "provider-binding-v1"u8, 0, 0, 0, 32, .. Samples.Claims.IdentityKey.ToArray(), 0, 0, 0, 4, 0xFF, 0xFF, 0xFF, 0xFD,
            0, 0, 0, (byte)provider.Length, .. provider, 0, 0, 0, 32, .. Block.ToArray(), 0, 0, 0, 32, .. Samples.Claims.Hash(), 0, 0, 0, 32, .. Block.ToArray(),
        ];

        Binding.ReportData().Should().Equal(System.Security.Cryptography.SHA512.HashData(text));
    }
}
