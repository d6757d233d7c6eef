namespace Cocoon.Sealing;

/// <summary>What to tell people about a <see cref="SealingFailure"/>.</summary>
public static class SealingFailureText
{
    /// <summary>A sentence or two: what is wrong, and what to do.</summary>
    public static string Explain(this SealingFailure failure) => failure switch
    {
        SealingFailure.None => "Nothing is wrong.",
        SealingFailure.KeyInvalid => "The sealing key is not a P-256 public key (65 bytes, uncompressed). Take another provider.",
        SealingFailure.TermsInvalid => "The terms need a job, a model of at most 128 characters, prices of zero or more and a 32-byte appraisal hash. Take another lease.",
        SealingFailure.RequestTooLong => $"The request is longer than {SealedRequest.MaxRequestBytes:N0} bytes. Shorten it.",
        SealingFailure.RequestMalformed => "This is not a sealed request. Send what sealing gave, unchanged.",
        SealingFailure.VersionUnknown => "The request is sealed in a version that is not known here. Update the older side.",
        SealingFailure.RequestNotAuthentic => "The request does not open: it was changed, or sealed to another key or for another job, model, price, appraisal or network. Take a new lease and seal it again.",
        SealingFailure.PaddingInvalid => "The padding is not as it must be. Update the side that sealed.",
        SealingFailure.ChunkMalformed => "This is not a chunk of a sealed answer. Do not trust the answer; try again.",
        SealingFailure.ChunkRepeated => "A chunk of the answer came twice. Do not trust the answer; try again.",
        SealingFailure.ChunkMissing => "A chunk of the answer is missing or out of order. Do not trust the answer; try again.",
        SealingFailure.ChunkNotAuthentic => "A chunk of the answer was changed or belongs to another answer. Do not trust the answer; try again.",
        SealingFailure.AnswerEnded => "A chunk came after the end of the answer. Somebody on the way adds to answers; report it.",
        SealingFailure.AnswerTruncated => "The answer broke off: its last chunk never came. What came is genuine and not complete; try again.",
        _ => throw new ArgumentOutOfRangeException(nameof(failure), failure, "There is no such failure."),
    };
}
