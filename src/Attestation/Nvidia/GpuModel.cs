namespace Cocoon.Attestation.Nvidia;

/// <summary>GPUs that are accepted, and how old their software may be.</summary>
/// <param name="Architecture">First word of the device certificate's name, such as "GH100" or "GB100"; exactly.</param>
/// <param name="MinDriver">Least driver version, such as "550.144.03"; compared number by number.</param>
/// <param name="MinVbios">Least VBIOS version, such as "96.00.74.00.20"; compared hexadecimal number by number.</param>
public sealed record GpuModel(string Architecture, string MinDriver, string MinVbios);
