namespace Cocoon.Attestation.Nvidia;

/// <summary>A kind of GPU that is accepted.</summary>
/// <param name="Architecture">First word of "hwmodel", such as "GH100".</param>
/// <param name="MinimumDriver">Least driver version, numbers joined by points, such as "550.90.07".</param>
public sealed record NrasModel(string Architecture, string MinimumDriver);
