using System.Text;
using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Collateral;
using Cocoon.Attestation.Tdx.Collateral;
using Cocoon.Attestation.Tdx.Tcb;
using Cocoon.Attestation.Tests.Tdx.Authority;

namespace Cocoon.Fuzz.Tests.Targets;

/// <summary>Intel's identity of the TD quoting enclave, envelope and document.</summary>
internal sealed class QeIdentityTarget : JsonTarget
{
    protected override IEnumerable<string> Documents
    {
        get
        {
            using var authority = new IntelLikeAuthority();
            return [Encoding.UTF8.GetString(new CollateralBuilder(authority).Build().Find(CollateralKind.TdxQeIdentity)!.Body.Span)];
        }
    }

    public override void Read(byte[] input)
    {
        if (SignedJson.TryParse(input, "enclaveIdentity") is not { } answer) return;
        if (!QeIdentityParser.TryParse(answer.Document, out var identity, out var refusal)) refusal.Failure.Should().NotBe(AttestationFailure.None);
        else (identity.MrSigner.Length, identity.Attributes.Length, identity.AttributesMask.Length).Should().Be((32, 16, 16));
    }

    public override bool IsRefusal(Exception exception) => false;
}
