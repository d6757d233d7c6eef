using System.Collections.Immutable;

namespace Cocoon.Attestation.Machine;

/// <summary>The NVIDIA GPUs of this machine and whether they can give evidence.</summary>
/// <param name="Gpus">Each GPU that the driver lists.</param>
/// <param name="IsConfidential">Whether the driver says that confidential computing is on.</param>
/// <param name="Collector">The program that can collect evidence; null when there is none.</param>
/// <param name="Lacks">What is missing for evidence; empty when nothing is.</param>
public sealed record OwnGpus(ImmutableArray<GpuInfo> Gpus, bool IsConfidential, string? Collector, ImmutableArray<Lack> Lacks);
