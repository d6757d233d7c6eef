using System.Text;
using Cocoon.Attestation.Collateral;
using Cocoon.Attestation.Collateral.Http;
using Cocoon.Attestation.Tests.Tdx.Authority;
using Cocoon.Core.Crypto;
using static Cocoon.Attestation.Tests.Keeping.FakeVendor;

namespace Cocoon.Attestation.Tests.Keeping;

public sealed class VendorSourceTests : IDisposable
{
    private const string Chip = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
    private static readonly Uri Pccs = new("https://pccs.example:8081/");

    private readonly IntelLikeAuthority _authority = new();

    public void Dispose() => _authority.Dispose();

    [Theory]
    [InlineData(CollateralKind.TdxTcbInfo, "90c06f000000", "https://pccs.example:8081/tdx/certification/v4/tcb?fmspc=90c06f000000")]
    [InlineData(CollateralKind.TdxQeIdentity, "", "https://pccs.example:8081/tdx/certification/v4/qe/identity")]
    [InlineData(CollateralKind.IntelRootCrl, "", "https://pccs.example:8081/sgx/certification/v4/rootcacrl")]
    [InlineData(CollateralKind.IntelPckCrl, "platform", "https://pccs.example:8081/sgx/certification/v4/pckcrl?ca=platform&encoding=der")]
    public async Task Intel_documents_are_asked_for_at_their_paths(CollateralKind kind, string id, string address)
    {
        var (http, vendor) = Vendor(Says("{}"));
        (await new IntelCollateral(http, Pccs).Get(Need(kind, id), default))!.Key.Should().Be(new CollateralKey(kind, id));
        vendor.Requests.Should().Equal($"GET {address}");
    }

    [Fact]
    public async Task Intels_own_service_keeps_the_list_of_its_root_elsewhere()
    {
        var (http, vendor) = Vendor(Says("{}"));
        await new IntelCollateral(http, IntelCollateral.Intel).Get(Need(CollateralKind.IntelRootCrl), default);
        vendor.Requests.Should().Equal("GET https://certificates.trustedservices.intel.com/IntelSGXRootCA.der");
    }

    [Fact]
    public async Task The_signing_chain_comes_from_a_header()
    {
        var pem = _authority.TcbSigner.ExportCertificatePem() + "\n" + _authority.Root.ExportCertificatePem() + "\n";
        var (http, _) = Vendor(Says([], header: "SGX-Enclave-Identity-Issuer-Chain", value: Uri.EscapeDataString(pem)), Says("{}"));
        var source = new IntelCollateral(http, Pccs);
        Encoding.ASCII.GetString((await source.Get(Need(CollateralKind.TcbSigningChain), default))!.Body.Span).Should().Be(pem);
        await source.Invoking(each => each.Get(Need(CollateralKind.TcbSigningChain), default)).Should().ThrowAsync<CollateralSourceException>().WithMessage("PCCS pccs.example sent no SGX-Enclave-Identity-Issuer-Chain*");
    }

    [Fact]
    public async Task A_revocation_list_is_understood_as_DER_PEM_and_hex()
    {
        var der = IntelLikeAuthority.Crl(_authority.Root);
        var pem = System.Security.Cryptography.PemEncoding.WriteString("X509 CRL", der);
        foreach (var form in (byte[][])[der, Encoding.ASCII.GetBytes(pem + "\n"), Encoding.ASCII.GetBytes(Convert.ToHexString(der)), Encoding.ASCII.GetBytes($"\"{Convert.ToHexStringLower(der)}\"")])
        {
            var (http, _) = Vendor(Says(form));
            (await new IntelCollateral(http, Pccs).Get(Need(CollateralKind.IntelRootCrl), default))!.Body.ToArray().Should().Equal(der);
        }
    }

    [Theory]
    [InlineData(CollateralKind.SnpAuthorities, "genoa", "", "vcek/v1/Genoa/cert_chain")]
    [InlineData(CollateralKind.SnpAuthorities, "milan/vlek", "", "vlek/v1/Milan/cert_chain")]
    [InlineData(CollateralKind.SnpCrl, "turin", "", "vcek/v1/Turin/crl")]
    [InlineData(CollateralKind.SnpLeaf, Chip + "/03000000000008d1", "milan", "vcek/v1/Milan/" + Chip + "?blSPL=03&teeSPL=00&snpSPL=08&ucodeSPL=209")]
    [InlineData(CollateralKind.SnpLeaf, Chip + "/0102030400000005", "turin", "vcek/v1/Turin/0011223344556677?fmcSPL=01&blSPL=02&teeSPL=03&snpSPL=04&ucodeSPL=05")]
    public async Task AMD_documents_are_asked_for_at_their_paths(CollateralKind kind, string id, string product, string path)
    {
        var (http, vendor) = Vendor(Says("x"));
        await new AmdCollateral(http, AmdCollateral.Amd).Get(new CollateralNeed(new CollateralKey(kind, id), product), default);
        vendor.Requests.Should().Equal($"GET https://kdsintf.amd.com/{path}");
    }

