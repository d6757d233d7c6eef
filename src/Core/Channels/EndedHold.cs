using Cocoon.Core.Crypto;
using Cocoon.Core.Jobs;

namespace Cocoon.Core.Channels;

/// <summary>Memory of a released hold, so that a repeated call gets the answer of the first (I3, I5).</summary>
/// <param name="Job">The operation id.</param>
/// <param name="Ending">What happened.</param>
/// <param name="ReceiptHash">The posted receipt; empty unless posted.</param>
/// <param name="ReceiptNumber">Its number in the channel; 0 unless posted.</param>
[GenerateSerializer, Immutable, Alias("cocoon.ended-hold")]
public sealed record EndedHold(
    [property: Id(0)] JobId Job,
    [property: Id(1)] HoldEnding Ending,
    [property: Id(2)] HexBytes ReceiptHash,
    [property: Id(3)] long ReceiptNumber);
