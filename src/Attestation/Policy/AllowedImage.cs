using System.Collections.Immutable;
using Cocoon.Attestation.Evidence;
using Cocoon.Core.Crypto;
using Cocoon.Core.Trust;

namespace Cocoon.Attestation.Policy;

/// <summary>A machine image that may serve, as the registry lists it.</summary>
/// <param name="Digest">The registry's measurement: <see cref="ImageDigest"/> of the image's launch measurements.</param>
/// <param name="Role">Which part of the market it may be.</param>
/// <param name="Tier">The most that evidence of this image can give.</param>
/// <param name="NotAfter">It counts for nothing from then on; null for no end.</param>
/// <param name="Name">For people; the registry itself holds the digest only.</param>
/// <param name="Measurements">What the digest covers, by name, so that a mismatch can be told by name. Empty when not known.</param>
public sealed record AllowedImage(
    HexBytes Digest, ImageRole Role, Tier Tier, DateTimeOffset? NotAfter, string Name, ImmutableSortedDictionary<string, HexBytes> Measurements);
