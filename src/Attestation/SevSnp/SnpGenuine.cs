using Cocoon.Attestation.SevSnp.Paravisor;

namespace Cocoon.Attestation.SevSnp;

/// <summary>A report that passed every check of validity, with what it needed for that.</summary>
/// <param name="Report">The report.</param>
/// <param name="Chain">Whose key signed it. Its native key may be gone; what it says stays.</param>
/// <param name="Paravisor">What came around the report; null where the guest itself asked for it.</param>
/// <param name="NotAfter">End of the first certificate or revocation list.</param>
/// <param name="CrlNotAfter">End of the revocation list; null when there was none.</param>
internal sealed record SnpGenuine(SnpReport Report, SnpChain Chain, ParavisorEvidence? Paravisor, DateTimeOffset NotAfter, DateTimeOffset? CrlNotAfter)
{
    public SnpProduct Product => Chain.Leaf.Product;
}