    [Theory]
    [InlineData(CollateralKind.SnpAuthorities, "naples", "")]
    [InlineData(CollateralKind.SnpLeaf, Chip + "/03000000000008d1", "")]
    [InlineData(CollateralKind.SnpLeaf, "../../x/03000000000008d1", "milan")]
    [InlineData(CollateralKind.SnpLeaf, Chip + "/0300", "milan")]
    [InlineData(CollateralKind.TdxQeIdentity, "", "")]
    public async Task AMD_is_not_asked_for_what_it_cannot_have(CollateralKind kind, string id, string product)
    {
        var (http, vendor) = Vendor();
        (await new AmdCollateral(http, AmdCollateral.Amd).Get(new CollateralNeed(new CollateralKey(kind, id), product), default)).Should().BeNull();
        vendor.Requests.Should().BeEmpty();
    }

    [Fact]
    public async Task A_RIM_is_taken_out_of_its_envelope()
    {
        var (http, vendor) = Vendor(Says($$"""{"id":"NV_GPU_DRIVER_GH100_550.90.07","rim":"{{Convert.ToBase64String("<SoftwareIdentity/>"u8)}}","sha256":"00"}"""), Says("{}"));
        var source = new NvidiaCollateral(http, NvidiaCollateral.Rims, NvidiaCollateral.Ocsp);
        var need = Need(CollateralKind.GpuRim, "NV_GPU_DRIVER_GH100_550.90.07");
        Encoding.UTF8.GetString((await source.Get(need, default))!.Body.Span).Should().Be("<SoftwareIdentity/>");
        vendor.Requests.Should().Equal("GET https://rim.attestation.nvidia.com/v1/rim/NV_GPU_DRIVER_GH100_550.90.07");
        await source.Invoking(each => each.Get(need, default)).Should().ThrowAsync<CollateralSourceException>();
        (await source.Get(Need(CollateralKind.GpuRim, ".."), default)).Should().BeNull();
    }

    [Fact]
    public async Task OCSP_requests_are_posted()
    {
        var (http, vendor) = Vendor(Says("answer"));
        var request = new HexBytes([1, 2, 3]);
        var source = new NvidiaCollateral(http, NvidiaCollateral.Rims, NvidiaCollateral.Ocsp);
        (await source.Get(new CollateralNeed(new CollateralKey(CollateralKind.OcspAnswer, "ab"), "", request), default)).Should().NotBeNull();
        vendor.Requests.Should().Equal("POST https://ocsp.ndis.nvidia.com/ application/ocsp-request");
        vendor.Bodies.Single().Should().Equal(1, 2, 3);
        (await source.Get(Need(CollateralKind.OcspAnswer, "ab"), default)).Should().BeNull("there is nothing to post");
    }

    [Fact]
    public async Task Case_71_keys_are_fetched_for_configured_issuers_only_and_by_https()
    {
        const string issuer = "https://sharedweu.weu.attest.azure.net";
        var (http, vendor) = Vendor(Says("{}"));
        var source = new KeySetCollateral(http, new Dictionary<string, Uri> { [issuer] = new(issuer + "/certs") });
        (await source.Get(Need(CollateralKind.JsonWebKeys, issuer), default)).Should().NotBeNull();
        (await source.Get(Need(CollateralKind.JsonWebKeys, issuer + ".evil.example"), default)).Should().BeNull();
        vendor.Requests.Should().Equal($"GET {issuer}/certs");
        FluentActions.Invoking(() => new KeySetCollateral(http, new Dictionary<string, Uri> { [issuer] = new("http://x/certs") })).Should().Throw<ArgumentException>();
    }

    private static CollateralNeed Need(CollateralKind kind, string id = "") => new(new CollateralKey(kind, id));

    private static (CollateralHttp Http, FakeVendor Vendor) Vendor(params Func<CancellationToken, Task<HttpResponseMessage>>[] answers)
    {
        var vendor = new FakeVendor(answers);
        return (new CollateralHttp(new HttpClient(vendor), new CollateralHttpOptions { Attempts = 1 }, TimeProvider.System, new Random(1)), vendor);
    }
}
