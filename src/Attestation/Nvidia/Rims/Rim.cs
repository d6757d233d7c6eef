using System.Collections.Immutable;
using Cocoon.Attestation.Nvidia.Chains;

namespace Cocoon.Attestation.Nvidia.Rims;

/// <summary>Reference values of a driver or a VBIOS, signed by NVIDIA.</summary>
/// <param name="Version">"colloquialVersion": of the driver or VBIOS.</param>
/// <param name="Product">"product": the chip, such as "GH100".</param>
/// <param name="Values">By index from 0.</param>
/// <param name="Chain">The chain that signed it.</param>
internal sealed record Rim(string Version, string Product, ImmutableSortedDictionary<int, GoldenValue> Values, P384Chain Chain);
