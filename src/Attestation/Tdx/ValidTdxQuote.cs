using Cocoon.Attestation.Tdx.Pck;
using Cocoon.Attestation.Tdx.Quotes;

namespace Cocoon.Attestation.Tdx;

/// <summary>A quote that a genuine platform has signed.</summary>
/// <param name="Quote">The quote.</param>
/// <param name="Chain">The platform's certificates.</param>
/// <param name="Platform">What they say of it.</param>
internal sealed record ValidTdxQuote(TdxQuote Quote, PckChain Chain, SgxExtension Platform);
