using System.Text;
using Cocoon.Attestation.Evidence;
using Cocoon.Attestation.Inspection;
using Cocoon.Attestation.Tests.SevSnp;
using FsCheck;
using FsCheck.Fluent;

namespace Cocoon.Attestation.Tests.Inspection;

public sealed class EvidenceFileTests
{
    [VectorTheory]
    [InlineData("tdx/coco_v5_90c06f.quote.bin", EvidenceKind.Tdx, 1)]
    [InlineData("tdx/gtg_v4_spr_50806f.quote.bin", EvidenceKind.Tdx, 1)]
    [InlineData("sev-snp/ms_genoa_v3.report.bin", EvidenceKind.SevSnp, 1)]
    [InlineData("sev-snp/virtee_milan_v2.report.hex", EvidenceKind.SevSnp, 1)]
    [InlineData("nvidia/multi_gpu_hopper.json", EvidenceKind.NvidiaGpu, 4)]
    [InlineData("nvidia/hopper.report.b64", EvidenceKind.NvidiaGpu, 1)]
    [InlineData("nvidia/blackwell.report.b64", EvidenceKind.NvidiaGpu, 1)]
    [InlineData("nvidia/nras_hopper_v3.eat.json", EvidenceKind.NrasToken, 1)]
    [InlineData("maa/cvm_2022_azurevm.jwt", EvidenceKind.AzureToken, 1)]
    [InlineData("maa/alg_none_draftpolicy_shared.jwt", EvidenceKind.AzureToken, 1)]
    public void Real_files_are_told_by_their_bytes(string path, EvidenceKind kind, int parts)
    {
        var file = EvidenceFile.Recognise(Vectors.Bytes(path));

        file.Parts.Should().HaveCount(parts).And.OnlyContain(part => part.Kind == kind);
    }

    [Fact]
    public void A_report_may_be_binary_hex_or_base64()
    {
        var raw = new SnpMachine().Raw();
        string[] texts = [Convert.ToHexString(raw), Convert.ToBase64String(raw, Base64FormattingOptions.InsertLineBreaks) + "\n"];

        foreach (var bytes in texts.Select(Encoding.ASCII.GetBytes).Append(raw))
            EvidenceFile.Recognise(bytes).Parts.Should().ContainSingle().Which.Raw.ToArray().Should().Equal(raw);
    }

    [Fact]
    public void A_bundle_has_its_parts_in_order_and_one_cut_short_is_named()
    {
        var bundle = new EvidenceBundle(Samples.Claims, 0, default, new MachineEvidence(EvidenceKind.SevSnp, new byte[] { 1 }), [new MachineEvidence(EvidenceKind.NvidiaGpu, new byte[] { 2 })]);
        var bytes = bundle.Encode();

        var file = EvidenceFile.Recognise(bytes);

        file.Parts.Select(part => part.Kind).Should().Equal(EvidenceKind.SevSnp, EvidenceKind.NvidiaGpu);
        file.Bundle!.Claims.Should().Be(Samples.Claims);
        FluentActions.Invoking(() => EvidenceFile.Recognise(bytes.AsMemory(0, 50))).Should().Throw<FormatException>().WithMessage("*cut or altered*");
    }

    [Fact]
    public void The_answer_of_nvattest_and_of_Azure_are_read_with_their_wrapping()
    {
        var gpus = EvidenceFile.Recognise("""{"evidences":[{"arch":"HOPPER","evidence":"EeAB","certificate":"LS0t"}],"result_code":0}"""u8.ToArray());
        var token = EvidenceFile.Recognise("""{"token":"a.b.c"}"""u8.ToArray());

        gpus.Parts.Should().ContainSingle().Which.Endorsements.ToArray().Should().Equal("---"u8.ToArray());
        Encoding.ASCII.GetString(token.Parts[0].Raw.Span).Should().Be("a.b.c");
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("[1]")]
    [InlineData("[{\"evidence\":\"!\",\"certificate\":\"\"}]")]
    [InlineData("{\"token\":1}")]
    [InlineData("{\"token\":\"a\",\"token\":\"b\"}")]
    [InlineData("{")]
    [InlineData("abcd")]
    public void What_is_no_evidence_is_refused(string text) =>
        FluentActions.Invoking(() => EvidenceFile.Recognise(Encoding.ASCII.GetBytes(text))).Should().Throw<FormatException>();

    [Fact]
    public void Any_bytes_are_either_recognised_or_refused_in_this_way()
    {
        var seeds = new[] { new SnpMachine().Raw(), "{\"evidences\":[{\"evidence\":\"AA==\",\"certificate\":\"AA==\"}]}"u8.ToArray(), "CEB1"u8.ToArray(), "a.b.c"u8.ToArray() };
        var cases = from seed in Gen.Elements(seeds) from at in Gen.Choose(0, seed.Length - 1) from value in Gen.Choose(0, 255) from cut in Gen.Choose(0, 3)
                    select Change(seed, at, (byte)value, cut);
        Prop.ForAll(Arb.From(cases), bytes =>
        {
            try
            {
                return !EvidenceFile.Recognise(bytes).Parts.IsEmpty;
            }
            catch (FormatException e)
            {
                return e.Message.Length > 0;
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
    }

    private static byte[] Change(byte[] seed, int at, byte value, int cut)
    {
        var changed = seed.ToArray();
        changed[at] = value;
        return changed[..^Math.Min(cut, changed.Length)];
    }
}
