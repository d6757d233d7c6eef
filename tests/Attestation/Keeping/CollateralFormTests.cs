using System.Formats.Asn1;
using Cocoon.Attestation.Collateral;
using Cocoon.Attestation.Collateral.Needs;
using Cocoon.Attestation.Evidence;
using Cocoon.Attestation.Tests.Tdx.Authority;
using FsCheck;
using FsCheck.Fluent;

namespace Cocoon.Attestation.Tests.Keeping;

public sealed class CollateralFormTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cocoon-collateral");
    private readonly IntelLikeWorld _world = new();

    public void Dispose()
    {
        _folder.Delete(recursive: true);
        _world.Dispose();
    }

    [Fact]
    public void A_TDX_quote_needs_what_its_verdict_needs()
    {
        var quote = new QuoteBuilder(_world.Platform).Build();
        var needs = new TdxNeeds(_world.Authority.Pin).Of(new MachineEvidence(EvidenceKind.Tdx, quote), IntelLikeAuthority.Now).Select(need => need.Key).ToArray();
        needs.Should().HaveCount(5);
        var only = new CollateralSnapshot(_world.Collateral.Items.Where(item => needs.Contains(item.Key)));
        _world.Verify(quote, only).IsAccepted.Should().BeTrue();
    }

    [Fact]
    public void A_made_up_platform_makes_nothing_be_fetched()
    {
        var quote = new QuoteBuilder(_world.Platform).Build();
        new TdxNeeds().Of(new MachineEvidence(EvidenceKind.Tdx, quote), IntelLikeAuthority.Now).Should().BeEmpty("its root is not Intel's");
        new TdxNeeds(_world.Authority.Pin).Of(new MachineEvidence(EvidenceKind.Tdx, quote.AsMemory(0, 700)), IntelLikeAuthority.Now).Should().BeEmpty();
    }

    [VectorFact]
    public void A_real_TDX_quote_names_its_platform_family()
    {
        var evidence = new MachineEvidence(EvidenceKind.Tdx, Vectors.Bytes("tdx/coco_v5_90c06f.quote.bin"));
        new TdxNeeds().Of(evidence, new DateTimeOffset(2026, 4, 1, 0, 0, 0, TimeSpan.Zero)).Select(need => need.Key).Should().Contain(new CollateralKey(CollateralKind.TdxTcbInfo, "90c06f000000"));
    }

    [Fact]
    public void No_bytes_make_needs_throw() => Prop.ForAll(Gen.Choose(0, 255).Select(value => (byte)value).ArrayOf().ToArbitrary(), bytes =>
    {
        foreach (var needs in (ICollateralNeeds[])[new TdxNeeds(), new SnpNeeds(), new TokenNeeds(EvidenceKind.AzureToken, ["i"]), new TokenNeeds(EvidenceKind.NrasToken, ["i"])])
            if (needs.Of(new MachineEvidence(needs.Kind, bytes, bytes), IntelLikeAuthority.Now).Any()) return false;
        return ServedCollateral.Read(bytes).Count == 0 && ServedCollateral.Read((byte[])[.. "CCS1"u8, .. bytes]).Count <= ServedCollateral.MaxItems;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Collateral_that_a_machine_brings_along_reads_back_and_damage_makes_it_none()
    {
        var items = _world.Collateral.Items.ToArray();
        var encoded = ServedCollateral.Encode(items);
        new CollateralSnapshot(ServedCollateral.Read(encoded)).Hash.Should().Be(_world.Collateral.Hash);
        for (var length = 5; length < encoded.Length; length += 97) ServedCollateral.Read(encoded.AsMemory(0, length)).Count.Should().BeLessThan(items.Length);
        FluentActions.Invoking(() => ServedCollateral.Encode([.. Enumerable.Repeat(items[0], 17)])).Should().Throw<ArgumentException>();
    }

    [Fact]
    public async Task Files_are_found_by_name_and_read_anew_each_time()
    {
        var source = new FolderCollateral(_folder.FullName);
        var need = new CollateralNeed(new CollateralKey(CollateralKind.JsonWebKeys, "https://a.example/../b"));
        CollateralFile.NameOf(need.Key).Should().Be("JsonWebKeys~https%3A%2F%2Fa.example%2F..%2Fb.json");
        (await source.Get(need, default)).Should().BeNull();
        foreach (var content in (byte[][])[[1], [2, 3]])
        {
            await File.WriteAllBytesAsync(Path.Combine(_folder.FullName, CollateralFile.NameOf(need.Key)), content);
            (await source.Get(need, default))!.Body.ToArray().Should().Equal(content);
        }
        await File.WriteAllBytesAsync(Path.Combine(_folder.FullName, "TdxQeIdentity.json"), new byte[FolderCollateral.MaxBytes + 1]);
        await source.Invoking(each => each.Get(new CollateralNeed(new CollateralKey(CollateralKind.TdxQeIdentity, "")), default)).Should().ThrowAsync<CollateralSourceException>();
        (await new FolderCollateral(Path.Combine(_folder.FullName, "none")).Get(need, default)).Should().BeNull();
        (await source.Get(new CollateralNeed(new CollateralKey(CollateralKind.GpuRim, new string('x', 300))), default)).Should().BeNull();
    }

    [Fact]
    public void Every_kind_has_a_file_name_of_its_own() =>
        Enum.GetValues<CollateralKind>().Select(kind => CollateralFile.NameOf(new CollateralKey(kind, "x"))).Should().OnlyHaveUniqueItems();

    [Fact]
    public void An_OCSP_answer_tells_when_it_was_made_and_until_when_it_counts()
    {
        var now = IntelLikeAuthority.Now;
        var window = OcspWindow.TryRead(Ocsp(now.AddDays(-1), now.AddDays(1)), now, TimeSpan.FromHours(1))!.Value;
        (window.From, window.Until, window.IsOrdered).Should().Be((now.AddDays(-1), now.AddDays(1), true));
        OcspWindow.TryRead(Ocsp(now.AddDays(-1), null), now, TimeSpan.FromHours(1))!.Value.Until.Should().Be(now.AddHours(1));
        OcspWindow.TryRead("<html>"u8.ToArray(), now, TimeSpan.FromHours(1)).Should().BeNull();
        OcspWindow.TryRead(new byte[] { 0x30, 0x03, 0x0A, 0x01, 0x06 }, now, TimeSpan.FromHours(1)).Should().BeNull("the service refused");
    }

    private static byte[] Ocsp(DateTimeOffset thisUpdate, DateTimeOffset? nextUpdate)
    {
        var basic = new AsnWriter(AsnEncodingRules.DER);
        using (basic.PushSequence())
        {
            using (basic.PushSequence())
            {
                using (basic.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 2))) basic.WriteOctetString([1]);
                basic.WriteGeneralizedTime(thisUpdate);
                using (basic.PushSequence())
                using (basic.PushSequence())
                {
                    using (basic.PushSequence()) basic.WriteInteger(7);
                    basic.WriteNull(new Asn1Tag(TagClass.ContextSpecific, 0));
                    basic.WriteGeneralizedTime(thisUpdate);
                    if (nextUpdate is { } until)
                        using (basic.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0))) basic.WriteGeneralizedTime(until);
                }
            }
            using (basic.PushSequence()) basic.WriteObjectIdentifier("1.2.840.10045.4.3.3");
        }
        var answer = new AsnWriter(AsnEncodingRules.DER);
        using (answer.PushSequence())
        {
            answer.WriteEncodedValue([0x0A, 0x01, 0x00]);
            using (answer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
            using (answer.PushSequence())
            {
                answer.WriteObjectIdentifier("1.3.6.1.5.5.7.48.1.1");
                answer.WriteOctetString(basic.Encode());
            }
        }
        return answer.Encode();
    }
}
