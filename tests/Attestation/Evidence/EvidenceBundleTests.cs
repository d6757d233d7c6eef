using Cocoon.Attestation.Evidence;
using Cocoon.Core.Crypto;

namespace Cocoon.Attestation.Tests.Evidence;

public sealed class EvidenceBundleTests
{
    private static readonly EvidenceBundle Bundle = new(
        Samples.Claims, 77, new HexBytes(new byte[32]),
        new MachineEvidence(EvidenceKind.Tdx, new byte[] { 1, 2, 3 }),
        [new MachineEvidence(EvidenceKind.NvidiaGpu, new byte[] { 4 }, new byte[] { 5, 6 })]);

    [Fact]
    public void A_bundle_reads_back_as_it_was()
    {
        var read = EvidenceBundle.TryDecode(Bundle.Encode())!;

        (read.Claims, read.EpochSeqno, read.Nonce).Should().Be((Bundle.Claims, Bundle.EpochSeqno, Bundle.Nonce));
        read.Cpu.Raw.ToArray().Should().Equal(1, 2, 3);
        read.Gpus.Should().ContainSingle().Which.Endorsements.ToArray().Should().Equal(5, 6);
        read.Encode().Should().Equal(Bundle.Encode());
    }

    [Fact]
    public void Nothing_but_exactly_a_bundle_is_read()
    {
        var good = Bundle.Encode();

        for (var length = 0; length < good.Length; length++) EvidenceBundle.TryDecode(good.AsMemory(0, length)).Should().BeNull("it was cut after {0} bytes", length);
        EvidenceBundle.TryDecode((byte[])[.. good, 0]).Should().BeNull();
        EvidenceBundle.TryDecode(new byte[EvidenceBundle.MaxBytes + 1]).Should().BeNull();
    }

    [Fact]
    public void A_length_of_four_gigabytes_is_no_length()
    {
        var bytes = Bundle.Encode();
        var nonceLength = 4 + EnclaveClaims.Bytes + 4;
        bytes.AsSpan(nonceLength, 4).Fill(0xFF);

        EvidenceBundle.TryDecode(bytes).Should().BeNull();
    }
}
