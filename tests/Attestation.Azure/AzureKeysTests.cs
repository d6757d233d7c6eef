using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Cocoon.Attestation.Azure.Sdk;
using Cocoon.Attestation.Collateral;

namespace Cocoon.Attestation.Azure.Tests;

/// <summary>What every source of keys must do, whether it is our own client or the package's.</summary>
public sealed class AzureKeysTests : IAsyncLifetime
{
    private const string KeyId = "kid+/=";
    private readonly RSA _key = RSA.Create(2048);
    private readonly HttpClient _http = new();
    private readonly byte[] _certificate;
    private FakeAzureAttestation _fake = null!;

    public AzureKeysTests()
    {
        using var certificate = new CertificateRequest("CN=AttestationService", _key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        _certificate = certificate.RawData;
    }

    public async Task InitializeAsync() => _fake = await FakeAzureAttestation.StartAsync();

    public async Task DisposeAsync()
    {
        _key.Dispose();
        _http.Dispose();
        await _fake.DisposeAsync();
    }

    [Theory]
    [InlineData("rest")]
    [InlineData("package")]
    public async Task The_keys_are_collateral_of_the_instance_and_can_be_used(string source)
    {
        var item = await Source(source, [new AzureSigner(KeyId, [_certificate])]).GetKeysAsync();

        item.Key.Should().Be(new CollateralKey(CollateralKind.JsonWebKeys, _fake.Origin));
        Attestation.Tokens.JsonWebKeySet.TryParse(item.Body.Span, out var keys, out _).Should().BeTrue();
        var signed = "text"u8.ToArray();
        keys.Find(KeyId)!.Verify(Attestation.Tokens.JwsAlgorithm.RS256, signed, _key.SignData(signed, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)).Should().BeTrue();
    }

    [Theory]
    [InlineData("rest")]
    [InlineData("package")]
    public async Task No_keys_are_an_error_that_says_what_to_check(string source) =>
        await Source(source, []).Awaiting(keys => keys.GetKeysAsync()).Should().ThrowAsync<AzureAttestationException>().WithMessage("*ndpoint*");

    [Fact]
    public async Task Equal_keys_in_another_order_are_the_same_document()
    {
        var (a, b) = (new AzureSigner("a", [_certificate]), new AzureSigner("b", [_certificate]));

        (await Source("package", [a, b]).GetKeysAsync()).Hash.Should().Be((await Source("package", [b, a]).GetKeysAsync()).Hash);
    }

    private IAzureKeys Source(string source, IReadOnlyList<AzureSigner> signers)
    {
        if (source == "package") return new SdkAzureKeys(new FakeSigners(_fake.Endpoint, signers));
        var entries = signers.Select(signer => $$"""{"kid":"{{signer.KeyId}}","kty":"RSA","x5c":["{{Convert.ToBase64String(signer.Certificates[0].Span)}}"]}""");
        _fake.Answer($$"""{"keys":[{{string.Join(',', entries)}}]}""");
        var options = new AzureAttestationOptions { Endpoint = _fake.Endpoint };
        return new AzureAttestationClient(new AzureTransport(_http, options, TimeProvider.System, () => 0), options);
    }

    private sealed record FakeSigners(Uri Endpoint, IReadOnlyList<AzureSigner> Signers) : IAzureSigners
    {
        public Task<IReadOnlyList<AzureSigner>> GetAsync(CancellationToken cancellationToken) => Task.FromResult(Signers);
    }
}
