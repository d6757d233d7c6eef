namespace Cocoon.Sealing;

/// <summary>
/// Why something was not sealed or not opened. Closed: logs, metrics and errors use these names and no others. Numbers are on
/// the wire and never change. None of them says anything about what is sealed.
/// </summary>
public enum SealingFailure
{
    None = 0,

    // Requests

    /// <summary>The key is no P-256 point: the enclave's, or the one that came with the request.</summary>
    KeyInvalid = 1,

    /// <summary>The terms are incomplete: see <see cref="SealingTerms"/>.</summary>
    TermsInvalid = 2,

    RequestTooLong = 3,

    /// <summary>No sealed request has this length.</summary>
    RequestMalformed = 4,

    VersionUnknown = 5,

    /// <summary>Changed on its way, sealed to another key, or sealed for another job, model, price, appraisal or network.</summary>
    RequestNotAuthentic = 6,

    /// <summary>Whoever sealed it padded it in another way than docs/sealing.md says.</summary>
    PaddingInvalid = 7,

    // Answers

    ChunkMalformed = 20,

    /// <summary>This chunk, or another with its number, was opened before.</summary>
    ChunkRepeated = 21,

    /// <summary>A chunk before this one did not come: lost, held back, or out of order.</summary>
    ChunkMissing = 22,

    /// <summary>Changed on its way, of another answer, or of another job.</summary>
    ChunkNotAuthentic = 23,

    /// <summary>A chunk came after the last one.</summary>
    AnswerEnded = 24,

    /// <summary>The last chunk never came.</summary>
    AnswerTruncated = 25,
}
