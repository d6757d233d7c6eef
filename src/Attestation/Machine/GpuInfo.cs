namespace Cocoon.Attestation.Machine;

/// <summary>A GPU as its driver describes it. Nothing of this is proven: only evidence is.</summary>
/// <param name="Name">Product name.</param>
/// <param name="Uuid">The driver's name of this device.</param>
/// <param name="Driver">Version of the driver.</param>
/// <param name="Vbios">Version of the VBIOS.</param>
public sealed record GpuInfo(string Name, string Uuid, string Driver, string Vbios);
