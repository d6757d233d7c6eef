using Cocoon.Attestation.Appraisals;

namespace Cocoon.Attestation.Tokens.Ear;

/// <summary>The verdict on one piece of evidence.</summary>
/// <param name="Name">"cpu", "gpu-0", "gpu-1" and so on.</param>
/// <param name="Status">One of the four tiers of <see cref="TrustTier"/>.</param>
/// <param name="Vector">AR4SI's claims.</param>
public sealed record EarSubmodule(string Name, sbyte Status, TrustVector Vector);
