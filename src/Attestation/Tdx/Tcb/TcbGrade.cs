using System.Collections.Immutable;
using Cocoon.Attestation.Appraisals;

namespace Cocoon.Attestation.Tdx.Tcb;

/// <summary>What Intel says of a level, whatever the level is of.</summary>
/// <param name="Date">Every advisory up to this day is dealt with.</param>
/// <param name="Status">How such platforms, modules or enclaves stand.</param>
/// <param name="Advisories">Intel's advisories that they are open to.</param>
internal abstract record TcbGrade(DateTimeOffset Date, TcbStatus Status, ImmutableArray<string> Advisories);
