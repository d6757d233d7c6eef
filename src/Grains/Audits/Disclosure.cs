using Cocoon.Core.Audits;
using Cocoon.Core.Crypto;

namespace Cocoon.Grains.Audits;

/// <summary>What an enclave served, handed over to one auditor.</summary>
/// <param name="Sealed">The record, sealed to the auditor's key (docs/sealing.md); anybody may see it.</param>
/// <param name="Appraisal">Hash of the appraisal by which the enclave found the auditor worthy of it; part of the seal's terms.</param>
/// <param name="Statement">The enclave's word that this is what it served.</param>
[GenerateSerializer, Immutable, Alias("cocoon.disclosure")]
public sealed record Disclosure([property: Id(0)] byte[] Sealed, [property: Id(1)] HexBytes Appraisal, [property: Id(2)] SignedStatement Statement);
