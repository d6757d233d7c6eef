using Cocoon.Attestation.Appraisals;

namespace Cocoon.Attestation.Policy;

/// <summary>Whether an image is allowed.</summary>
/// <param name="Image">The entry that allows it; null when none does.</param>
/// <param name="Failure">None when it is allowed.</param>
/// <param name="Detail">Which measurement differs from the nearest image, for people.</param>
public sealed record ImageVerdict(AllowedImage? Image, AttestationFailure Failure, string Detail);
