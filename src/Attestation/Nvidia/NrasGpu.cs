using System.Collections.Immutable;

namespace Cocoon.Attestation.Nvidia;

/// <summary>What an NRAS token says about one GPU.</summary>
/// <param name="Name">Name of the submodule, such as "GPU-0".</param>
/// <param name="DeviceId">"ueid": this very device.</param>
/// <param name="Model">"hwmodel".</param>
/// <param name="Driver">Driver version.</param>
/// <param name="Vbios">Firmware version.</param>
/// <param name="Failed">Claims that are not as they are for a good GPU; empty when all are.</param>
public sealed record NrasGpu(string Name, string DeviceId, string Model, string Driver, string Vbios, ImmutableArray<string> Failed)
{
    /// <summary>First word of the model.</summary>
    public string Architecture => Model.Split(' ')[0];
}
