using System.Text.Json.Nodes;
using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Collateral;
using Cocoon.Attestation.Tests.Tdx.Authority;

namespace Cocoon.Attestation.Tests.Tdx;

/// <summary>Bad inputs 28 to 38 of attestation.md section 8: TCB info and QE identity.</summary>
public sealed class BadCollateralTests(IntelLikeWorld world) : IClassFixture<IntelLikeWorld>
{
    private readonly byte[] _good = new QuoteBuilder(world.Platform).Build();

    [Theory]
    [InlineData("SGX", 3)]
    [InlineData("TDX", 2)]
    public void Case_28_TCB_info_of_another_TEE_or_version_is_refused(string id, int version) =>
        With(info => (info["id"], info["version"]) = (id, version)).Should().Be(AttestationFailure.TcbInfoWrongTee);

    [Theory]
    [InlineData("fmspc", "50806F000000")]
    [InlineData("pceId", "0100")]
    public void Case_29_TCB_info_of_another_family_is_refused(string field, string value) => With(info => info[field] = value).Should().Be(AttestationFailure.FmspcMismatch);

    [Fact]
    public void Case_29a_FMSPC_may_be_in_either_case() => With(info => info["fmspc"] = "90c06F000000").Should().Be(AttestationFailure.None);

    [Theory]
    [InlineData("nextUpdate", "2026-06-01T00:00:00Z", AttestationFailure.TcbInfoExpired)]
    [InlineData("nextUpdate", "2026-06-01T00:00:01Z", AttestationFailure.None)]
    [InlineData("issueDate", "2026-06-01T00:00:01Z", AttestationFailure.TcbInfoExpired)]
    [InlineData("issueDate", "2026-06-01T00:00:00Z", AttestationFailure.None)]
    public void Case_30_TCB_info_counts_from_its_issue_until_its_next_update(string field, string time, AttestationFailure expected) => With(info => info[field] = time).Should().Be(expected);

    [Theory]
    [InlineData(17, AttestationFailure.TcbInfoRollback)]
    [InlineData(15, AttestationFailure.TcbInfoRollback)]
    [InlineData(18, AttestationFailure.None)]
    public void Case_31_TCB_info_of_an_evaluation_below_the_floor_is_refused(int number, AttestationFailure expected)
    {
        var collateral = new CollateralBuilder(world.Authority) { TcbInfo = info => info["tcbEvaluationDataNumber"] = number }.Build();

        world.Verify(_good, collateral, world.Policy with { Tdx = IntelLikeWorld.Rules with { MinEvaluationNumber = 18 } }).Failure.Should().Be(expected);
    }

    [Fact]
    public void Case_31a_so_is_a_QE_identity()
    {
        var collateral = new CollateralBuilder(world.Authority) { QeIdentity = identity => identity["tcbEvaluationDataNumber"] = 17 }.Build();

        world.Verify(_good, collateral, world.Policy with { Tdx = IntelLikeWorld.Rules with { MinEvaluationNumber = 18 } }).Failure.Should().Be(AttestationFailure.QeIdentityRollback);
    }

    [Fact]
    public void Case_32_the_order_of_the_levels_does_not_matter()
    {
        using var behind = new IntelLikePlatform(world.Authority, new SgxExtensionBuilder { Svns = [2, .. new byte[15]] }.Build());
        foreach (var platform in new[] { world.Platform, behind })
        {
            var quote = new QuoteBuilder(platform).Build();
            var straight = world.Verify(quote);
            var reversed = world.Verify(quote, new CollateralBuilder(world.Authority) { TcbInfo = info => Reverse(info), QeIdentity = Reverse }.Build());

            (reversed.Tcb, reversed.Failure).Should().Be((straight.Tcb, straight.Failure));
            reversed.Findings.Should().BeEquivalentTo(straight.Findings, options => options.WithStrictOrdering());
        }
    }

    [Theory]
    [InlineData("sgxtcbcomponents", 8)]
    [InlineData("sgxtcbcomponents", 20)]
    [InlineData("tdxtcbcomponents", 8)]
    [InlineData("tdxtcbcomponents", 20)]
    public void Case_33_a_level_has_16_components_of_each_kind(string name, int count) =>
        With(info => info["tcbLevels"]![0]!["tcb"]![name] = new JsonArray([.. Enumerable.Range(0, count).Select(_ => (JsonNode)new JsonObject { ["svn"] = 0 })])).Should().Be(AttestationFailure.CollateralMalformed);

    [Theory]
    [InlineData("{", "{ ")]
    [InlineData(",", ",\n")]
    [InlineData("90C06F", "90c06f")]
    public void Case_34_JSON_written_anew_is_not_signed(string was, string now)
    {
        var answer = new CollateralBuilder(world.Authority) { TcbInfoAnswer = text => string.Concat(text.AsSpan(0, 12), text[12..].Replace(was, now, StringComparison.Ordinal)) };

        world.Verify(_good, answer.Build()).Failure.Should().Be(AttestationFailure.TcbInfoSignature);
    }

    [Fact]
    public void Case_34a_what_is_around_the_signed_document_is_free()
    {
        var answer = new CollateralBuilder(world.Authority) { TcbInfoAnswer = text => "\n " + text.Replace("\"tcbInfo\":", "\"tcbInfo\" : ", StringComparison.Ordinal) + " " };

        world.Verify(_good, answer.Build()).IsAccepted.Should().BeTrue();
    }

    [Fact]
    public void Case_35_a_field_that_comes_twice_makes_the_document_unreadable()
    {
        With(new CollateralBuilder(world.Authority) { TcbInfoText = text => text[..^1] + ",\"tcbLevels\":[]}" }).Should().Be(AttestationFailure.CollateralMalformed);
        With(new CollateralBuilder(world.Authority) { TcbInfoAnswer = text => text[..^1] + ",\"tcbInfo\":{}}" }).Should().Be(AttestationFailure.CollateralMalformed);
    }

