using System.Collections.Immutable;
using Cocoon.Attestation.Evidence;

namespace Cocoon.Attestation.Machine;

/// <summary>Evidence that this machine gave of itself, or why it could not.</summary>
/// <param name="Evidence">Null when there is none.</param>
/// <param name="Lacks">What is missing; empty when there is evidence.</param>
public sealed record OwnEvidence(MachineEvidence? Evidence, ImmutableArray<Lack> Lacks)
{
    internal static OwnEvidence Missing(params ImmutableArray<Lack> lacks) => new(null, lacks);
}
