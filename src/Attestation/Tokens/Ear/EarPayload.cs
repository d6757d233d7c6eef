using System.Text.Json;
using Cocoon.Attestation.Appraisals;
using Cocoon.Core.Trust;

namespace Cocoon.Attestation.Tokens.Ear;

/// <summary>Writes a verdict as an EAT attestation result. Equal verdicts give equal bytes.</summary>
internal static class EarPayload
{
    public static byte[] Write(AppraisalResult result, string developer, string build)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("eat_profile", EarNames.Profile);
            json.WriteNumber("iat", result.At.ToUnixTimeSeconds());
            json.WriteNumber("exp", result.NotAfter.ToUnixTimeSeconds());
            json.WriteStartObject(EarNames.VerifierId);
            json.WriteString("developer", developer);
            json.WriteString("build", build);
            json.WriteEndObject();
            WriteSubmodules(json, result);
            WriteOwn(json, result);
            json.WriteEndObject();
        }
        return stream.ToArray();
    }

    private static void WriteSubmodules(Utf8JsonWriter json, AppraisalResult result)
    {
        json.WriteStartObject("submods");
        for (var index = 0; index < result.Submodules.Length; index++)
        {
            var part = result.Submodules[index];
            json.WriteStartObject(EarNames.Submodule(index));
            // The vector says what was found; a machine that policy refuses is contraindicated whatever was found.
            json.WriteString(EarNames.Status, TrustTier.Name(part.IsAccepted ? part.Vector.Overall : TrustTier.Contraindicated));
            json.WriteStartObject(EarNames.Vector);
            json.WriteNumber("instance-identity", part.Vector.InstanceIdentity);
            json.WriteNumber("configuration", part.Vector.Configuration);
            json.WriteNumber("executables", part.Vector.Executables);
            json.WriteNumber("file-system", part.Vector.FileSystem);
            json.WriteNumber("hardware", part.Vector.Hardware);
            json.WriteNumber("runtime-opaque", part.Vector.RuntimeOpaque);
            json.WriteNumber("storage-opaque", part.Vector.StorageOpaque);
            json.WriteNumber("sourced-data", part.Vector.SourcedData);
            json.WriteEndObject();
            json.WriteString(EarNames.PolicyId, $"urn:sha256:{result.PolicyHash}");
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    private static void WriteOwn(Utf8JsonWriter json, AppraisalResult result)
    {
        json.WriteString(EarNames.Failure, result.Failure.ToString());
        json.WriteString(EarNames.Detail, result.Detail);
        json.WriteString(EarNames.Tier, result.Tier.Name());
        json.WriteNumber(EarNames.NotAfter, result.NotAfter.ToUnixTimeMilliseconds());
        json.WriteString(EarNames.PolicyHash, result.PolicyHash.ToString());
        json.WriteString(EarNames.CollateralHash, result.CollateralHash.ToString());
        json.WriteString(EarNames.ClaimsHash, result.ClaimsHash.ToString());
        if (result.IsAccepted) json.WriteString(EarNames.AppraisalHash, result.ToAppraisal().Hash.ToString());
        json.WriteString(EarNames.ReceiptKey, result.Claims.ReceiptKey.ToString());
        json.WriteString(EarNames.SealingKey, result.Claims.SealingKey.ToString());
        json.WriteString(EarNames.IdentityKey, result.Claims.IdentityKey.ToString());
        json.WriteStartArray(EarNames.Findings);
        foreach (var finding in result.Findings)
        {
            json.WriteStartObject();
            json.WriteString("failure", finding.Failure.ToString());
            json.WriteString("component", finding.Component);
            json.WriteString("found", finding.Found);
            json.WriteString("needed", finding.Needed);
            json.WriteStartArray("advisories");
            foreach (var advisory in finding.Advisories) json.WriteStringValue(advisory);
            json.WriteEndArray();
            if (finding.FailsAt is { } at) json.WriteNumber("fails-at", at.ToUnixTimeSeconds());
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
