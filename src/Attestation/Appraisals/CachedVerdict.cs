using Cocoon.Core.Crypto;

namespace Cocoon.Attestation.Appraisals;

/// <summary>A good verdict and the times between which it would be the same if it were made again.</summary>
internal sealed record CachedVerdict(HexBytes Key, AppraisalResult Result, DateTimeOffset From, DateTimeOffset Until)
{
    /// <summary>A clock that goes back revives nothing: what is asked about the time before the verdict is verified anew.</summary>
    public bool CountsAt(DateTimeOffset at) => From <= at && at < Until;
}
