namespace Cocoon.Attestation.Azure;

/// <summary>What the machine bound into its report data.</summary>
/// <param name="Data">The bytes.</param>
/// <param name="IsJson">Whether the token shall repeat them as JSON in "x-ms-runtime".</param>
public sealed record AzureRuntimeData(ReadOnlyMemory<byte> Data, bool IsJson);
