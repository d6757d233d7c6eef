using Cocoon.Attestation.Evidence;

namespace Cocoon.Grains.Providers;

/// <summary>The evidence a provider registered with.</summary>
/// <param name="Encoded">As it came.</param>
/// <param name="Bundle">The same, read.</param>
/// <param name="ReceivedAt">When it came; its freshness counts from then.</param>
internal sealed record ShownEvidence(byte[] Encoded, EvidenceBundle Bundle, DateTimeOffset ReceivedAt);