    [Fact]
    public void Case_36_a_signature_is_64_bytes_of_hex_in_either_case()
    {
        With(Signature(text => text.ToUpperInvariant())).Should().Be(AttestationFailure.None);
        foreach (var damage in (Func<string, string>[])[text => text[..^1], text => text[..^2], text => text + "0", text => text + "00", _ => "", text => "zz" + text[2..], text => " " + text[1..]])
            With(Signature(damage)).Should().Be(AttestationFailure.TcbInfoSignature);
    }

    [Theory]
    [InlineData("id", "QE", AttestationFailure.QeIdentityWrongTee)]
    [InlineData("mrsigner", "8C4F5775D796503E96137F77C68A829A0056AC8DED70140B081B094490C57BFF", AttestationFailure.QeIdentityMismatch)]
    [InlineData("miscselect", "00000001", AttestationFailure.QeIdentityMismatch)]
    [InlineData("attributes", "13000000000000000000000000000000", AttestationFailure.QeIdentityMismatch)]
    [InlineData("nextUpdate", "2026-06-01T00:00:00Z", AttestationFailure.QeIdentityExpired)]
    [InlineData("issueDate", "2026-06-01T00:00:01Z", AttestationFailure.QeIdentityExpired)]
    public void Case_37_the_quoting_enclave_is_the_one_of_TDX(string field, string value, AttestationFailure expected) =>
        With(new CollateralBuilder(world.Authority) { QeIdentity = identity => identity[field] = value }).Should().Be(expected);

    [Fact]
    public void Case_37a_a_product_of_another_number_is_another_enclave() =>
        With(new CollateralBuilder(world.Authority) { QeIdentity = identity => identity["isvprodid"] = 1 }).Should().Be(AttestationFailure.QeIdentityMismatch);

    [Fact]
    public void Case_37b_a_QE_identity_of_another_signer_is_not_signed()
    {
        using var other = new IntelLikeAuthority();
        var identity = new CollateralBuilder(other).Build().Find(CollateralKind.TdxQeIdentity)!;

        world.Verify(_good, world.Collateral.With(identity)).Failure.Should().Be(AttestationFailure.QeIdentitySignature);
    }

    [Fact]
    public void Case_38_a_module_of_an_unknown_major_version_is_unknown()
    {
        var quote = new QuoteBuilder(world.Platform) { Body = body => body[1] = 2 }.Build();

        world.Verify(quote).Failure.Should().Be(AttestationFailure.TdxModuleUnknown);
    }

    [Theory]
    [InlineData(64)]
    [InlineData(112)]
    public void Case_38a_a_module_that_Intel_has_not_signed_or_that_has_attributes_is_refused(int at) =>
        world.Verify(new QuoteBuilder(world.Platform) { Body = body => body[at] = 1 }.Build()).Failure.Should().Be(AttestationFailure.SeamIdentity);

    [Fact]
    public void A_signing_chain_of_another_root_or_an_authority_as_signer_is_refused()
    {
        using var other = new IntelLikeAuthority();

        world.Verify(_good, world.Collateral.With(new CollateralBuilder(other).Build().Find(CollateralKind.TcbSigningChain)!)).Failure.Should().Be(AttestationFailure.RootNotPinned);
        With(new CollateralBuilder(world.Authority) { Signer = world.Authority.Platform }).Should().Be(AttestationFailure.TcbInfoSignature);
    }

    [Theory]
    [InlineData(CollateralKind.TdxTcbInfo)]
    [InlineData(CollateralKind.TdxQeIdentity)]
    [InlineData(CollateralKind.TcbSigningChain)]
    [InlineData(CollateralKind.IntelRootCrl)]
    [InlineData(CollateralKind.IntelPckCrl)]
    public void What_is_missing_or_not_readable_is_named(CollateralKind kind)
    {
        var missing = world.Verify(_good, new CollateralSnapshot(world.Collateral.Items.Where(item => item.Key.Kind != kind)));
        var damaged = world.Verify(_good, new CollateralSnapshot(world.Collateral.Items.Select(item => item.Key.Kind == kind ? new CollateralItem(item.Key, new byte[] { 1 }) : item)));

        (missing.IsValid, missing.IsAccepted, missing.Failure).Should().Be((true, false, AttestationFailure.CollateralMissing));
        missing.Checks.First(check => !check.Passed).Detail.Should().Contain(kind.ToString());
        (damaged.IsAccepted, damaged.Failure).Should().Be((false, AttestationFailure.CollateralMalformed));
    }

    private AttestationFailure With(Action<JsonObject> change) => With(new CollateralBuilder(world.Authority) { TcbInfo = change });

    private AttestationFailure With(CollateralBuilder collateral)
    {
        var appraisal = world.Verify(_good, collateral.Build());
        (appraisal.IsValid, appraisal.IsAccepted).Should().Be((true, appraisal.Failure == AttestationFailure.None));
        return appraisal.Failure;
    }

    private CollateralBuilder Signature(Func<string, string> change) => new(world.Authority)
    {
        TcbInfoAnswer = text =>
        {
            var at = text.LastIndexOf(":\"", StringComparison.Ordinal) + 2;
            return string.Concat(text.AsSpan(0, at), change(text[at..^2]), "\"}");
        },
    };

    private static void Reverse(JsonObject document)
    {
        foreach (var owner in new[] { document }.Concat(document["tdxModuleIdentities"]?.AsArray().Select(module => module!.AsObject()) ?? []))
            owner["tcbLevels"] = new JsonArray([.. owner["tcbLevels"]!.AsArray().Select(level => level!.DeepClone()).Reverse()]);
    }
}
