using Cocoon.Core.Accounts;
using Cocoon.Core.Jobs;

namespace Cocoon.Grains.Edge;

/// <summary>What an edge grain asks of its machine: to answer a job, to stop one, to hand over what it answered, or to prove itself.</summary>
/// <param name="Number">Grows with each order of a connection.</param>
/// <param name="Job">The job; unset for a proof.</param>
[GenerateSerializer, Immutable, Alias("cocoon.edge-order")]
public sealed record EdgeOrder([property: Id(0)] long Number, [property: Id(1)] JobId Job)
{
    /// <summary>The reader of the job has gone: what did not arrive is not wanted any more.</summary>
    [Id(2)] public bool IsStop { get; init; }

    /// <summary>From the job's lease.</summary>
    [Id(3)] public long LeaseEpoch { get; init; }

    /// <summary>What the caller sealed to this machine; null where there is nothing to answer.</summary>
    [Id(4)] public byte[]? Request { get; init; }

    /// <summary>Whether the reader looks for <see cref="Inference.SealedChunk.Company"/>.</summary>
    [Id(5)] public bool TakesCompany { get; init; }

    /// <summary>The challenge that a proof has to answer, 32 bytes; null where none is asked for.</summary>
    [Id(6)] public byte[]? Nonce { get; init; }

    /// <summary>Evidence of the machine that the job's record is wanted for, an encoded bundle; null where it is not wanted.</summary>
    [Id(7)] public byte[]? Evidence { get; init; }

    /// <summary>Whose machine that is; unset without <see cref="Evidence"/>.</summary>
    [Id(8)] public AccountAddress Auditor { get; init; }
}
