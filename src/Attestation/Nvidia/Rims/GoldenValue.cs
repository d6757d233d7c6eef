using System.Collections.Immutable;
using Cocoon.Core.Crypto;

namespace Cocoon.Attestation.Nvidia.Rims;

/// <summary>What a measurement may be.</summary>
/// <param name="IsActive">Whether it is compared at all.</param>
/// <param name="Allowed">Any of these.</param>
internal sealed record GoldenValue(bool IsActive, ImmutableArray<HexBytes> Allowed);
