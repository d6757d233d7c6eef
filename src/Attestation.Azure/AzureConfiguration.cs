namespace Cocoon.Attestation.Azure;

/// <summary>What "/.well-known/openid-configuration" says.</summary>
/// <param name="Issuer">The "iss" of the instance's tokens.</param>
/// <param name="KeysAddress">Where its keys are.</param>
public sealed record AzureConfiguration(string Issuer, string KeysAddress);
