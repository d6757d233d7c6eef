namespace Cocoon.Attestation.Tdx;

/// <summary>What is wanted of Intel TDX. Whatever is absent is denied.</summary>
public sealed record TdxPolicy;
