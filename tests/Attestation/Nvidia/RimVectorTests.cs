using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Collateral;
using Cocoon.Attestation.Nvidia;
using Cocoon.Attestation.Nvidia.Chains;
using Cocoon.Attestation.Nvidia.Rims;

namespace Cocoon.Attestation.Tests.Nvidia;

/// <summary>NVIDIA's own reference values, and two that it uses as bad examples.</summary>
public sealed class RimVectorTests
{
    private static readonly DateTimeOffset At = new(2026, 1, 15, 0, 0, 0, TimeSpan.Zero);
    private readonly RimReader _reader = new(new P384Chains(NvidiaRoots.ReferenceValues, AttestationFailure.RimChain, 4));

    [VectorFact]
    public void Reference_values_of_NVIDIA_are_genuine()
    {
        var isRead = _reader.TryRead(Item("rim_driver_gh100_550.144.03.xml"), At, out var rim, out var refusal);

        isRead.Should().BeTrue("of {0}", refusal);
        (rim!.Version, rim.Product, rim.Values.Count).Should().Be(("550.144.03", "GH100", 64));
        rim.Values.Values.Count(value => value.IsActive).Should().BeInRange(1, 63);
        rim.Values[23].Allowed.Should().HaveCount(2);
    }

    [VectorTheory]
    [InlineData("rim_bad_signature.xml", AttestationFailure.RimSignature)]
    [InlineData("rim_bad_chain.xml", AttestationFailure.RimChain)]
    public void Case_68_bad_reference_values_are_refused(string file, AttestationFailure expected)
    {
        _reader.TryRead(Item(file), At, out _, out var refusal).Should().BeFalse();

        refusal.Failure.Should().Be(expected);
    }

    [VectorFact]
    public void Reference_values_end_with_their_signer_seen_before_or_not()
    {
        var item = Item("rim_driver_gh100_550.144.03.xml");
        _reader.TryRead(item, At, out _, out _).Should().BeTrue();

        _reader.TryRead(item, At.AddYears(1), out _, out var refusal).Should().BeFalse();

        refusal.Failure.Should().Be(AttestationFailure.CertificateExpired);
    }

    [VectorFact]
    public void Any_changed_character_of_the_signed_text_is_found()
    {
        var good = Vectors.Text("nvidia/rim_driver_gh100_550.144.03.xml");
        foreach (var (from, to) in (ReadOnlySpan<(string, string)>)[("active=\"True\"", "active=\"False\""), ("550.144.03", "550.144.04"), ("<ns0:Payload", "<ns0:Payload "), ("4a5e4b3d", "4a5e4b3e")])
        {
            var item = new CollateralItem(new CollateralKey(CollateralKind.GpuRim, "x"), System.Text.Encoding.UTF8.GetBytes(Once(good, from, to)));
            var isRead = _reader.TryRead(item, At, out _, out var refusal);

            // Blanks inside a tag are no part of the canonical form.
            isRead.Should().Be(from == "<ns0:Payload", "of {0}: {1}", from, refusal);
        }
    }

    private static string Once(string text, string from, string to)
    {
        var at = text.IndexOf(from, StringComparison.Ordinal);
        at.Should().BePositive();
        return string.Concat(text.AsSpan(0, at), to, text.AsSpan(at + from.Length));
    }

    private static CollateralItem Item(string file) => new(new CollateralKey(CollateralKind.GpuRim, "x"), Vectors.Bytes($"nvidia/{file}"));
}
