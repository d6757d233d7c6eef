using System.Text;
using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Collateral;
using Cocoon.Attestation.Tdx.Collateral;
using Cocoon.Attestation.Tdx.Tcb;
using Cocoon.Attestation.Tests.Tdx.Authority;

namespace Cocoon.Fuzz.Tests.Targets;

/// <summary>Intel's TCB info, envelope and document; what is read has whole levels.</summary>
internal sealed class TcbInfoTarget : JsonTarget
{
    protected override IEnumerable<string> Documents
    {
        get
        {
            using var authority = new IntelLikeAuthority();
            return [Encoding.UTF8.GetString(new CollateralBuilder(authority).Build().Find(CollateralKind.TdxTcbInfo, "90c06f000000")!.Body.Span)];
        }
    }

    public override void Read(byte[] input)
    {
        if (SignedJson.TryParse(input, "tcbInfo") is not { } answer) return;
        answer.Signature.Length.Should().BeOneOf(0, 64);
        if (!TcbInfoParser.TryParse(answer.Document, out var info, out var refusal)) refusal.Failure.Should().NotBe(AttestationFailure.None);
        else info.Levels.All(level => level.Sgx.Length == 16 && level.Tdx.Length == 16).Should().BeTrue();
    }

    public override bool IsRefusal(Exception exception) => false;
}
