using Cocoon.Attestation.Certificates;
using Cocoon.Attestation.Tests.Tdx.Authority;

namespace Cocoon.Fuzz.Tests.Targets;

/// <summary>A certificate revocation list; only the lists that were signed are an authority's.</summary>
internal sealed class RevocationListTarget : FuzzTarget
{
    private readonly IntelLikeAuthority _authority = new();

    public RevocationListTarget() =>
        Seeds = [IntelLikeAuthority.Crl(_authority.Root), IntelLikeAuthority.Crl(_authority.Root, [_authority.Platform, _authority.TcbSigner])];

    public override IReadOnlyList<byte[]> Seeds { get; }

    /// <summary>Signatures are checked.</summary>
    public override int Cost => 5;

    public override void Read(byte[] input)
    {
        if (RevocationList.TryParse(input)?.IsSignedBy(_authority.Root) == true) Seeds.Any(seed => seed.AsSpan().SequenceEqual(input)).Should().BeTrue();
    }

    public override bool IsRefusal(Exception exception) => false;

    public override void Dispose()
    {
        _authority.Dispose();
        base.Dispose();
    }
}
