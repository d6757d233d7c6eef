using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cocoon.Attestation.Collateral;
using Cocoon.Attestation.Tokens;

namespace Cocoon.Attestation.Azure;

/// <summary>Azure Attestation over its REST API (learn.microsoft.com/rest/api/attestation).</summary>
internal sealed class AzureAttestationClient(AzureTransport transport, AzureAttestationOptions options) : IAzureAttestation
{
    private readonly string _issuer = options.Endpoint!.GetLeftPart(UriPartial.Authority);

    public Task<string> AttestSevSnpAsync(ReadOnlyMemory<byte> report, ReadOnlyMemory<byte> certificates, AzureRuntimeData? runtimeData, CancellationToken cancellationToken)
    {
        var inner = new JsonObject { ["SnpReport"] = Text(report.Span), ["VcekCertChain"] = Text(certificates.Span) };
        return AttestAsync("attest/SevSnpVm", new JsonObject { ["report"] = Text(Encoding.ASCII.GetBytes(inner.ToJsonString())) }, runtimeData, cancellationToken);
    }

    public Task<string> AttestTdxAsync(ReadOnlyMemory<byte> quote, AzureRuntimeData? runtimeData, CancellationToken cancellationToken) =>
        AttestAsync("attest/TdxVm", new JsonObject { ["quote"] = Text(quote.Span) }, runtimeData, cancellationToken);

    public Task<string> AttestGuestAsync(ReadOnlyMemory<byte> attestationInfo, CancellationToken cancellationToken) =>
        AttestAsync("attest/AzureGuest", new JsonObject { ["attestationInfo"] = Text(attestationInfo.Span) }, null, cancellationToken);

    public async Task<CollateralItem> GetKeysAsync(CancellationToken cancellationToken)
    {
        var body = await transport.SendAsync("certs", null, cancellationToken);
        if (!JsonWebKeySet.TryParse(body, out var keys, out _) || keys.Count == 0) throw new AzureAttestationException("certs: the answer is no JSON web key set. Check AzureAttestation:Endpoint.");
        return new CollateralItem(new CollateralKey(CollateralKind.JsonWebKeys, _issuer), body);
    }

    public async Task<AzureConfiguration> GetConfigurationAsync(CancellationToken cancellationToken)
    {
        const string path = ".well-known/openid-configuration";
        var answer = Read(path, await transport.SendAsync(path, null, cancellationToken));
        if (answer.Text("issuer") is not { } issuer || answer.Text("jwks_uri") is not { } keys) throw new AzureAttestationException($"{path}: issuer and jwks_uri must be there. Check AzureAttestation:Endpoint.");
        if (issuer != _issuer || keys != $"{_issuer}/certs") throw new AzureAttestationException($"{path}: the instance calls itself {Shown.Text(issuer)} with keys at {Shown.Text(keys)}. Set AzureAttestation:Endpoint to the instance itself.");
        return new AzureConfiguration(issuer, keys);
    }

    private async Task<string> AttestAsync(string path, JsonObject request, AzureRuntimeData? runtimeData, CancellationToken cancellationToken)
    {
        if (runtimeData is not null) request["runtimeData"] = new JsonObject { ["data"] = Text(runtimeData.Data.Span), ["dataType"] = runtimeData.IsJson ? "JSON" : "Binary" };
        var answer = await transport.SendAsync($"{path}?api-version={options.ApiVersion}", Encoding.ASCII.GetBytes(request.ToJsonString()), cancellationToken);
        return Read(path, answer).Text("token") is { Length: > 0 and <= CompactJws.MaxBytes } token ? token : throw new AzureAttestationException($"{path}: the answer holds no token. Check AzureAttestation:ApiVersion.");
    }

    private static TokenClaims Read(string path, byte[] answer) => StrictJson.TryParse(answer, out var root, out _) && root.ValueKind == JsonValueKind.Object
        ? new TokenClaims(root)
        : throw new AzureAttestationException($"{path}: the answer is no JSON object. Check AzureAttestation:Endpoint.");

    private static string Text(ReadOnlySpan<byte> bytes) => Base64Url.EncodeToString(bytes);
}
