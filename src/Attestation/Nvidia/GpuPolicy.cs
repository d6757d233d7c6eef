namespace Cocoon.Attestation.Nvidia;

/// <summary>What is wanted of NVIDIA GPUs. Whatever is absent is denied.</summary>
public sealed record GpuPolicy;
