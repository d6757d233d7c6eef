namespace Cocoon.Grains.Inference;

/// <summary>How an answer is read. Of one answer.</summary>
public sealed class AnswerReader
{
    /// <summary>Whether the reader looks for <see cref="SealedChunk.Company"/>.</summary>
    public bool TakesCompany { get; init; }

    /// <summary>
    /// Whether chunks travel far to be handed over: the engine then works some steps ahead, and what did not arrive can be
    /// taken back.
    /// </summary>
    public bool IsRemote { get; init; }

    /// <summary>Set before the answer is let go when the last chunk did not reach the reader: it is not counted then (I11). Remote readers only.</summary>
    public bool IsLastLost { get; set; }
}
