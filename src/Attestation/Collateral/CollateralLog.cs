using System.Numerics;
using Cocoon.Attestation.Appraisals;
using Microsoft.Extensions.Logging;

namespace Cocoon.Attestation.Collateral;

internal static partial class CollateralLog
{
    [LoggerMessage(EventId = 3011, Level = LogLevel.Warning, Message = "{Source} gave no {Key}: {Reason}")]
    public static partial void SourceFailed(ILogger log, string source, CollateralKey key, string reason);

    [LoggerMessage(EventId = 3012, Level = LogLevel.Warning, Message = "{Source} was asked for {Key} and did not answer before the {Limit} for all sources were over.")]
    public static partial void TimedOut(ILogger log, string source, CollateralKey key, TimeSpan limit);

    [LoggerMessage(EventId = 3013, Level = LogLevel.Warning, Message = "What {Source} gave as {Key} is no such document and was not taken. Look at what its address answers.")]
    public static partial void Malformed(ILogger log, string source, CollateralKey key);

    [LoggerMessage(EventId = 3014, Level = LogLevel.Error, Message = "{Failure}: {Source} gave {Key} number {Number} of {From:u}, older than number {HeldNumber} of {HeldFrom:u}, which is kept.")]
    public static partial void Rollback(ILogger log, AttestationFailure failure, string source, CollateralKey key, BigInteger number, DateTimeOffset from, BigInteger heldNumber, DateTimeOffset heldFrom);

    [LoggerMessage(EventId = 3015, Level = LogLevel.Warning, Message = "No source has a newer {Key}; the one at hand counts until {Until:u}.")]
    public static partial void LastGood(ILogger log, CollateralKey key, DateTimeOffset until);

    [LoggerMessage(EventId = 3016, Level = LogLevel.Warning, Message = "{Key} was not looked for: {Waiting} documents are waited for already.")]
    public static partial void TooMany(ILogger log, CollateralKey key, int waiting);
}
